-- name: credits_of_room(room_id)
SELECT c.id AS credit_id, c.kind, c.name, c.share, c.source, c.link, c.confirmed, s.*
FROM credits c JOIN songs s ON s.id = c.song_id WHERE c.room_id = :room_id ORDER BY c.id

-- name: drop_suggested_credits(room_id, song_id, source)!
DELETE FROM credits
WHERE room_id = :room_id AND song_id = :song_id AND source = :source AND confirmed = 0

-- name: suggest_credit(id, room_id, song_id, kind, name, source, link, at)!
INSERT INTO credits (id, room_id, song_id, kind, name, source, link, at)
VALUES (:id, :room_id, :song_id, :kind, :name, :source, :link, :at)
ON CONFLICT (room_id, song_id, kind, name) DO NOTHING

-- name: write_credit(id, room_id, song_id, kind, name, share, user_id, at)!
INSERT INTO credits (id, room_id, song_id, kind, name, share, confirmed, user_id, at)
VALUES (:id, :room_id, :song_id, :kind, :name, :share, 1, :user_id, :at)
ON CONFLICT (room_id, song_id, kind, name) DO UPDATE
SET share = COALESCE(excluded.share, credits.share), confirmed = 1, user_id = excluded.user_id, at = excluded.at

-- name: confirm_credit(id, room_id, user_id, at)$
UPDATE credits SET confirmed = 1, user_id = :user_id, at = :at
WHERE id = :id AND room_id = :room_id RETURNING id

-- name: delete_typed_credit(id, room_id)$
DELETE FROM credits WHERE id = :id AND room_id = :room_id AND source = '' RETURNING id

-- name: withdraw_credit(id, room_id)$
UPDATE credits SET confirmed = 0, user_id = NULL WHERE id = :id AND room_id = :room_id RETURNING id
