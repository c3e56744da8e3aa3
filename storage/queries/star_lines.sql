-- name: proposal_of_song(episode_id, song_id)$
SELECT id FROM proposals WHERE episode_id = :episode_id AND song_id = :song_id

-- name: add_nameless_line(id, round_id, proposal_id, text, at, drawn)!
-- As nobody's: that a line is shown is all that is kept of it. round_id is NULL for one from listening.
INSERT INTO notes (id, proposal_id, user_id, text, at, drawn, named, round_id)
VALUES (:id, :proposal_id, 0, :text, :at, :drawn, 0, :round_id)

-- name: has_star_lines(round_id)$
SELECT 1 FROM ballots WHERE round_id = :round_id AND lines <> '' LIMIT 1

-- name: take_out_ballots(round_id)
DELETE FROM ballots WHERE round_id = :round_id RETURNING round_id, voter_id, choices, receipt, cast_at

-- name: shown_star_lines(round_id)
SELECT p.song_id, n.text FROM notes n JOIN proposals p ON p.id = n.proposal_id
WHERE n.round_id = :round_id ORDER BY n.drawn, n.id

-- name: rooms_with_old_star_lines(before)
SELECT DISTINCT r.room_id FROM ballots b JOIN rounds r ON r.id = b.round_id
WHERE b.lines <> '' AND (r.state = 'closed' OR r.state = 'cancelled'
    AND (r.stopped_in IS NULL OR r.stopped_at IS NULL OR r.stopped_at < :before))

-- name: rounds_with_old_star_lines(room_id, before)
SELECT DISTINCT r.id FROM ballots b JOIN rounds r ON r.id = b.round_id
WHERE b.lines <> '' AND r.room_id = :room_id AND (r.state = 'closed' OR r.state = 'cancelled'
    AND (r.stopped_in IS NULL OR r.stopped_at IS NULL OR r.stopped_at < :before))
