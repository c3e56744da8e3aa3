-- name: thread_of(round_id)$
-- Votes of before have it on their ballot message, if they have one.
SELECT coalesce(thread_id, message_id) FROM rounds WHERE id = :round_id

-- name: thread_opened(round_id, thread_id)!
UPDATE rounds SET thread_id = coalesce(thread_id, :thread_id) WHERE id = :round_id

-- name: thread_left_behind(round_id)!
UPDATE rounds SET thread_id = NULL WHERE id = :round_id

-- name: add_news(id, round_id, kind, seconds, song_id, reason)!
INSERT INTO round_news (id, round_id, kind, seconds, song_id, reason)
VALUES (:id, :round_id, :kind, :seconds, :song_id, :reason)

-- name: news(id)^
SELECT * FROM round_news WHERE id = :id

-- name: keep_recount(id, room_id, round_id, user_id, sha256, at)!
INSERT INTO recounts (id, room_id, round_id, user_id, sha256, at)
VALUES (:id, :room_id, :round_id, :user_id, :sha256, :at)
ON CONFLICT (round_id, user_id) DO UPDATE SET id = excluded.id, sha256 = excluded.sha256,
    at = excluded.at

-- name: recount_by(round_id, user_id)^
SELECT * FROM recounts WHERE round_id = :round_id AND user_id = :user_id

-- name: recount(id)^
SELECT * FROM recounts WHERE id = :id
