-- name: claim_interaction(id, claimed_at)$
-- Nothing where another delivery of it was faster.
INSERT INTO interactions (id, claimed_at) VALUES (:id, :claimed_at)
ON CONFLICT (id) DO NOTHING RETURNING id

-- name: insert_interaction(claim, claimed_at)!
-- For a batch that has looked before; it fails where another process was faster.
INSERT INTO interactions (id, claimed_at) VALUES (:claim, :claimed_at)

-- name: interaction(id)$
SELECT claimed_at FROM interactions WHERE id = :id

-- name: interactions_among(ids)
-- Of a list in JSON, those that have acted already.
SELECT id FROM interactions WHERE id IN (SELECT CAST(value AS BIGINT) FROM json_each(:ids))

-- name: sweep_interactions(before)!
DELETE FROM interactions WHERE claimed_at < :before
