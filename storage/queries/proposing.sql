-- name: before_lookup(room_id, user_id, episode_id, uri)^
-- One row, whatever of it is there.
SELECT e.id AS episode_id, e.room_id, e.number AS episode_number, e.title AS episode_title,
    e.state AS episode_state, e.created_at AS episode_created_at,
    e.presented_message_id AS episode_presented_message_id,
    (SELECT 1 - w.removed FROM roster w
     WHERE w.room_id = :room_id AND w.user_id = :user_id) AS on_roster, s.*
FROM (SELECT 1 AS one) here LEFT JOIN episodes e ON e.id = :episode_id
LEFT JOIN songs s ON s.uri = :uri

-- name: before_proposal(room_id, user_id, formerly, episode_id, song_id, uri, isrc_key, recording_key)
-- A row for each song of the longlist that may be the same recording, or one without; none where the
-- room is gone. Whether it is the same, the repository decides.
SELECT e.id AS episode_id, e.room_id, e.number AS episode_number, e.title AS episode_title,
    e.state AS episode_state, e.created_at AS episode_created_at,
    e.presented_message_id AS episode_presented_message_id, m.settings AS room_settings,
    (SELECT 1 - w.removed FROM roster w
     WHERE w.room_id = :room_id AND w.user_id = :user_id) AS on_roster,
    (SELECT count(*) FROM proposals o
     WHERE o.episode_id = :episode_id AND o.proposer_id IN (:user_id, :formerly)) AS proposed,
    alike.*
FROM rooms m LEFT JOIN episodes e ON e.id = :episode_id
LEFT JOIN (
    SELECT p.id AS proposal_id, p.proposed_at, s.id, s.uri, s.told_uri, s.isrc, s.title,
        s.recording_key
    FROM proposals p JOIN songs s ON s.id = p.song_id
    WHERE p.episode_id = :episode_id AND p.withdrawn = 0
    AND (s.id = :song_id OR s.isrc_key = :isrc_key OR s.uri = :uri OR s.told_uri = :uri
        OR s.recording_key = :recording_key)) alike ON 1 = 1
WHERE m.id = :room_id ORDER BY alike.proposed_at, alike.proposal_id

-- name: after_proposal(room_id, episode_id, song_id, isrc_key, title, artist, most)
-- A row for each other song of the longlist that may be a version of one, or by its artist, or a row
-- without; none where the room has no such episode. misses_vote is NULL where there is no vote, and
-- elsewhere says whether other_boards would find anything.
SELECT (SELECT CASE WHEN EXISTS (SELECT 1 FROM candidates c
            WHERE c.round_id = r.id AND c.song_id = :song_id) THEN 0 ELSE 1 END
        FROM rounds r WHERE r.episode_id = :episode_id AND r.state NOT IN ('closed', 'cancelled')
        ORDER BY r.id LIMIT 1) AS misses_vote,
    CASE WHEN EXISTS (SELECT 1 FROM rounds r JOIN candidates c ON c.round_id = r.id
            JOIN songs x ON x.id = c.song_id
            WHERE r.room_id = :room_id AND r.state = 'closed' AND r.episode_id <> :episode_id
            AND (x.id = :song_id OR x.isrc_key = :isrc_key OR x.recording_key LIKE :artist))
        OR EXISTS (SELECT 1 FROM boards b JOIN episodes o ON o.id = b.episode_id
            WHERE o.room_id = :room_id AND o.id <> :episode_id AND b.added <> '{}')
        THEN 1 ELSE 0 END AS elsewhere,
    alike.*
FROM episodes e LEFT JOIN (
    SELECT CASE WHEN s.recording_key LIKE :title THEN 0 ELSE 1 END AS place, p.proposed_at,
        p.id AS proposal_id, s.*
    FROM proposals p JOIN songs s ON s.id = p.song_id
    WHERE p.episode_id = :episode_id AND p.withdrawn = 0 AND s.id <> :song_id
    AND (s.recording_key LIKE :title OR s.recording_key LIKE :artist)
    ORDER BY place, p.proposed_at, p.id LIMIT :most) alike ON 1 = 1
WHERE e.id = :episode_id AND e.room_id = :room_id
ORDER BY alike.place, alike.proposed_at, alike.proposal_id

-- name: other_boards(room_id, episode_id, song_id, isrc_key, artist)
-- The other episodes whose boards may hold the song, or one by its artist, the oldest first. A board
-- holds songs that were voted on, and those that the showrunner added.
SELECT e.* FROM episodes e WHERE e.room_id = :room_id AND e.id <> :episode_id AND (
    EXISTS (SELECT 1 FROM boards b WHERE b.episode_id = e.id AND b.added <> '{}')
    OR EXISTS (SELECT 1 FROM rounds r JOIN candidates c ON c.round_id = r.id
        JOIN songs x ON x.id = c.song_id WHERE r.episode_id = e.id AND r.state = 'closed'
        AND (x.id = :song_id OR x.isrc_key = :isrc_key OR x.recording_key LIKE :artist)))
ORDER BY e.created_at, e.id
