-- name: proposal_of_song(episode_id, song_id)$
SELECT id FROM proposals WHERE episode_id = :episode_id AND song_id = :song_id

-- name: show_star_line(id, round_id, proposal_id, text, at, drawn)!
-- As nobody's: that a line is shown is all that is kept of it.
INSERT INTO notes (id, proposal_id, user_id, text, at, drawn, named, round_id)
VALUES (:id, :proposal_id, 0, :text, :at, :drawn, 0, :round_id)

-- name: forget_star_lines(round_id)!
UPDATE ballots SET lines = '' WHERE round_id = :round_id AND lines <> ''

-- name: shown_star_lines(round_id)
SELECT p.song_id, n.text FROM notes n JOIN proposals p ON p.id = n.proposal_id
WHERE n.round_id = :round_id ORDER BY n.drawn, n.id

-- name: sweep_star_lines(before)!
UPDATE ballots SET lines = '' WHERE lines <> '' AND round_id IN (
    SELECT id FROM rounds WHERE state = 'closed' OR state = 'cancelled'
    AND (stopped_in IS NULL OR stopped_at IS NULL OR stopped_at < :before))
