-- The songs the showrunner put on a board beside those of the vote, and the ones they took off without
-- another in their place: JSON, from the id of each song to the reason. They hold for the round of
-- round_id; the next vote decides anew.
ALTER TABLE boards ADD COLUMN added TEXT NOT NULL DEFAULT '{}';
ALTER TABLE boards ADD COLUMN removed TEXT NOT NULL DEFAULT '{}';
