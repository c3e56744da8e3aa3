-- name: shards()
SELECT * FROM shards ORDER BY total, shard

-- name: claim_shard(total, shard, holder, node, now, until, believed, seen)$
-- Takes a shard that nobody holds, and none while others divide the servers otherwise. What is held
-- for longer than is believed is the work of a clock that was ahead.
INSERT INTO shards (total, shard, holder, node, held_until, seen_at)
SELECT CAST(:total AS BIGINT), CAST(:shard AS BIGINT), CAST(:holder AS BIGINT),
    CAST(:node AS BIGINT), CAST(:until AS BIGINT), CAST(:seen AS BIGINT)
WHERE NOT EXISTS (SELECT 1 FROM shards o WHERE o.total <> CAST(:total AS BIGINT)
    AND o.held_until > CAST(:now AS BIGINT) AND o.held_until <= CAST(:believed AS BIGINT))
ON CONFLICT (total, shard) DO UPDATE
SET holder = excluded.holder, node = excluded.node, held_until = excluded.held_until
WHERE shards.holder = excluded.holder OR shards.held_until <= CAST(:now AS BIGINT)
    OR shards.held_until > CAST(:believed AS BIGINT)
RETURNING shard

-- name: shards_seen(total, seen)!
UPDATE shards SET seen_at = :seen WHERE total = :total AND seen_at < :seen

-- name: renew_shards(total, holder, now, until, believed)
-- Those that are still held; none once others have divided the servers otherwise, after a lease ran out.
UPDATE shards SET held_until = :until WHERE total = :total AND holder = :holder
AND NOT EXISTS (SELECT 1 FROM shards o WHERE o.total <> :total
    AND o.held_until > :now AND o.held_until <= :believed) RETURNING shard

-- name: sign_shard(total, shard, holder, now, silent_before, believed)$
-- Leaves a sign of life, except after a silence; the last one. Nothing where somebody else holds it, or
-- others have divided the servers otherwise.
UPDATE shards SET seen_at = CASE WHEN seen_at < :silent_before THEN seen_at ELSE :now END
WHERE total = :total AND shard = :shard AND holder = :holder
AND NOT EXISTS (SELECT 1 FROM shards o WHERE o.total <> :total
    AND o.held_until > :now AND o.held_until <= :believed) RETURNING seen_at

-- name: end_silence(total, shard, holder, now, believed)!
UPDATE shards SET seen_at = :now WHERE total = :total AND shard = :shard AND holder = :holder
AND NOT EXISTS (SELECT 1 FROM shards o WHERE o.total <> :total
    AND o.held_until > :now AND o.held_until <= :believed)

-- name: shard_seen(total, shard)$
SELECT seen_at FROM shards WHERE total = :total AND shard = :shard

-- name: release_shards(total, holder)!
UPDATE shards SET holder = 0, held_until = 0 WHERE total = :total AND holder = :holder

-- name: take_identify_slot(slot, now, free_at, believed)$
INSERT INTO identify_slots (slot, free_at) VALUES (:slot, :free_at)
ON CONFLICT (slot) DO UPDATE SET free_at = excluded.free_at
WHERE identify_slots.free_at <= :now OR identify_slots.free_at > :believed
RETURNING slot

-- name: mark_unshown(round_id)!
INSERT INTO unshown_votes (round_id, room_id)
SELECT id, room_id FROM rounds WHERE id = :round_id
ON CONFLICT (round_id) DO NOTHING

-- name: take_unshown(total, shard)
DELETE FROM unshown_votes WHERE EXISTS (SELECT 1 FROM rooms m
    WHERE m.id = unshown_votes.room_id AND (m.guild_id >> 22) % :total = :shard)
RETURNING round_id
