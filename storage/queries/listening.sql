-- name: add_listening(id, room_id, episode_id, stage, place, revision, minutes, named, paused, due_at, time_left, thread_id, edit_every, moved_at, called)!
INSERT INTO listenings (id, room_id, episode_id, stage, place, revision, minutes, named, paused, due_at,
    time_left, thread_id, edit_every, moved_at, called)
VALUES (:id, :room_id, :episode_id, :stage, :place, :revision, :minutes, :named, :paused, :due_at,
    :time_left, :thread_id, :edit_every, :moved_at, :called)

-- name: listening(id)^
SELECT * FROM listenings WHERE id = :id

-- name: listening_under_way(episode_id)^
SELECT * FROM listenings WHERE episode_id = :episode_id AND stage <> 'ended'

-- name: listenings_in_room(room_id)
-- Those under way.
SELECT l.* FROM episodes e JOIN listenings l ON l.episode_id = e.id
WHERE e.room_id = :room_id AND l.stage <> 'ended' ORDER BY l.id

-- name: move_listening(id, revision, stage, place, paused, due_at, time_left, moved_at)$
-- Nothing if somebody else has taken a step since that revision.
UPDATE listenings SET stage = :stage, place = :place, paused = :paused, due_at = :due_at,
    time_left = :time_left, moved_at = :moved_at, revision = revision + 1
WHERE id = :id AND revision = :revision RETURNING id

-- name: listening_thread_gone(id)!
UPDATE listenings SET thread_id = NULL WHERE id = :id

-- name: listening_called(id)!
UPDATE listenings SET called = 1 WHERE id = :id

-- name: listenings_due(now, most, total, shard)
-- What has waited longest first. Only rooms of one shard's servers, unless there is one for all.
SELECT id, room_id, due_at FROM listenings WHERE due_at IS NOT NULL AND due_at <= :now
AND (:total = 1 OR EXISTS (SELECT 1 FROM rooms m
    WHERE m.id = listenings.room_id AND (m.guild_id >> 22) % :total = :shard))
ORDER BY due_at, id LIMIT :most

-- name: listenings_to_come(most, total, shard)
-- Those with a step that time takes, due already or not, the next one first.
SELECT id, room_id, due_at FROM listenings WHERE due_at IS NOT NULL
AND (:total = 1 OR EXISTS (SELECT 1 FROM rooms m
    WHERE m.id = listenings.room_id AND (m.guild_id >> 22) % :total = :shard))
ORDER BY due_at, id LIMIT :most

-- name: listenings_left_alone(before)
-- Those under way in which nobody has taken a step since an instant, longest ago first.
SELECT id, room_id FROM listenings WHERE stage <> 'ended' AND moved_at < :before
ORDER BY moved_at, id

-- name: add_listening_card(id, room_id, listening_id, place, proposal_id)!
INSERT INTO listening_cards (id, room_id, listening_id, place, proposal_id, shown, edit_due)
VALUES (:id, :room_id, :listening_id, :place, :proposal_id, 0, 0)

-- name: listening_cards(listening_id)
SELECT c.*, l.edit_every, s.duration_ms, p.withdrawn
FROM listening_cards c JOIN listenings l ON l.id = c.listening_id
LEFT JOIN proposals p ON p.id = c.proposal_id LEFT JOIN songs s ON s.id = p.song_id
WHERE c.listening_id = :listening_id ORDER BY c.place

-- name: cards_that_show(proposal_id)
-- What shows what a song tells us: its cards in each session, and the last ones of those, if they
-- were posted or are about to be.
SELECT c.*, l.edit_every, NULL AS duration_ms, 0 AS withdrawn
FROM listening_cards c JOIN listenings l ON l.id = c.listening_id
WHERE c.edit_due > 0 AND c.place > 0
AND (c.proposal_id = :proposal_id OR c.proposal_id IS NULL) AND c.listening_id IN (
    SELECT s.listening_id FROM listening_cards s WHERE s.proposal_id = :proposal_id)
ORDER BY c.id

-- name: listening_of_card(id)$
SELECT listening_id FROM listening_cards WHERE id = :id

-- name: show_listening_card(id)!
UPDATE listening_cards SET shown = 1 WHERE id = :id

-- name: set_listening_message(id, message_id)!
UPDATE listening_cards SET message_id = :message_id WHERE id = :id

-- name: post_listening_again(id)!
UPDATE listening_cards SET message_id = NULL,
    earlier_message_id = coalesce(message_id, earlier_message_id) WHERE id = :id

-- name: earlier_listening_message_done(id, message_id)!
UPDATE listening_cards SET earlier_message_id = NULL
WHERE id = :id AND earlier_message_id = :message_id

-- name: set_listening_edit(id, edit_due)!
UPDATE listening_cards SET edit_due = :edit_due WHERE id = :id

-- name: songs_shown(episode_id)
-- The songs whose lines have been shown in any session.
SELECT DISTINCT c.proposal_id FROM listenings l JOIN listening_cards c ON c.listening_id = l.id
WHERE l.episode_id = :episode_id AND c.shown = 1

-- name: voted_after_sessions(episode_id)$
-- A vote of an episode that closed after the last session of it.
SELECT r.id FROM rounds r WHERE r.episode_id = :episode_id AND r.state = 'closed'
AND NOT EXISTS (SELECT 1 FROM listenings l WHERE l.episode_id = r.episode_id
    AND (l.stage <> 'ended' OR l.moved_at > r.closed_at)) LIMIT 1

-- name: voted_after(id)$
-- A vote that closed after the last step of a session.
SELECT r.id FROM listenings l JOIN rounds r ON r.episode_id = l.episode_id
WHERE l.id = :id AND r.state = 'closed' AND r.closed_at >= l.moved_at LIMIT 1

-- name: come_to_listening(listening_id, room_id, user_id)$
INSERT INTO listeners (listening_id, room_id, user_id) VALUES (:listening_id, :room_id, :user_id)
ON CONFLICT (listening_id, user_id) DO NOTHING RETURNING user_id

-- name: listeners_of(listening_id)
-- Not those who were taken off the roster since.
SELECT user_id FROM listeners WHERE listening_id = :listening_id
AND NOT EXISTS (SELECT 1 FROM roster r WHERE r.room_id = listeners.room_id
    AND r.user_id = listeners.user_id AND r.removed = 1)

-- name: add_nothing(card_id, room_id, user_id)!
INSERT INTO nothing_to_add (card_id, room_id, user_id) VALUES (:card_id, :room_id, :user_id)
ON CONFLICT (card_id, user_id) DO NOTHING

-- name: answered_card(card_id, proposal_id)
SELECT user_id FROM nothing_to_add WHERE card_id = :card_id
UNION SELECT user_id FROM waiting_lines WHERE proposal_id = :proposal_id
UNION SELECT user_id FROM notes WHERE proposal_id = :proposal_id AND drawn > 0 AND user_id <> 0

-- name: forget_listeners(listening_id)!
DELETE FROM listeners WHERE listening_id = :listening_id

-- name: forget_answers(listening_id)!
DELETE FROM nothing_to_add
WHERE card_id IN (SELECT id FROM listening_cards WHERE listening_id = :listening_id)

-- name: add_waiting_line(id, room_id, proposal_id, user_id, text, named, at)!
INSERT INTO waiting_lines (id, room_id, proposal_id, user_id, text, named, at)
VALUES (:id, :room_id, :proposal_id, :user_id, :text, :named, :at)

-- name: change_waiting_line(id, text, named, at)!
UPDATE waiting_lines SET text = :text, named = :named, at = :at WHERE id = :id

-- name: remove_waiting_line(id)!
DELETE FROM waiting_lines WHERE id = :id

-- name: waiting_lines_by(episode_id, user_id)
SELECT w.* FROM proposals p JOIN waiting_lines w ON w.proposal_id = p.id
WHERE p.episode_id = :episode_id AND w.user_id = :user_id

-- name: waiting_lines(proposal_id)
SELECT * FROM waiting_lines WHERE proposal_id = :proposal_id ORDER BY id

-- name: proposals_with_waiting_lines(episode_id)
SELECT DISTINCT p.id FROM proposals p JOIN waiting_lines w ON w.proposal_id = p.id
WHERE p.episode_id = :episode_id ORDER BY p.id

-- name: take_out_lines(episode_id)
-- Their writers were known only so that they could change what they wrote.
DELETE FROM notes WHERE drawn > 0 AND named = 0 AND user_id <> 0
AND proposal_id IN (SELECT id FROM proposals WHERE episode_id = :episode_id)
RETURNING proposal_id, text, drawn

-- name: forget_edits(episode_id)!
-- When the last line about a song came. Where there was no edit, 0 says that a card was not posted.
UPDATE listening_cards SET edit_due = CASE WHEN edit_due > 0 THEN 1 ELSE 0 END
WHERE listening_id IN (SELECT id FROM listenings WHERE episode_id = :episode_id)

-- name: remove_waiting_lines(episode_id)!
DELETE FROM waiting_lines WHERE proposal_id IN (SELECT id FROM proposals WHERE episode_id = :episode_id)

-- name: forget_joining(episode_id)!
-- A server tells of each row which transaction wrote it. That in which a newcomer joined the roster with
-- a line also wrote what else shows the line, so all are written anew.
UPDATE roster SET since = since
WHERE room_id = (SELECT room_id FROM episodes WHERE id = :episode_id)

-- name: take_out_old_lines(before)
-- Where no vote has closed that would have forgotten their writers, and none is under way.
DELETE FROM notes WHERE drawn > 0 AND named = 0 AND user_id <> 0 AND at < :before
AND NOT EXISTS (SELECT 1 FROM proposals p JOIN rounds r ON r.episode_id = p.episode_id
    WHERE p.id = notes.proposal_id AND r.state NOT IN ('closed', 'cancelled'))
RETURNING proposal_id, text, drawn

-- name: take_out_useless_lines()
-- Where a vote has closed after the last session, and none is under way or can be brought back.
DELETE FROM notes WHERE drawn > 0 AND named = 0 AND user_id <> 0
AND EXISTS (SELECT 1 FROM proposals p JOIN rounds r ON r.episode_id = p.episode_id
    WHERE p.id = notes.proposal_id AND r.state = 'closed'
    AND NOT EXISTS (SELECT 1 FROM listenings l WHERE l.episode_id = r.episode_id
        AND (l.stage <> 'ended' OR l.moved_at > r.closed_at)))
AND NOT EXISTS (SELECT 1 FROM proposals p JOIN rounds r ON r.episode_id = p.episode_id
    WHERE p.id = notes.proposal_id AND r.state <> 'closed'
    AND (r.state <> 'cancelled' OR r.stopped_in IS NOT NULL))
RETURNING proposal_id, text, drawn

-- name: forget_old_waiting_lines(before)!
-- Where neither a vote is to come that would show them, nor a session is under way.
DELETE FROM waiting_lines WHERE at < :before
AND NOT EXISTS (SELECT 1 FROM proposals p JOIN rounds r ON r.episode_id = p.episode_id
    WHERE p.id = waiting_lines.proposal_id AND r.state NOT IN ('closed', 'cancelled'))
AND NOT EXISTS (SELECT 1 FROM proposals p JOIN listenings l ON l.episode_id = p.episode_id
    WHERE p.id = waiting_lines.proposal_id AND l.stage <> 'ended')

-- name: count_retelling(episode_id)!
-- Also of cancelled ones, which can be brought back.
UPDATE rounds SET retold = retold + 1 WHERE episode_id = :episode_id AND state <> 'closed'

-- name: retell_candidate(episode_id, song_id, why)!
UPDATE candidates SET why = :why WHERE song_id = :song_id AND round_id IN (
    SELECT id FROM rounds WHERE episode_id = :episode_id AND state <> 'closed')
