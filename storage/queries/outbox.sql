-- name: promise(id, destination, kind, about, subject_id, room_id, due_at, merged)!
-- What is about something that stands aside stands behind it. What is merged is not promised where the
-- same waits, is made last of all that is about the same message, and nobody has begun it: it will show
-- what is so by then. Nobody claims that before this transaction ends.
WITH last AS MATERIALIZED (
    SELECT kind, leased_until FROM outbox
    WHERE CAST(:merged AS BIGINT) = 1 AND subject_id = :subject_id AND about = :about
    AND destination = :destination AND state = 'waiting' ORDER BY id DESC LIMIT 1 FOR UPDATE)
INSERT INTO outbox (id, destination, kind, about, subject_id, room_id, attempts, due_at,
    leased_until, last_error, state, aside, unsure, dropped_at)
SELECT :id, :destination, :kind, :about, :subject_id, :room_id, 0, :due_at, 0, '', 'waiting',
    CASE WHEN EXISTS (SELECT 1 FROM outbox w WHERE w.state = 'waiting' AND w.aside = 1
        AND w.destination = :destination AND w.subject_id = :subject_id AND w.about = :about)
    THEN 1 ELSE 0 END, 0, 0
WHERE NOT EXISTS (SELECT 1 FROM last WHERE kind = :kind AND leased_until = 0)

-- name: claim_effects(now, leased_until, most, claim)
-- The oldest effects that are due in destinations where nobody works, one of each, provided it is the
-- first one waiting there: so effects leave in order per destination, one at a time, and one destination
-- never holds up another. What stands aside is passed by all but what is about the same.
-- They are among the first that are due, where many destinations wait. Where none is, few of them
-- hold up many effects, and the first of each is looked at: never all that wait.
-- An effect that is still leased was begun, and nobody knows how it ended. With them comes when the next
-- one is due that waits for nobody who works now: at once, where not all were looked at that are due.
WITH RECURSIVE near (id, due_at, turn) AS MATERIALIZED (
    SELECT o.id, o.due_at, row_number() OVER (PARTITION BY o.destination ORDER BY o.due_at, o.id)
    FROM (SELECT * FROM outbox WHERE state = 'waiting' AND due_at <= :now
        ORDER BY due_at, id LIMIT 100) o
    WHERE o.leased_until <= :now
    AND NOT EXISTS (SELECT 1 FROM outbox f
        WHERE f.state = 'waiting' AND f.aside = o.aside AND f.destination = o.destination
        AND f.id < o.id AND (o.aside = 0
            OR f.subject_id = o.subject_id AND f.about = o.about))
    AND NOT EXISTS (SELECT 1 FROM outbox l
        WHERE l.state = 'waiting' AND l.aside = 1 AND l.destination = o.destination
        AND l.leased_until > :now)
    AND NOT EXISTS (SELECT 1 FROM outbox h WHERE h.id = (SELECT min(f.id) FROM outbox f
            WHERE f.state = 'waiting' AND f.aside = 0 AND f.destination = o.destination)
        AND h.leased_until > :now)),
awaited (destination) AS (
    SELECT (SELECT min(destination) FROM outbox WHERE state = 'waiting' AND aside = 0)
    WHERE NOT EXISTS (SELECT 1 FROM near)
    UNION ALL
    SELECT (SELECT min(n.destination) FROM outbox n
        WHERE n.state = 'waiting' AND n.aside = 0 AND n.destination > a.destination)
    FROM awaited a WHERE a.destination IS NOT NULL),
firsts (id) AS (
    SELECT (SELECT min(f.id) FROM outbox f
        WHERE f.state = 'waiting' AND f.aside = 0 AND f.destination = a.destination)
    FROM awaited a WHERE a.destination IS NOT NULL
    UNION ALL
    SELECT min(id) FROM outbox WHERE state = 'waiting' AND aside = 1
    AND NOT EXISTS (SELECT 1 FROM near) GROUP BY destination, subject_id, about),
busy (destination) AS (
    SELECT o.destination FROM firsts f JOIN outbox o ON o.id = f.id WHERE o.leased_until > :now),
far (id, due_at, turn) AS (
    SELECT o.id, o.due_at, row_number() OVER (PARTITION BY o.destination ORDER BY o.due_at, o.id)
    FROM firsts f JOIN outbox o ON o.id = f.id
    WHERE o.due_at <= :now AND o.destination NOT IN (SELECT destination FROM busy))
UPDATE outbox SET leased_until = :leased_until, attempts = attempts + 1, claim = :claim,
    unsure = CASE WHEN leased_until > 0 THEN 1 ELSE unsure END
WHERE id IN (
    SELECT id FROM (SELECT * FROM near UNION ALL SELECT * FROM far) due WHERE turn = 1
    ORDER BY due_at, id LIMIT :most)
RETURNING *, (SELECT m.channel_trouble FROM rooms m WHERE m.id = outbox.room_id) AS channel_trouble,
    CASE WHEN (SELECT count(*) FROM (SELECT 1 FROM outbox WHERE state = 'waiting' AND due_at <= :now
            LIMIT 101) AS due) > 100 THEN :now
        ELSE (SELECT min(due_at) FROM outbox WHERE state = 'waiting' AND due_at > :now) END AS next_due

-- name: renew(id, claim, leased_until)!
UPDATE outbox SET leased_until = :leased_until
WHERE id = :id AND state = 'waiting'
AND (CAST(:claim AS BIGINT) IS NULL OR claim = CAST(:claim AS BIGINT))

-- name: give_back(claim)!
UPDATE outbox SET leased_until = 0 WHERE claim = :claim AND state = 'waiting'

-- name: effect_done(id, claim)$
-- Tells whether anything else waits for its destination; nothing, where another claim has it.
UPDATE outbox SET state = 'done', leased_until = 0, last_error = ''
WHERE id = :id AND state = 'waiting'
AND (CAST(:claim AS BIGINT) IS NULL OR claim = CAST(:claim AS BIGINT))
RETURNING EXISTS (SELECT 1 FROM outbox n WHERE n.state = 'waiting' AND n.aside IN (0, 1)
    AND n.destination = outbox.destination AND n.id <> outbox.id)

-- name: effect_dropped(id, claim, last_error, dropped_at)$
UPDATE outbox SET state = 'dropped', leased_until = 0, last_error = :last_error,
    dropped_at = :dropped_at
WHERE id = :id AND state = 'waiting'
AND (CAST(:claim AS BIGINT) IS NULL OR claim = CAST(:claim AS BIGINT)) RETURNING id

-- name: effect_later(id, claim, due_at, last_error, unsure, put_off_at)$
UPDATE outbox SET due_at = :due_at, leased_until = 0, last_error = :last_error,
    put_off_at = :put_off_at,
    unsure = CASE WHEN :unsure = 1 THEN 1 ELSE unsure END
WHERE id = :id AND state = 'waiting'
AND (CAST(:claim AS BIGINT) IS NULL OR claim = CAST(:claim AS BIGINT)) RETURNING id

-- name: effect_aside(id, due_at)!
-- An effect lets the others to its destination pass, and all behind it that are about the same wait
-- with it.
UPDATE outbox SET aside = 1, due_at = CASE WHEN due_at < :due_at THEN :due_at ELSE due_at END
WHERE state = 'waiting' AND id >= :id
AND destination = (SELECT s.destination FROM outbox s WHERE s.id = :id)
AND subject_id = (SELECT s.subject_id FROM outbox s WHERE s.id = :id)
AND about = (SELECT s.about FROM outbox s WHERE s.id = :id)

-- name: alike_effects(id, kind, room_id, destination)
SELECT id, subject_id FROM outbox WHERE state = 'waiting' AND destination = :destination
AND kind = :kind AND room_id = :room_id AND id <> :id AND leased_until = 0 ORDER BY id

-- name: wait_together(id, kind, room_id, destination)!
-- Those behind an effect that was put off would fail like it, each by itself.
UPDATE outbox SET due_at = (SELECT s.due_at FROM outbox s WHERE s.id = :id),
    put_off_at = (SELECT s.put_off_at FROM outbox s WHERE s.id = :id),
    aside = (SELECT s.aside FROM outbox s WHERE s.id = :id)
WHERE state = 'waiting' AND destination = :destination AND kind = :kind AND room_id = :room_id
AND id <> :id AND leased_until = 0
AND due_at < (SELECT s.due_at FROM outbox s WHERE s.id = :id)

-- name: effects_ahead(ahead, ahead_id, lease_ahead)$
-- What a clock that was ahead has put off, promised or leased.
SELECT count(*) FROM outbox WHERE state = 'waiting' AND (leased_until > :lease_ahead
    OR due_at > :ahead AND (put_off_at > :ahead OR put_off_at = 0 AND id >= :ahead_id))

-- name: look_again(ahead, ahead_id, lease_ahead, now)!
UPDATE outbox SET due_at = :now WHERE state = 'waiting' AND leased_until <= :lease_ahead
AND due_at > :ahead AND (put_off_at > :ahead OR put_off_at = 0 AND id >= :ahead_id)

-- name: end_leases_ahead(lease_ahead, now)!
-- It was begun, and nobody knows how it ended.
UPDATE outbox SET leased_until = :now, due_at = :now WHERE state = 'waiting'
AND leased_until > :lease_ahead

-- name: retry_now(destination, due_at)!
-- What waits for a destination is tried again at once.
UPDATE outbox SET due_at = :due_at WHERE destination = :destination AND state = 'waiting'
AND leased_until = 0 AND due_at > :due_at

-- name: retry_all(due_at, except_error)!
-- So is everything that was tried, except what waits for an instant that somebody named.
UPDATE outbox SET due_at = :due_at WHERE state = 'waiting' AND leased_until = 0
AND due_at > :due_at AND last_error <> :except_error

-- name: retry_room(room_id, due_at, except_error)!
UPDATE outbox SET due_at = :due_at WHERE state = 'waiting' AND room_id = :room_id
AND leased_until = 0 AND due_at > :due_at AND last_error <> :except_error

-- name: rooms_that_wait(guild_id)
SELECT DISTINCT m.id FROM rooms m JOIN outbox o ON o.room_id = m.id
WHERE m.guild_id = :guild_id AND o.state = 'waiting' AND o.last_error <> ''

-- name: redirect(room_id, destination, becomes)!
UPDATE outbox SET destination = :becomes
WHERE room_id = :room_id AND destination = :destination AND state = 'waiting'

-- name: readdress(id, destination)!
UPDATE outbox SET destination = :destination WHERE id = :id

-- name: effect_destinations(kind, subject_id)
SELECT DISTINCT destination FROM outbox WHERE kind = :kind AND subject_id = :subject_id

-- name: next_effect(now, leases)$
-- When the next look at the outbox is due; NULL where nothing waits. Where somebody works, that is
-- when their lease ends; with leases = 0, it is left out. Of each destination only the first that
-- waits is looked at, and what stands aside.
WITH RECURSIVE awaited (destination) AS (
    SELECT min(destination) FROM outbox WHERE state = 'waiting' AND aside = 0
    UNION ALL
    SELECT (SELECT min(n.destination) FROM outbox n
        WHERE n.state = 'waiting' AND n.aside = 0 AND n.destination > a.destination)
    FROM awaited a WHERE a.destination IS NOT NULL),
firsts (id) AS (
    SELECT (SELECT min(f.id) FROM outbox f
        WHERE f.state = 'waiting' AND f.aside = 0 AND f.destination = a.destination)
    FROM awaited a WHERE a.destination IS NOT NULL
    UNION ALL
    SELECT min(id) FROM outbox WHERE state = 'waiting' AND aside = 1
    GROUP BY destination, subject_id, about),
busy (destination, until) AS (
    SELECT o.destination, max(o.leased_until) FROM firsts f JOIN outbox o ON o.id = f.id
    WHERE o.leased_until > :now GROUP BY o.destination)
SELECT min(CASE WHEN b.until > o.due_at THEN b.until ELSE o.due_at END)
FROM firsts f JOIN outbox o ON o.id = f.id LEFT JOIN busy b ON b.destination = o.destination
WHERE b.until IS NULL OR :leases = 1

-- name: waiting_effects(room_id)
-- What was tried and waits, alike ones together.
SELECT kind, min(destination) AS destination, max(attempts) AS attempts, min(due_at) AS due_at,
    last_error, count(*) AS number
FROM outbox WHERE room_id = :room_id AND state = 'waiting' AND last_error <> ''
GROUP BY kind, last_error ORDER BY min(id)

-- name: dropped_effects(room_id, since)
-- What was given up, alike ones together, newest first.
SELECT kind, last_error, max(dropped_at) AS dropped_at, count(*) AS number
FROM outbox WHERE room_id = :room_id AND state = 'dropped' AND dropped_at >= :since
GROUP BY kind, last_error ORDER BY max(dropped_at) DESC, kind

-- name: newest_effect(kind, subject_id)$
SELECT state FROM outbox WHERE kind = :kind AND subject_id = :subject_id
ORDER BY id DESC LIMIT 1

-- name: sweep_effects(before, before_id, most)!
-- Nothing was settled before it was promised, which its id tells: so only old rows are looked at.
DELETE FROM outbox WHERE id IN (
    SELECT o.id FROM outbox o WHERE o.id < :before_id AND (o.state = 'done' AND o.due_at < :before
        OR o.state = 'dropped' AND o.dropped_at < :before)
    ORDER BY o.id LIMIT :most)
