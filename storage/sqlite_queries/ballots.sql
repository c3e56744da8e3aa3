-- name: each_voter(room_id, round_id, writers)
-- What `voter` says of many writers in one round, each after their id; of presses it says nothing.
-- `writers` is JSON: an object with who each of them was if they were forgotten, or null. What is
-- the same for all of them is looked up once, and so is the statement.
SELECT w.key AS user_id, NULL AS acted, 1 - p.removed AS on_roster, f.receipt AS cast_formerly,
    EXISTS (SELECT 1 FROM rights_steps s WHERE s.room_id = :room_id) AS knows_rights,
    r.retold, b.choices, b.receipt, b.cast_at, b.lines,
    r.state, r.closes_at, r.stopped_at, r.rulings, m.writers_role_id
FROM rounds r JOIN rooms m ON m.id = r.room_id CROSS JOIN json_each(:writers) w
LEFT JOIN roster p ON p.room_id = :room_id AND p.user_id = w.key
LEFT JOIN ballots b ON b.round_id = :round_id AND b.voter_id = w.key
LEFT JOIN ballots f ON f.round_id = :round_id AND f.voter_id = w.value AND f.choices <> ''
WHERE r.id = :round_id
