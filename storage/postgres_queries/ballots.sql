-- name: put_ballots(room_ids, rounds, votes)$
-- Write what was decided without holding the rooms, if all that it rests on is still so: rounds,
-- seats on the roster, and the ballots that are replaced. 1 if it was written. Nothing is, where
-- anything has changed; a first ballot, a newcomer's seat or a press that another process was
-- faster with breaks a constraint. rounds and votes are JSON: an array for each of their columns takes
-- longer to send and to read.
--
-- Whoever changes a room holds it, so the rooms come first; what was changed while this waited is
-- read again as each row is locked. Each row is looked up by itself (LIMIT 1), by its key: as one
-- join, a plan that was made while the tables were small would read them whole for every batch.
WITH
votes AS MATERIALIZED (
    SELECT * FROM json_to_recordset(:votes::text::json) AS v (
        id bigint, room_id bigint, round_id bigint, voter_id bigint, choices text, receipt text,
        cast_at bigint, lines text, logged bool, claim bigint, claimed_at bigint,
        newcomer bool, last bool, before text, lines_before text)),
held AS MATERIALIZED (
    SELECT id, writers_role_id FROM rooms WHERE id = ANY(:room_ids::bigint[])
    ORDER BY id FOR SHARE),
open_rounds AS MATERIALIZED (
    SELECT r.room_id FROM json_to_recordset(:rounds::text::json) AS was (
        id bigint, state text, closes_at bigint, stopped_at bigint, rulings text,
        writers_role_id bigint), LATERAL (
        SELECT room_id, state, closes_at, stopped_at, rulings FROM rounds
        WHERE id = was.id AND (SELECT count(*) FROM held) > 0 LIMIT 1 FOR SHARE) r, held m
    WHERE r.state = was.state AND r.closes_at = was.closes_at AND r.rulings = was.rulings
    AND r.stopped_at IS NOT DISTINCT FROM was.stopped_at
    AND m.id = r.room_id AND m.writers_role_id IS NOT DISTINCT FROM was.writers_role_id),
rounds_are_so AS MATERIALIZED (
    SELECT count(*) = json_array_length(:rounds::text::json) AS yes FROM open_rounds),
seats AS MATERIALIZED (
    SELECT 1 FROM votes v, LATERAL (
        SELECT removed FROM roster WHERE room_id = v.room_id AND user_id = v.voter_id
        LIMIT 1 FOR SHARE) p
    WHERE (SELECT yes FROM rounds_are_so) AND v.last AND NOT v.newcomer AND p.removed = 0),
replaced AS MATERIALIZED (
    SELECT 1 FROM votes v, LATERAL (
        SELECT choices, lines FROM ballots WHERE round_id = v.round_id AND voter_id = v.voter_id
        LIMIT 1 FOR NO KEY UPDATE) b
    WHERE (SELECT yes FROM rounds_are_so) AND v.last AND b.choices = v.before
    AND b.lines = v.lines_before),
all_is_so AS MATERIALIZED (
    SELECT 1 AS one WHERE (SELECT yes FROM rounds_are_so)
    AND (SELECT count(*) FROM seats) = (SELECT count(*) FROM votes WHERE last AND NOT newcomer)
    AND (SELECT count(*) FROM replaced)
        = (SELECT count(*) FROM votes WHERE last AND before IS NOT NULL)),
joined AS (
    INSERT INTO roster (room_id, user_id, removed, since)
    SELECT v.room_id, v.voter_id, 0, min(v.cast_at) FROM all_is_so, votes v
    WHERE v.newcomer GROUP BY v.room_id, v.voter_id),
claimed AS (
    INSERT INTO interactions (id, claimed_at)
    SELECT v.claim, v.claimed_at FROM all_is_so, votes v WHERE v.claim IS NOT NULL),
changed AS (
    INSERT INTO ballots (round_id, voter_id, choices, receipt, cast_at, lines)
    SELECT v.round_id, v.voter_id, v.choices, v.receipt, v.cast_at, v.lines FROM all_is_so, votes v
    WHERE v.last AND v.before IS NOT NULL
    ON CONFLICT (round_id, voter_id) DO UPDATE
    SET choices = excluded.choices, cast_at = excluded.cast_at, lines = excluded.lines),
firsts AS (
    INSERT INTO ballots (round_id, voter_id, choices, receipt, cast_at, lines)
    SELECT v.round_id, v.voter_id, v.choices, v.receipt, v.cast_at, v.lines FROM all_is_so, votes v
    WHERE v.last AND v.before IS NULL),
logged AS (
    INSERT INTO ballot_log (id, round_id, voter_id, choices, cast_at)
    SELECT v.id, v.round_id, v.voter_id, v.choices, v.cast_at FROM all_is_so, votes v
    WHERE v.logged)
SELECT one FROM all_is_so
