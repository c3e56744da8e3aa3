-- name: import_by_id(id)^
SELECT * FROM imports WHERE id = :id

-- name: latest_import(episode_id)^
SELECT * FROM imports WHERE episode_id = :episode_id ORDER BY id DESC LIMIT 1

-- name: running_imports(room_id)
SELECT * FROM imports WHERE room_id = :room_id AND state = 'running' ORDER BY id

-- name: add_import(id, room_id, episode_id, playlist_id, name, asked_by, begun_at, total, place, added, present, left_out, state, fault, changed, waits_until, page_by, lost)!
INSERT INTO imports (id, room_id, episode_id, playlist_id, name, asked_by, begun_at, total, place,
    added, present, left_out, state, fault, changed, waits_until, page_by,
    lost)
VALUES (:id, :room_id, :episode_id, :playlist_id, :name, :asked_by, :begun_at, :total, :place,
    :added, :present, :left_out, :state, :fault, :changed, :waits_until, :page_by,
    :lost)

-- name: update_import(id, was_place, was_state, name, asked_by, total, place, added, present, left_out, state, fault, changed, waits_until, page_by, lost)$
-- Gives an import its next state, unless somebody else has moved it on meanwhile.
UPDATE imports SET name = :name, asked_by = :asked_by, total = :total, place = :place,
    added = :added, present = :present, left_out = :left_out, state = :state, fault = :fault,
    changed = :changed, waits_until = :waits_until, page_by = :page_by,
    lost = :lost
WHERE id = :id AND place = :was_place AND state = :was_state
RETURNING id

-- name: set_import_message(id, message_id)!
UPDATE imports SET message_id = :message_id WHERE id = :id

-- name: add_import_page(import_id, place, songs)!
INSERT INTO import_pages (import_id, place, songs) VALUES (:import_id, :place, :songs)

-- name: import_page(import_id, place)$
SELECT songs FROM import_pages WHERE import_id = :import_id AND place = :place

-- name: drop_import_pages(import_id)!
DELETE FROM import_pages WHERE import_id = :import_id

-- name: longlisted(episode_id)
-- What tells the songs of a longlist from others.
SELECT s.id, s.uri, s.told_uri, s.isrc, s.title, s.recording_key
FROM proposals p JOIN songs s ON s.id = p.song_id
WHERE p.episode_id = :episode_id AND p.withdrawn = 0
