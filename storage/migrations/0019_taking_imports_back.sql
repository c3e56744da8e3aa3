-- An import can be taken back whole, less what people have touched since, and be brought back for a
-- while.

-- The import that brought a song; NULL for what people proposed. taken_back is 1 while a song is
-- withdrawn because its import was taken back.
ALTER TABLE proposals ADD COLUMN import_id BIGINT;
ALTER TABLE proposals ADD COLUMN taken_back BIGINT NOT NULL DEFAULT 0;
CREATE INDEX proposals_of_import ON proposals (import_id);

-- When (UTC seconds) an import was taken back, 0 if it is not; how many of its songs that withdrew,
-- and how many stayed.
ALTER TABLE imports ADD COLUMN taken_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN taken BIGINT NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN kept BIGINT NOT NULL DEFAULT 0;

-- What was imported before: an episode has one import at a time, so a song without a proposer came
-- with the one that was begun last before it.
UPDATE proposals SET import_id = (
    SELECT max(i.id) FROM imports i
    WHERE i.episode_id = proposals.episode_id AND i.begun_at <= proposals.proposed_at)
WHERE proposer_id = 0;
