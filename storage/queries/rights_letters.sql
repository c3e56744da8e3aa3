-- name: rights_letters(id, room_id)^
SELECT * FROM rights_letters WHERE id = :id AND room_id = :room_id

-- name: add_rights_letters(id, room_id, episode_id, addressed, answer_by)!
INSERT INTO rights_letters (id, room_id, episode_id, addressed, answer_by)
VALUES (:id, :room_id, :episode_id, :addressed, :answer_by)

-- name: forget_older_rights_letters(room_id, most)!
DELETE FROM rights_letters WHERE room_id = :room_id AND id NOT IN (
    SELECT id FROM rights_letters WHERE room_id = :room_id ORDER BY id DESC LIMIT :most)

-- name: mark_rights_letters_sent(id, room_id, sent_at)!
UPDATE rights_letters SET sent_at = :sent_at WHERE id = :id AND room_id = :room_id
