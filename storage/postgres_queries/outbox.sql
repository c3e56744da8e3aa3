-- name: last_waiting(destination, about, subject_id)^
-- As for SQLite; and nobody claims it before this transaction ends, so that whoever makes it shows
-- what is so by then.
SELECT kind, leased_until FROM outbox
WHERE subject_id = :subject_id AND about = :about AND destination = :destination
AND state = 'waiting' ORDER BY id DESC LIMIT 1 FOR UPDATE

-- name: claim_effect(now, leased_until)^
-- As for SQLite, where one process at a time looks; here several look at once. Each passes by what
-- another one is about to claim, and takes the first of another destination instead.
UPDATE outbox SET leased_until = :leased_until, attempts = attempts + 1,
    unsure = CASE WHEN leased_until > 0 THEN 1 ELSE unsure END
WHERE id = coalesce((
    SELECT x.id FROM (
        SELECT * FROM outbox WHERE state = 'waiting' AND due_at <= :now
        ORDER BY due_at, id LIMIT 100) o
    JOIN outbox x ON x.id = o.id
    WHERE x.state = 'waiting' AND x.due_at <= :now AND x.leased_until <= :now
    AND NOT EXISTS (SELECT 1 FROM outbox f
        WHERE f.state = 'waiting' AND f.aside = o.aside AND f.destination = o.destination
        AND f.id < o.id AND (o.aside = 0
            OR f.subject_id = o.subject_id AND f.about = o.about))
    AND NOT EXISTS (SELECT 1 FROM outbox l
        WHERE l.state = 'waiting' AND l.aside = 1 AND l.destination = o.destination
        AND l.leased_until > :now)
    AND NOT EXISTS (SELECT 1 FROM outbox h WHERE h.id = (SELECT min(f.id) FROM outbox f
            WHERE f.state = 'waiting' AND f.aside = 0 AND f.destination = o.destination)
        AND h.leased_until > :now)
    ORDER BY x.due_at, x.id LIMIT 1 FOR UPDATE OF x SKIP LOCKED), (
    WITH RECURSIVE awaited (destination) AS (
        SELECT min(destination) FROM outbox WHERE state = 'waiting' AND aside = 0
        UNION ALL
        SELECT (SELECT min(n.destination) FROM outbox n
            WHERE n.state = 'waiting' AND n.aside = 0 AND n.destination > a.destination)
        FROM awaited a WHERE a.destination IS NOT NULL),
    firsts (id) AS MATERIALIZED (
        SELECT (SELECT min(f.id) FROM outbox f
            WHERE f.state = 'waiting' AND f.aside = 0 AND f.destination = a.destination)
        FROM awaited a WHERE a.destination IS NOT NULL
        UNION ALL
        SELECT min(id) FROM outbox WHERE state = 'waiting' AND aside = 1
        GROUP BY destination, subject_id, about),
    busy (destination) AS (
        SELECT o.destination FROM firsts f JOIN outbox o ON o.id = f.id
        WHERE o.leased_until > :now)
    SELECT x.id FROM firsts f JOIN outbox x ON x.id = f.id
    WHERE x.state = 'waiting' AND x.due_at <= :now AND x.leased_until <= :now
    AND x.destination NOT IN (SELECT destination FROM busy)
    ORDER BY x.due_at, x.id LIMIT 1 FOR UPDATE OF x SKIP LOCKED))
AND state = 'waiting' AND leased_until <= :now
RETURNING *
