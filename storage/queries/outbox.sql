-- name: promise(id, destination, kind, subject_id, room_id, due_at)!
INSERT INTO outbox (id, destination, kind, subject_id, room_id, attempts, due_at, leased_until,
    last_error, state)
VALUES (:id, :destination, :kind, :subject_id, :room_id, 0, :due_at, 0, '', 'waiting')

-- name: claim_effect(now, leased_until)^
-- The oldest effect of any destination that nobody works on, provided it is the first one waiting
-- there: so effects leave in order per destination, and one destination never holds up another.
-- It is among the first that are due, where many destinations wait. Where it is not, few of them
-- hold up many effects, and the first of each is looked at: never all that wait.
UPDATE outbox SET leased_until = :leased_until, attempts = attempts + 1
WHERE id = coalesce((
    SELECT o.id FROM (
        SELECT * FROM outbox WHERE state = 'waiting' AND due_at <= :now
        ORDER BY due_at, id LIMIT 100) o
    WHERE o.leased_until <= :now
    AND NOT EXISTS (SELECT 1 FROM outbox f
        WHERE f.state = 'waiting' AND f.destination = o.destination AND f.id < o.id)
    ORDER BY o.due_at, o.id LIMIT 1), (
    WITH RECURSIVE awaited (destination) AS (
        SELECT min(destination) FROM outbox WHERE state = 'waiting'
        UNION ALL
        SELECT (SELECT min(n.destination) FROM outbox n
            WHERE n.state = 'waiting' AND n.destination > a.destination)
        FROM awaited a WHERE a.destination IS NOT NULL)
    SELECT o.id FROM awaited a JOIN outbox o ON o.id = (SELECT min(f.id) FROM outbox f
        WHERE f.state = 'waiting' AND f.destination = a.destination)
    WHERE o.due_at <= :now AND o.leased_until <= :now
    ORDER BY o.due_at, o.id LIMIT 1))
AND state = 'waiting' AND leased_until <= :now
RETURNING *

-- name: renew(id, leased_until)!
UPDATE outbox SET leased_until = :leased_until WHERE id = :id AND state = 'waiting'

-- name: effect_done(id)!
UPDATE outbox SET state = 'done', leased_until = 0, last_error = '' WHERE id = :id

-- name: effect_dropped(id, last_error)!
UPDATE outbox SET state = 'dropped', leased_until = 0, last_error = :last_error WHERE id = :id

-- name: effect_later(id, due_at, last_error)!
UPDATE outbox SET due_at = :due_at, leased_until = 0, last_error = :last_error WHERE id = :id

-- name: retry_now(destination, due_at)!
-- What waits for a destination is tried again at once.
UPDATE outbox SET due_at = :due_at WHERE destination = :destination AND state = 'waiting'
AND leased_until = 0 AND due_at > :due_at

-- name: redirect(room_id, destination, becomes)!
UPDATE outbox SET destination = :becomes
WHERE room_id = :room_id AND destination = :destination AND state = 'waiting'

-- name: next_effect(now, leases)$
-- When the next look at the outbox is due; NULL where nothing waits. With leases = 0, what somebody
-- works on is left out. Of each destination only the first that waits is looked at.
WITH RECURSIVE awaited (destination) AS (
    SELECT min(destination) FROM outbox WHERE state = 'waiting'
    UNION ALL
    SELECT (SELECT min(n.destination) FROM outbox n
        WHERE n.state = 'waiting' AND n.destination > a.destination)
    FROM awaited a WHERE a.destination IS NOT NULL)
SELECT min(CASE WHEN o.leased_until > o.due_at THEN o.leased_until ELSE o.due_at END)
FROM awaited a JOIN outbox o ON o.id = (SELECT min(f.id) FROM outbox f
    WHERE f.state = 'waiting' AND f.destination = a.destination)
WHERE o.leased_until <= :now OR :leases = 1

-- name: waiting_effects(room_id)
SELECT * FROM outbox WHERE room_id = :room_id AND state = 'waiting' AND attempts > 0
ORDER BY id LIMIT 10

-- name: effect_state(kind, subject_id)$
SELECT state FROM outbox WHERE kind = :kind AND subject_id = :subject_id
ORDER BY id DESC LIMIT 1

-- name: allowance(account)^
SELECT blocked_until, day, spent FROM allowances WHERE account = :account

-- name: block(account, blocked_until)!
INSERT INTO allowances (account, blocked_until, day, spent) VALUES (:account, :blocked_until, 0, 0)
ON CONFLICT (account) DO UPDATE SET blocked_until = excluded.blocked_until

-- name: spend(account, day)$
INSERT INTO allowances (account, blocked_until, day, spent) VALUES (:account, 0, :day, 1)
ON CONFLICT (account) DO UPDATE SET
    spent = CASE WHEN allowances.day = excluded.day THEN allowances.spent + 1 ELSE 1 END,
    day = excluded.day
RETURNING spent
