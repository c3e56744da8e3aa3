-- name: put_ballots(room_ids, rounds, states, ends, stops, rulings, roles, seat_rooms, seat_users, changed_rounds, changed_voters, befores, changed_choices, changed_at, first_rounds, first_voters, first_choices, receipts, first_at, new_rooms, new_users, since, claims, claimed_at, log_ids, log_rounds, log_voters, log_choices, log_at)$
-- Write what was decided without holding the rooms, if all that it rests on is still so: rounds,
-- seats on the roster, and the ballots that are replaced. 1 if it was written. Nothing is, where
-- anything has changed; a first ballot, a newcomer's seat or a press that another process was
-- faster with breaks a constraint.
--
-- Whoever changes a room holds it, so the rooms come first; what was changed while this waited is
-- read again as each row is locked.
WITH
held AS MATERIALIZED (
    SELECT id, writers_role_id FROM rooms WHERE id = ANY(:room_ids::bigint[])
    ORDER BY id FOR SHARE),
open_rounds AS MATERIALIZED (
    SELECT r.id FROM unnest(
        :rounds::bigint[], :states::text[], :ends::bigint[], :stops::bigint[], :rulings::text[],
        :roles::bigint[]
    ) AS was (id, state, closes_at, stopped_at, rulings, role)
    JOIN rounds r ON r.id = was.id JOIN held m ON m.id = r.room_id
    WHERE r.state = was.state AND r.closes_at = was.closes_at AND r.rulings = was.rulings
    AND r.stopped_at IS NOT DISTINCT FROM was.stopped_at
    AND m.writers_role_id IS NOT DISTINCT FROM was.role
    FOR SHARE OF r),
rounds_are_so AS MATERIALIZED (
    SELECT count(*) = cardinality(:rounds::bigint[]) AS yes FROM open_rounds),
seats AS MATERIALIZED (
    SELECT p.user_id FROM unnest(:seat_rooms::bigint[], :seat_users::bigint[])
        AS was (room_id, user_id)
    JOIN roster p ON p.room_id = was.room_id AND p.user_id = was.user_id
    WHERE (SELECT yes FROM rounds_are_so) AND p.removed = 0
    FOR SHARE OF p),
replaced AS MATERIALIZED (
    SELECT b.voter_id FROM unnest(
        :changed_rounds::bigint[], :changed_voters::bigint[], :befores::text[]
    ) AS was (round_id, voter_id, choices)
    JOIN ballots b ON b.round_id = was.round_id AND b.voter_id = was.voter_id
    WHERE (SELECT yes FROM rounds_are_so) AND b.choices = was.choices
    FOR NO KEY UPDATE OF b),
all_is_so AS MATERIALIZED (
    SELECT 1 AS one WHERE (SELECT yes FROM rounds_are_so)
    AND (SELECT count(*) FROM seats) = cardinality(:seat_users::bigint[])
    AND (SELECT count(*) FROM replaced) = cardinality(:changed_voters::bigint[])),
joined AS (
    INSERT INTO roster (room_id, user_id, removed, since)
    SELECT n.room_id, n.user_id, 0, n.since FROM all_is_so, unnest(
        :new_rooms::bigint[], :new_users::bigint[], :since::bigint[]
    ) AS n (room_id, user_id, since)),
claimed AS (
    INSERT INTO interactions (id, claimed_at)
    SELECT c.id, c.claimed_at
    FROM all_is_so, unnest(:claims::bigint[], :claimed_at::bigint[]) AS c (id, claimed_at)),
changed AS (
    UPDATE ballots b SET choices = v.choices, cast_at = v.cast_at
    FROM all_is_so, unnest(
        :changed_rounds::bigint[], :changed_voters::bigint[], :changed_choices::text[],
        :changed_at::bigint[]
    ) AS v (round_id, voter_id, choices, cast_at)
    WHERE b.round_id = v.round_id AND b.voter_id = v.voter_id),
firsts AS (
    INSERT INTO ballots (round_id, voter_id, choices, receipt, cast_at)
    SELECT v.* FROM all_is_so, unnest(
        :first_rounds::bigint[], :first_voters::bigint[], :first_choices::text[],
        :receipts::text[], :first_at::bigint[]
    ) AS v (round_id, voter_id, choices, receipt, cast_at)),
logged AS (
    INSERT INTO ballot_log (id, round_id, voter_id, choices, cast_at)
    SELECT v.* FROM all_is_so, unnest(
        :log_ids::bigint[], :log_rounds::bigint[], :log_voters::bigint[], :log_choices::text[],
        :log_at::bigint[]
    ) AS v (id, round_id, voter_id, choices, cast_at))
SELECT one FROM all_is_so
