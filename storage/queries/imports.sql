-- name: import_by_id(id)^
SELECT * FROM imports WHERE id = :id

-- name: latest_import(episode_id)^
SELECT * FROM imports WHERE episode_id = :episode_id ORDER BY id DESC LIMIT 1

-- name: running_imports(room_id)
SELECT * FROM imports WHERE room_id = :room_id AND state = 'running' ORDER BY id

-- name: add_import(id, room_id, episode_id, playlist_id, name, asked_by, begun_at, total, place, added, present, left_out, state, fault, changed, waits_until, page_by, lost, taken_at, taken, kept)!
INSERT INTO imports (id, room_id, episode_id, playlist_id, name, asked_by, begun_at, total, place,
    added, present, left_out, state, fault, changed, waits_until, page_by, lost, taken_at, taken,
    kept)
VALUES (:id, :room_id, :episode_id, :playlist_id, :name, :asked_by, :begun_at, :total, :place,
    :added, :present, :left_out, :state, :fault, :changed, :waits_until, :page_by, :lost, :taken_at,
    :taken, :kept)

-- name: update_import(id, was_place, was_state, name, asked_by, total, place, added, present, left_out, state, fault, changed, waits_until, page_by, lost, taken_at, taken, kept)$
-- Gives an import its next state, unless somebody else has moved it on meanwhile.
UPDATE imports SET name = :name, asked_by = :asked_by, total = :total, place = :place,
    added = :added, present = :present, left_out = :left_out, state = :state, fault = :fault,
    changed = :changed, waits_until = :waits_until, page_by = :page_by, lost = :lost,
    taken_at = :taken_at, taken = :taken, kept = :kept
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

-- name: newest_imports(room_id, most)
SELECT * FROM imports WHERE room_id = :room_id ORDER BY id DESC LIMIT :most

-- name: imports_begun_since(room_id, at)$
SELECT count(*) FROM imports WHERE room_id = :room_id AND begun_at >= :at

-- name: brought_songs(import_id)
-- touch is what people have done with a song since it was imported: the first that keeps it.
SELECT p.id AS proposal_id, s.*,
    CASE WHEN EXISTS (SELECT 1 FROM candidates c JOIN rounds r ON r.id = c.round_id
            WHERE c.song_id = p.song_id AND r.episode_id = p.episode_id
            AND r.state <> 'cancelled') THEN 'vote'
        WHEN p.shortlisted = 1 THEN 'shortlist'
        WHEN p.character_id IS NOT NULL THEN 'character'
        WHEN EXISTS (SELECT 1 FROM notes n
            WHERE n.proposal_id = p.id AND n.at >= p.proposed_at) THEN 'note'
        WHEN EXISTS (SELECT 1 FROM seconds c
            WHERE c.proposal_id = p.id AND c.at >= p.proposed_at) THEN 'second'
        ELSE '' END AS touch
FROM proposals p JOIN songs s ON s.id = p.song_id
WHERE p.import_id = :import_id AND p.withdrawn = 0
ORDER BY p.proposed_at, p.id

-- name: take_song_back(id)!
UPDATE proposals SET withdrawn = 1, taken_back = 1 WHERE id = :id

-- name: taken_songs(import_id)
SELECT p.id AS proposal_id, s.* FROM proposals p JOIN songs s ON s.id = p.song_id
WHERE p.import_id = :import_id AND p.taken_back = 1
ORDER BY p.proposed_at, p.id

-- name: bring_song_back(id)!
UPDATE proposals SET withdrawn = 0, taken_back = 0 WHERE id = :id
