-- name: character(id)^
SELECT * FROM characters WHERE id = :id

-- name: character_named(room_id, folded)^
SELECT * FROM characters WHERE room_id = :room_id AND folded = :folded

-- name: characters_of_room(room_id)
SELECT * FROM characters WHERE room_id = :room_id ORDER BY folded, id

-- name: add_character(id, room_id, name, folded, backstory, created_by, created_at)$
INSERT INTO characters (id, room_id, name, folded, backstory, created_by, created_at)
VALUES (:id, :room_id, :name, :folded, :backstory, :created_by, :created_at)
ON CONFLICT (room_id, folded) DO NOTHING
RETURNING id

-- name: change_character(id, room_id, name, folded, backstory, wants_playlist)$
UPDATE characters
SET name = :name, folded = :folded, backstory = :backstory, wants_playlist = :wants_playlist
WHERE id = :id AND NOT EXISTS (
    SELECT 1 FROM characters o
    WHERE o.room_id = :room_id AND o.folded = :folded AND o.id <> :id)
RETURNING id

-- name: character_counts(room_id)
SELECT c.id, count(*) AS songs FROM characters c
JOIN proposals p ON p.character_id = c.id AND p.withdrawn = 0
WHERE c.room_id = :room_id GROUP BY c.id

-- name: proposals_of_character(character_id)
SELECT p.id AS proposal_id FROM proposals p
JOIN episodes e ON e.id = p.episode_id
WHERE p.character_id = :character_id AND p.withdrawn = 0
ORDER BY e.created_at, e.id, p.proposed_at, p.id

-- name: assign_character(id, character_id)!
UPDATE proposals SET character_id = :character_id WHERE id = :id

-- name: all_characters()
SELECT * FROM characters

-- name: refold_character(id, folded)!
-- Two that have come to be written alike stay, and one of them is compared as before.
UPDATE characters SET folded = :folded WHERE id = :id AND NOT EXISTS (
    SELECT 1 FROM characters o
    WHERE o.room_id = characters.room_id AND o.folded = :folded AND o.id <> characters.id)
