-- name: voter(room_id, round_id, user_id, formerly, interaction_id)^
-- A writer before a vote: whether the press has cast it already, whether they are on the roster (1),
-- taken off it (0) or a newcomer, whether they voted before they were forgotten, whether the room knows of any
-- rights, and how often what the songs tell us has changed. Then the ballot so far, and what may have
-- changed of the round since it was scheduled.
SELECT i.id AS acted, 1 - p.removed AS on_roster, f.receipt AS cast_formerly,
    EXISTS (SELECT 1 FROM rights_steps s WHERE s.room_id = r.room_id) AS knows_rights,
    r.retold, b.choices, b.receipt, b.cast_at, b.lines,
    r.state, r.closes_at, r.stopped_at, r.rulings, m.writers_role_id
FROM rounds r JOIN rooms m ON m.id = r.room_id
LEFT JOIN roster p ON p.room_id = :room_id AND p.user_id = :user_id
LEFT JOIN ballots b ON b.round_id = r.id AND b.voter_id = :user_id
LEFT JOIN ballots f ON f.round_id = r.id AND f.voter_id = :formerly AND f.choices <> ''
LEFT JOIN interactions i ON i.id = :interaction_id
WHERE r.id = :round_id

-- name: ballot(round_id, voter_id)^
SELECT choices, receipt, cast_at, lines FROM ballots
WHERE round_id = :round_id AND voter_id = :voter_id

-- name: ballots(round_id)^
-- In no order: whoever writes them down sorts them by receipt, which tells nobody who cast which.
-- A list of each column in one row: the driver takes three times as long to hand over a row a ballot.
-- What a ballot says is one text, so that equal ones are found by it: choices have no space, and end at it.
SELECT COALESCE(CAST(json_group_array(receipt) AS TEXT), '[]') AS receipts,
    COALESCE(CAST(json_group_array(choices || ' ' || lines) AS TEXT), '[]') AS said
FROM ballots WHERE round_id = :round_id AND choices <> ''

-- name: tally(round_id)$
-- A list of what each ballot says. To look for equal ones here would sort them all.
SELECT COALESCE(CAST(json_group_array(choices) AS TEXT), '[]') FROM ballots WHERE round_id = :round_id AND choices <> ''

-- name: voters(round_id)
-- Who cast a ballot with choices; an abstention is a dash.
SELECT voter_id FROM ballots WHERE round_id = :round_id AND choices NOT IN ('', '-')

-- name: put_ballot(round_id, voter_id, choices, receipt, cast_at, lines)!
INSERT INTO ballots (round_id, voter_id, choices, receipt, cast_at, lines)
VALUES (:round_id, :voter_id, :choices, :receipt, :cast_at, :lines)
ON CONFLICT (round_id, voter_id) DO UPDATE
SET choices = excluded.choices, cast_at = excluded.cast_at, lines = excluded.lines

-- name: log_ballot(id, round_id, voter_id, choices, cast_at)!
INSERT INTO ballot_log (id, round_id, voter_id, choices, cast_at)
VALUES (:id, :round_id, :voter_id, :choices, :cast_at)
