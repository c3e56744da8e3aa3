-- name: claim_effects(now, leased_until, most, claim)
-- As for SQLite, where one process at a time looks; here several look at once. Each passes by what
-- another one is about to claim, and takes the first of other destinations instead. What is found is
-- looked up by its id: without arrays, a server that knows nothing of the table yet reads all that waits.
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
WHERE id = ANY (ARRAY(
    SELECT x.id FROM outbox x WHERE x.id = ANY (ARRAY(
        SELECT id FROM (SELECT * FROM near UNION ALL SELECT * FROM far) due WHERE turn = 1))
    AND x.state = 'waiting' AND x.due_at <= :now AND x.leased_until <= :now
    ORDER BY x.due_at, x.id LIMIT :most FOR UPDATE SKIP LOCKED))
RETURNING *, (SELECT m.channel_trouble FROM rooms m WHERE m.id = outbox.room_id) AS channel_trouble,
    CASE WHEN (SELECT count(*) FROM (SELECT 1 FROM outbox WHERE state = 'waiting' AND due_at <= :now
            LIMIT 101) AS due) > 100 THEN :now
        ELSE (SELECT min(due_at) FROM outbox WHERE state = 'waiting' AND due_at > :now) END AS next_due
