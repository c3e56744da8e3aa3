-- What the songs of an episode may cost, in minor units of an ISO 4217 currency; no row where nobody
-- has set it. For those who clear rights alone, and so apart from what everybody reads of an episode.
CREATE TABLE episode_budgets (
    episode_id BIGINT PRIMARY KEY REFERENCES episodes (id),
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL
);

-- Where the rights to a song stand follows from rights_steps, which has had every clearance since 0022.
ALTER TABLE board_entries DROP COLUMN clearance;
