-- name: hold_free_rooms(ids)
-- Of a list in JSON. Rooms that others hold are passed by, so whoever asks waits for nobody.
SELECT id FROM rooms WHERE id IN (SELECT value::bigint FROM json_array_elements_text(:ids::json))
ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
