-- Why songs have a star. lines is a JSON object of lines by the places of their songs on the ballot,
-- empty without any; until the close it is on the ballot of whoever wrote them, and afterwards nowhere.
-- What is shown then are notes that nobody wrote, with the round whose results they stand in.
ALTER TABLE ballots ADD COLUMN lines TEXT NOT NULL DEFAULT '';
CREATE INDEX ballots_with_lines ON ballots (round_id) WHERE lines <> '';
ALTER TABLE notes ADD COLUMN round_id BIGINT REFERENCES rounds (id);
CREATE INDEX notes_of_round ON notes (round_id) WHERE round_id IS NOT NULL;
