-- name: round_with_candidates(id)
-- A row for each candidate, in ballot order. The first row has the round, too, also without candidates.
SELECT f.*, c.song_id, c.proposer_id, c.why, s.uri, s.told_uri, s.isrc, s.title, s.artists, s.album,
    s.duration_ms, s.cover_url, s.explicit, s.year
FROM rounds r LEFT JOIN candidates c ON c.round_id = r.id LEFT JOIN songs s ON s.id = c.song_id
LEFT JOIN rounds f ON f.id = r.id AND coalesce(c.position, 0) = 0
WHERE r.id = :id ORDER BY c.position

-- name: live_round(episode_id)$
-- Of a plan, the round that comes first.
SELECT id FROM rounds WHERE episode_id = :episode_id AND state NOT IN ('closed', 'cancelled')
ORDER BY id LIMIT 1

-- name: later_rounds(round_id)
-- The rounds of a plan that wait for this one, in order.
WITH RECURSIVE later (id) AS (
    SELECT id FROM rounds WHERE follows = :round_id AND state = 'scheduled' AND waits = 1
    UNION ALL
    SELECT r.id FROM rounds r JOIN later l ON r.follows = l.id
    WHERE r.state = 'scheduled' AND r.waits = 1
)
SELECT r.* FROM rounds r JOIN later l ON l.id = r.id ORDER BY r.id

-- name: next_round(round_id)$
-- The round of a plan that votes on what this one left.
SELECT id FROM rounds WHERE follows = :round_id AND state <> 'cancelled' LIMIT 1

-- name: open_rounds(room_id)
SELECT id FROM rounds WHERE room_id = :room_id AND state = 'open' ORDER BY id

-- name: live_rounds(room_id)
-- Of each plan, the round that comes first.
SELECT id FROM rounds WHERE room_id = :room_id
AND state NOT IN ('closed', 'cancelled') AND waits = 0 ORDER BY id

-- name: rounds_under_way(room_id)
SELECT id FROM rounds WHERE room_id = :room_id
AND state NOT IN ('scheduled', 'closed', 'cancelled') ORDER BY id

-- name: latest_closed(episode_id)$
SELECT id FROM rounds WHERE episode_id = :episode_id AND state = 'closed'
ORDER BY id DESC LIMIT 1

-- name: closed_rounds(episode_id)
-- The newest first.
SELECT id FROM rounds WHERE episode_id = :episode_id AND state = 'closed' ORDER BY id DESC

-- name: latest_outcomes(room_id)
-- The last closed round of each of the room's episodes, oldest episode first: the winners. The cuts
-- of a plan that goes on are not among them.
SELECT r.id FROM rounds r JOIN episodes e ON e.id = r.episode_id
WHERE r.room_id = :room_id AND r.state = 'closed'
AND r.id = (SELECT max(q.id) FROM rounds q WHERE q.episode_id = r.episode_id AND q.state = 'closed')
AND NOT EXISTS (SELECT 1 FROM rounds n WHERE n.follows = r.id AND n.state <> 'cancelled')
ORDER BY e.created_at, e.id

-- name: add_round(id, room_id, episode_id, state, rules, opens_at, closes_at, closes_wall, timezone, scheduled_by, scheduled_at, follows, waits)!
INSERT INTO rounds (id, room_id, episode_id, state, rules, opens_at, closes_at, closes_wall,
    timezone, scheduled_by, scheduled_at, seed, record_sha256, follows, waits)
VALUES (:id, :room_id, :episode_id, :state, :rules, :opens_at, :closes_at, :closes_wall,
    :timezone, :scheduled_by, :scheduled_at, '', '', :follows, :waits)

-- name: add_candidate(round_id, position, song_id, proposer_id, why)!
INSERT INTO candidates (round_id, position, song_id, proposer_id, why)
VALUES (:round_id, :position, :song_id, :proposer_id, :why)

-- name: restorable(episode_id)$
-- The vote that was cancelled last and can be brought back.
SELECT id FROM rounds WHERE episode_id = :episode_id AND state = 'cancelled'
AND stopped_in IS NOT NULL ORDER BY stopped_at DESC, id DESC LIMIT 1

-- name: restorable_rounds(room_id)
-- Of each active episode of the room, the vote that was cancelled last and can be brought back.
SELECT r.id FROM rounds r JOIN episodes e ON e.id = r.episode_id
WHERE r.room_id = :room_id AND r.state = 'cancelled' AND r.stopped_in IS NOT NULL
AND e.state = 'active' AND NOT EXISTS (
    SELECT 1 FROM rounds n WHERE n.episode_id = r.episode_id AND n.state = 'cancelled'
    AND n.stopped_in IS NOT NULL AND (n.stopped_at > r.stopped_at
        OR n.stopped_at = r.stopped_at AND n.id > r.id))
ORDER BY r.id

-- name: give_up_cancelled(episode_id)!
UPDATE rounds SET stopped_in = NULL WHERE episode_id = :episode_id AND state = 'cancelled'

-- name: give_up_cancelled_of(room_id, user_id)!
-- Votes with a ballot or a song of somebody.
UPDATE rounds SET stopped_in = NULL WHERE room_id = :room_id AND state = 'cancelled'
AND (EXISTS (SELECT 1 FROM ballots b WHERE b.round_id = rounds.id AND b.voter_id = :user_id)
    OR EXISTS (SELECT 1 FROM candidates c
        WHERE c.round_id = rounds.id AND c.proposer_id = :user_id))

-- name: remove_candidates(round_id)!
DELETE FROM candidates WHERE round_id = :round_id

-- name: due(now, most, stopped_before, total, shard)
-- Rounds for which something is due: an opening, a close, a reminder, the end of a casting window,
-- the count after a close by hand; what has waited longest first. Each part is limited for itself: of
-- very many that are due, no more are read than are asked for. Only rooms of one shard's servers, unless
-- there is one for all.
SELECT id, room_id, at, 1 AS opens FROM (SELECT id, room_id, opens_at AS at FROM rounds
    WHERE state = 'scheduled' AND waits = 0 AND opens_at <= :now
    AND (:total = 1 OR EXISTS (SELECT 1 FROM rooms m
        WHERE m.id = rounds.room_id AND (m.guild_id >> 22) % :total = :shard))
    ORDER BY opens_at LIMIT :most) AS opening
UNION ALL
SELECT id, room_id, at, 0 AS opens FROM (SELECT id, room_id, closes_at AS at FROM rounds
    WHERE state = 'open' AND closes_at <= :now
    AND (:total = 1 OR EXISTS (SELECT 1 FROM rooms m
        WHERE m.id = rounds.room_id AND (m.guild_id >> 22) % :total = :shard))
    ORDER BY closes_at LIMIT :most) AS closing
UNION ALL
SELECT id, room_id, at, 0 AS opens FROM (SELECT id, room_id, remind_at AS at FROM rounds
    WHERE state = 'open' AND remind_at <= :now
    AND (:total = 1 OR EXISTS (SELECT 1 FROM rooms m
        WHERE m.id = rounds.room_id AND (m.guild_id >> 22) % :total = :shard))
    ORDER BY remind_at LIMIT :most) AS reminding
UNION ALL
SELECT id, room_id, at, 0 AS opens FROM (SELECT id, room_id, casting_until AS at FROM rounds
    WHERE state = 'casting' AND casting_until <= :now
    AND (:total = 1 OR EXISTS (SELECT 1 FROM rooms m
        WHERE m.id = rounds.room_id AND (m.guild_id >> 22) % :total = :shard))
    ORDER BY casting_until LIMIT :most) AS casting
UNION ALL
SELECT id, room_id, at, 0 AS opens FROM (SELECT id, room_id, stopped_at + :now - :stopped_before AS at FROM rounds
    WHERE state = 'closing' AND stopped_at <= :stopped_before
    AND (:total = 1 OR EXISTS (SELECT 1 FROM rooms m
        WHERE m.id = rounds.room_id AND (m.guild_id >> 22) % :total = :shard))
    ORDER BY stopped_at LIMIT :most) AS counting
ORDER BY at, id LIMIT :most

-- name: next_due(after, undo, total, shard)$
-- When something will be due next, after some moment; NULL where nothing is.
SELECT min(at) FROM (
    SELECT min(opens_at) AS at FROM rounds WHERE state = 'scheduled' AND waits = 0 AND opens_at > :after
    AND (:total = 1 OR EXISTS (SELECT 1 FROM rooms m
        WHERE m.id = rounds.room_id AND (m.guild_id >> 22) % :total = :shard))
    UNION ALL
    SELECT min(closes_at) AS at FROM rounds WHERE state = 'open' AND closes_at > :after
    AND (:total = 1 OR EXISTS (SELECT 1 FROM rooms m
        WHERE m.id = rounds.room_id AND (m.guild_id >> 22) % :total = :shard))
    UNION ALL
    SELECT min(remind_at) AS at FROM rounds WHERE state = 'open' AND remind_at > :after
    AND (:total = 1 OR EXISTS (SELECT 1 FROM rooms m
        WHERE m.id = rounds.room_id AND (m.guild_id >> 22) % :total = :shard))
    UNION ALL
    SELECT min(casting_until) AS at FROM rounds WHERE state = 'casting' AND casting_until > :after
    AND (:total = 1 OR EXISTS (SELECT 1 FROM rooms m
        WHERE m.id = rounds.room_id AND (m.guild_id >> 22) % :total = :shard))
    UNION ALL
    SELECT min(stopped_at) + :undo AS at FROM rounds WHERE state = 'closing' AND stopped_at > :after - :undo
    AND (:total = 1 OR EXISTS (SELECT 1 FROM rooms m
        WHERE m.id = rounds.room_id AND (m.guild_id >> 22) % :total = :shard))
) AS moments

-- name: missed(since, now, oldest, total, shard)
-- Open rounds that fell due while the bot was away, and ties whose window ended then.
SELECT id, room_id FROM rounds WHERE state = 'open' AND graced_at IS NULL
AND closes_at > :since AND closes_at <= :now AND closes_at > :oldest
AND (:total = 1 OR EXISTS (SELECT 1 FROM rooms m
    WHERE m.id = rounds.room_id AND (m.guild_id >> 22) % :total = :shard))
UNION ALL
SELECT id, room_id FROM rounds WHERE state = 'casting' AND graced_at IS NULL
AND casting_until > :since AND casting_until <= :now
AND (:total = 1 OR EXISTS (SELECT 1 FROM rooms m
    WHERE m.id = rounds.room_id AND (m.guild_id >> 22) % :total = :shard))

-- name: retime(id, was, closes_were, reminder_was, state, opens_at, closes_at, closes_wall, opened_at, seed, cause, time_left, closes_latest, remind_at, reminded, quorum_extended, graced_at, casting_until, follows, waits, stopped_at, stopped_in, instead_of)$
-- Gives a round its next state and times, provided that nobody else has moved it meanwhile.
UPDATE rounds SET state = :state, opens_at = :opens_at, closes_at = :closes_at,
    closes_wall = :closes_wall, opened_at = :opened_at, seed = :seed, cause = :cause,
    time_left = :time_left, closes_latest = :closes_latest, remind_at = :remind_at,
    reminded = :reminded,
    quorum_extended = :quorum_extended, graced_at = :graced_at, casting_until = :casting_until,
    follows = :follows, waits = :waits,
    stopped_at = :stopped_at, stopped_in = :stopped_in, instead_of = :instead_of
WHERE id = :id AND state = :was AND closes_at = :closes_were
AND coalesce(remind_at, 0) = :reminder_was
RETURNING id

-- name: claim_close(id, now)$
-- Ends the voting; the count, in the same transaction, says what state it leads to.
UPDATE rounds SET closed_at = :now
WHERE id = :id AND state = 'open' AND closes_at <= :now
RETURNING id

-- name: claim_count(id, stopped_before)$
-- The voting of a round that was closed by hand ended when it was stopped.
UPDATE rounds SET closed_at = stopped_at
WHERE id = :id AND state = 'closing' AND stopped_at <= :stopped_before
RETURNING id

-- name: claim_casting_end(id, now)$
UPDATE rounds SET casting = 'lot'
WHERE id = :id AND state = 'casting' AND casting_until <= :now
RETURNING id

-- name: end_voting(id, was, now)$
-- A tie that is broken has ended its voting before.
UPDATE rounds SET closed_at = coalesce(closed_at, :now) WHERE id = :id AND state = :was
RETURNING id

-- name: set_event(id, event_id)!
UPDATE rounds SET event_id = :event_id WHERE id = :id

-- name: await_casting(id, was, until)$
UPDATE rounds SET state = 'casting', casting_until = :until, graced_at = NULL WHERE id = :id AND state = :was
RETURNING id

-- name: set_casting(id, casting)!
UPDATE rounds SET casting = :casting WHERE id = :id

-- name: set_rulings(id, rulings)!
UPDATE rounds SET rulings = :rulings WHERE id = :id

-- name: log_ruling(id, round_id, song_id, ruling, undone, reason, user_id, at)!
INSERT INTO ruling_log (id, round_id, song_id, ruling, undone, reason, user_id, at)
VALUES (:id, :round_id, :song_id, :ruling, :undone, :reason, :user_id, :at)

-- name: close_round(id, was, outcome, record_sha256)$
UPDATE rounds SET state = 'closed', outcome = :outcome, record_sha256 = :record_sha256
WHERE id = :id AND state = :was
RETURNING id

-- name: set_ballot_message(id, message_id)!
UPDATE rounds SET message_id = :message_id WHERE id = :id

-- name: called_to(id)$
SELECT called_to_user_id FROM rounds WHERE id = :id

-- name: set_called_to(id, user_id)!
UPDATE rounds SET called_to_user_id = :user_id WHERE id = :id

-- name: set_casting_message(id, message_id)!
UPDATE rounds SET casting_message_id = :message_id WHERE id = :id

-- name: set_decision_message(id, message_id)!
UPDATE rounds SET decision_message_id = :message_id WHERE id = :id

-- name: set_results_message(id, message_id)!
UPDATE rounds SET results_message_id = :message_id WHERE id = :id

-- name: turnout(round_id, room_id)^
-- Everybody who voted counts among those who may, also a writer who left the roster since.
SELECT
    (SELECT count(*) FROM ballots b WHERE b.round_id = :round_id AND b.choices <> '') AS voted,
    (SELECT count(*) FROM roster m WHERE m.room_id = :room_id AND (m.removed = 0 OR EXISTS (
        SELECT 1 FROM ballots b
        WHERE b.round_id = :round_id AND b.voter_id = m.user_id AND b.choices <> ''))) AS among

-- name: awaited(round_id, room_id)
SELECT m.user_id FROM roster m WHERE m.room_id = :room_id AND m.removed = 0
AND NOT EXISTS (SELECT 1 FROM ballots b
    WHERE b.round_id = :round_id AND b.voter_id = m.user_id AND b.choices <> '')
ORDER BY m.since, m.user_id
