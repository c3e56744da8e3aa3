-- name: rights_of_room(room_id)
-- The latest step with each holder about each episode, and about none, and every step about no holder, in
-- order.
SELECT t.id AS step_id, t.side AS step_side, t.status, t.fee, t.currency, t.answer_by, t.at,
    t.episode_id, e.number AS episode_number, h.id AS holder_id, h.side AS holder_side, h.name,
    h.contact, h.share, h.most_favored, s.*
FROM rights_steps t JOIN songs s ON s.id = t.song_id
LEFT JOIN rights_holders h ON h.id = t.holder_id
LEFT JOIN episodes e ON e.id = t.episode_id
WHERE t.room_id = :room_id AND (t.holder_id IS NULL OR t.id IN (
    SELECT max(l.id) FROM rights_steps l WHERE l.room_id = :room_id GROUP BY l.holder_id, l.episode_id))
ORDER BY t.id

-- name: latest_rights_step(room_id)$
SELECT max(id) FROM rights_steps WHERE room_id = :room_id

-- name: rights_of_songs(room_id, song_ids)
-- As rights_of_room, but of recordings that may be the same as one of some songs: whether they are, the
-- domain says. song_ids has 20 digits for each song: no list of parameters is the same for all databases.
WITH RECURSIVE places(place) AS (
    SELECT 1 UNION ALL
    SELECT place + 20 FROM places WHERE place + 20 < length(CAST(:song_ids AS TEXT))),
wanted AS (
    SELECT id, uri, told_uri, isrc_key, recording_key FROM songs WHERE id IN (
        SELECT CAST(substr(CAST(:song_ids AS TEXT), place, 20) AS BIGINT) FROM places)),
alike(id) AS (
    SELECT id FROM wanted
    UNION SELECT o.id FROM wanted w JOIN songs o ON o.recording_key = w.recording_key
    UNION SELECT o.id FROM wanted w JOIN songs o ON o.isrc_key = w.isrc_key
    UNION SELECT o.id FROM wanted w JOIN songs o ON o.uri = w.told_uri
    UNION SELECT o.id FROM wanted w JOIN songs o ON o.told_uri = w.uri)
SELECT t.id AS step_id, t.side AS step_side, t.status, t.fee, t.currency, t.answer_by, t.at,
    t.episode_id, e.number AS episode_number, h.id AS holder_id, h.side AS holder_side, h.name,
    h.contact, h.share, h.most_favored, s.*
FROM rights_steps t JOIN songs s ON s.id = t.song_id
LEFT JOIN rights_holders h ON h.id = t.holder_id
LEFT JOIN episodes e ON e.id = t.episode_id
WHERE t.song_id IN (SELECT id FROM alike) AND t.room_id = :room_id
AND (t.holder_id IS NULL OR t.id IN (
    SELECT max(l.id) FROM rights_steps l
    WHERE l.song_id IN (SELECT id FROM alike) AND l.room_id = :room_id GROUP BY l.holder_id, l.episode_id))
ORDER BY t.id

-- name: rights_holder(room_id, holder_id)^
SELECT t.id AS step_id, t.status, t.fee, t.currency, t.answer_by, t.at, t.episode_id,
    e.number AS episode_number, h.id AS holder_id, h.side AS holder_side, h.name, h.contact, h.share,
    h.most_favored, s.*
FROM rights_holders h JOIN rights_steps t ON t.id = h.last_step JOIN songs s ON s.id = t.song_id
LEFT JOIN episodes e ON e.id = t.episode_id
WHERE h.id = :holder_id AND h.room_id = :room_id

-- name: rights_awaited(room_id)
-- The holders who were asked and have not answered, those first who were asked first. A note or another
-- date since is a step, and they have not been asked anew.
SELECT t.id AS step_id, t.status, t.fee, t.currency, t.answer_by, f.at, t.episode_id,
    e.number AS episode_number, h.id AS holder_id, h.side AS holder_side, h.name, h.contact, h.share,
    h.most_favored, s.*
FROM rights_holders h JOIN rights_steps t ON t.id = h.last_step JOIN songs s ON s.id = t.song_id
JOIN rights_steps f ON f.id = (SELECT min(a.id) FROM rights_steps a
    WHERE a.holder_id = h.id AND a.id > COALESCE((SELECT max(b.id) FROM rights_steps b
        WHERE b.holder_id = h.id AND b.status <> 'asked'), 0))
LEFT JOIN episodes e ON e.id = t.episode_id
WHERE h.room_id = :room_id AND t.status = 'asked' ORDER BY f.id

-- name: rights_reminded_in(room_id, message)
-- Whoever has answered since has been asked no longer, and then it is when they answered.
SELECT t.id AS step_id, t.status, t.fee, t.currency, t.answer_by, COALESCE(f.at, t.at) AS at,
    t.episode_id, e.number AS episode_number, h.id AS holder_id, h.side AS holder_side, h.name,
    h.contact, h.share, h.most_favored, s.*
FROM rights_holders h JOIN rights_steps t ON t.id = h.last_step JOIN songs s ON s.id = t.song_id
LEFT JOIN rights_steps f ON f.id = (SELECT min(a.id) FROM rights_steps a
    WHERE a.holder_id = h.id AND a.id > COALESCE((SELECT max(b.id) FROM rights_steps b
        WHERE b.holder_id = h.id AND b.status <> 'asked'), 0))
LEFT JOIN episodes e ON e.id = t.episode_id
WHERE h.reminded_in = :message AND h.room_id = :room_id ORDER BY h.reminded_of, t.id

-- name: rooms_with_dates_passed(now, most)
-- Rooms where a date has passed that was not brought up, the earliest first.
SELECT room_id FROM rights_holders WHERE remind_at <= :now
GROUP BY room_id ORDER BY min(remind_at), room_id LIMIT :most

-- name: bring_up_dates(room_id, now, message)
UPDATE rights_holders SET remind_at = NULL, reminded_of = remind_at, reminded_in = :message
WHERE room_id = :room_id AND remind_at <= :now RETURNING id

-- name: put_back_dates(room_id, message, now)!
-- Those that are still to come, since a clock that was ahead brought them up, and that still count.
UPDATE rights_holders SET remind_at = reminded_of, reminded_of = NULL, reminded_in = NULL
WHERE room_id = :room_id AND reminded_in = :message AND reminded_of > :now AND remind_at IS NULL
AND EXISTS (SELECT 1 FROM rights_steps t WHERE t.id = last_step AND t.answer_by = reminded_of)

-- name: songs_with_rights(room_id)
-- The songs that the room proposed or knows rights of, the newest first.
SELECT s.* FROM songs s WHERE s.id IN (
    SELECT p.song_id FROM proposals p JOIN episodes e ON e.id = p.episode_id
    WHERE e.room_id = :room_id AND p.withdrawn = 0
    UNION SELECT t.song_id FROM rights_steps t WHERE t.room_id = :room_id)
ORDER BY s.id DESC

-- name: rights_steps_about(room_id, song_id)
SELECT t.*, e.number AS episode_number
FROM rights_steps t LEFT JOIN episodes e ON e.id = t.episode_id
WHERE t.song_id = :song_id AND t.room_id = :room_id ORDER BY t.id

-- name: rights_notes_of_room(room_id)
-- The latest note on each holder comes last.
SELECT COALESCE(h.last_step, t.id) AS id, t.note
FROM rights_steps t LEFT JOIN rights_holders h ON h.id = t.holder_id
WHERE t.room_id = :room_id AND t.note <> '' ORDER BY t.id

-- name: add_rights_step(id, room_id, song_id, side, holder_id, status, fee, currency, answer_by, note, episode_id, user_id, at)!
INSERT INTO rights_steps (id, room_id, song_id, side, holder_id, status, fee, currency, answer_by, note,
    episode_id, user_id, at)
VALUES (:id, :room_id, :song_id, :side, :holder_id, :status, :fee, :currency, :answer_by, :note,
    :episode_id, :user_id, :at)

-- name: add_rights_holder(id, room_id, song_id, side, name, contact, share, most_favored, last_step, remind_at)!
INSERT INTO rights_holders (id, room_id, song_id, side, name, contact, share, most_favored, last_step,
    remind_at)
VALUES (:id, :room_id, :song_id, :side, :name, :contact, :share, :most_favored, :last_step, :remind_at)

-- name: move_rights_holder(id, room_id, last_step, was, remind_at)$
-- Nothing if somebody else has taken a step meanwhile. A date that was brought up is not again.
UPDATE rights_holders SET last_step = :last_step, remind_at = CASE
    WHEN CAST(:remind_at AS BIGINT) = reminded_of THEN NULL ELSE CAST(:remind_at AS BIGINT) END
WHERE id = :id AND room_id = :room_id AND last_step = :was RETURNING id

-- name: change_rights_holder(id, room_id, name, contact, share, most_favored)$
UPDATE rights_holders
SET name = :name, contact = :contact, share = :share, most_favored = :most_favored
WHERE id = :id AND room_id = :room_id RETURNING id

-- name: delete_steps_of_holder(id, room_id)!
DELETE FROM rights_steps WHERE holder_id = :id AND room_id = :room_id

-- name: delete_rights_holder(id, room_id)$
DELETE FROM rights_holders WHERE id = :id AND room_id = :room_id RETURNING id
