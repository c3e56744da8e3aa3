-- name: live_votes_of(room_id, user_id)$
-- How many votes that are not over somebody has cast a ballot in, or has a song in.
SELECT count(*) FROM rounds r
WHERE r.room_id = :room_id AND r.state NOT IN ('closed', 'cancelled')
AND (EXISTS (SELECT 1 FROM ballots b
        WHERE b.round_id = r.id AND b.voter_id = :user_id AND b.choices <> '')
    OR EXISTS (SELECT 1 FROM candidates c WHERE c.round_id = r.id AND c.proposer_id = :user_id))

-- name: accounts_in_use_of(room_id, user_id)$
SELECT count(*) FROM spotify_accounts a JOIN rooms m ON m.spotify_account = a.id
WHERE m.id = :room_id AND a.connected_by = :user_id

-- name: leave_roster(room_id, user_id)!
-- Who was taken off it keeps a row, or voting would bring them back.
DELETE FROM roster WHERE room_id = :room_id AND user_id = :user_id AND removed = 0

-- name: forget_proposals(room_id, user_id, becomes)!
UPDATE proposals SET proposer_id = :becomes WHERE proposer_id = :user_id
AND episode_id IN (SELECT id FROM episodes WHERE room_id = :room_id)

-- name: forget_withdrawals(room_id, user_id, becomes)!
UPDATE proposals SET withdrawn_by = :becomes WHERE withdrawn_by = :user_id
AND episode_id IN (SELECT id FROM episodes WHERE room_id = :room_id)

-- name: forget_notes(room_id, user_id, becomes)!
UPDATE notes SET user_id = :becomes WHERE user_id = :user_id
AND proposal_id IN (SELECT p.id FROM proposals p JOIN episodes e ON e.id = p.episode_id
    WHERE e.room_id = :room_id)

-- name: forget_seconds(room_id, user_id, becomes)!
UPDATE seconds SET user_id = :becomes WHERE user_id = :user_id
AND proposal_id IN (SELECT p.id FROM proposals p JOIN episodes e ON e.id = p.episode_id
    WHERE e.room_id = :room_id)

-- name: forget_candidates(room_id, user_id, becomes)!
UPDATE candidates SET proposer_id = :becomes WHERE proposer_id = :user_id
AND round_id IN (SELECT id FROM rounds WHERE room_id = :room_id)

-- name: forget_emptied_ballots(room_id, user_id, becomes)!
-- Somebody who is forgotten for a second time may have taken a ballot back before the first, and
-- voted in the same round after it: a round has one ballot of each.
DELETE FROM ballots WHERE voter_id = :becomes AND choices = ''
AND round_id IN (SELECT b.round_id FROM ballots b JOIN rounds r ON r.id = b.round_id
    WHERE b.voter_id = :user_id AND r.room_id = :room_id)

-- name: forget_ballots(room_id, user_id, becomes)!
-- Lines that are still there are on ballots that count for nothing.
UPDATE ballots SET voter_id = :becomes, lines = '' WHERE voter_id = :user_id
AND round_id IN (SELECT id FROM rounds WHERE room_id = :room_id)

-- name: forget_ballot_log(room_id, user_id, becomes)!
UPDATE ballot_log SET voter_id = :becomes WHERE voter_id = :user_id
AND round_id IN (SELECT id FROM rounds WHERE room_id = :room_id)

-- name: forget_schedulings(room_id, user_id, becomes)!
UPDATE rounds SET scheduled_by = :becomes WHERE room_id = :room_id AND scheduled_by = :user_id

-- name: forget_rulings(room_id, user_id, becomes)!
UPDATE ruling_log SET user_id = :becomes WHERE user_id = :user_id
AND round_id IN (SELECT id FROM rounds WHERE room_id = :room_id)

-- name: forget_recounts(room_id, user_id, becomes)!
UPDATE recounts SET user_id = :becomes WHERE room_id = :room_id AND user_id = :user_id

-- name: forget_called(room_id, user_id, becomes)!
-- becomes is the id just before: the mentions of writers go by their ids, and go on from there.
UPDATE rounds SET called_to_user_id = :becomes
WHERE room_id = :room_id AND called_to_user_id = :user_id

-- name: forget_accounts(room_id, user_id, becomes)!
-- Whose account it was at Spotify is asked for no more: nobody is forgotten while it is in use.
UPDATE spotify_accounts SET connected_by = :becomes, owner_id = '', owner_name = ''
WHERE room_id = :room_id AND connected_by = :user_id

-- name: forget_links(room_id, user_id)!
DELETE FROM spotify_links WHERE room_id = :room_id AND user_id = :user_id

-- name: forget_imports(room_id, user_id, becomes)!
UPDATE imports SET asked_by = :becomes WHERE room_id = :room_id AND asked_by = :user_id

-- name: forget_characters(room_id, user_id, becomes)!
UPDATE characters SET created_by = :becomes WHERE room_id = :room_id AND created_by = :user_id

-- name: forget_board_log(room_id, user_id, becomes)!
UPDATE board_log SET user_id = :becomes WHERE user_id = :user_id
AND episode_id IN (SELECT id FROM episodes WHERE room_id = :room_id)

-- name: forget_rights_steps(room_id, user_id, becomes)!
UPDATE rights_steps SET user_id = :becomes WHERE room_id = :room_id AND user_id = :user_id

-- name: forget_credits(room_id, user_id, becomes)!
UPDATE credits SET user_id = :becomes WHERE room_id = :room_id AND user_id = :user_id

-- name: forget_waiting_lines(room_id, user_id, becomes)!
UPDATE waiting_lines SET user_id = :becomes WHERE room_id = :room_id AND user_id = :user_id

-- name: forget_listener(room_id, user_id)!
DELETE FROM listeners WHERE room_id = :room_id AND user_id = :user_id

-- name: forget_nothing_to_add(room_id, user_id)!
DELETE FROM nothing_to_add WHERE room_id = :room_id AND user_id = :user_id

-- name: forget_supervisor(room_id, user_id)!
DELETE FROM supervisors WHERE room_id = :room_id AND user_id = :user_id

-- name: settings_of(room_id)$
SELECT settings FROM rooms WHERE id = :room_id

-- name: set_settings(room_id, settings)!
UPDATE rooms SET settings = :settings WHERE id = :room_id

-- name: rules_naming(room_id, pattern)
-- The rules of rounds that may name somebody as a scrutineer.
SELECT id, rules FROM rounds WHERE room_id = :room_id AND rules LIKE :pattern

-- name: set_rules(id, rules)!
UPDATE rounds SET rules = :rules WHERE id = :id

-- name: forget_messages(room_id, destination)!
-- What was still to be said to somebody is not said any more; what was said names them no more.
DELETE FROM outbox WHERE room_id = :room_id AND destination = :destination

-- name: cards_of(room_id, user_id)
SELECT p.id FROM proposals p JOIN episodes e ON e.id = p.episode_id
WHERE e.room_id = :room_id AND p.proposer_id = :user_id AND p.message_id IS NOT NULL
ORDER BY p.id

-- name: hand_on_spotify_calls(room_id, user_id)!
-- They go on counting for the room, as nobody's: that of an hour may be there already.
INSERT INTO spotify_calls (account, hour, room_id, user_id, calls)
SELECT account, hour, room_id, 0, calls FROM spotify_calls
WHERE room_id = :room_id AND user_id = :user_id
ON CONFLICT (account, hour, room_id, user_id) DO UPDATE SET
    calls = spotify_calls.calls + excluded.calls

-- name: forget_spotify_calls(room_id, user_id)!
DELETE FROM spotify_calls WHERE room_id = :room_id AND user_id = :user_id
