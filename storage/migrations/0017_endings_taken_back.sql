-- A vote that was closed by hand waits in the state closing before it is counted, and one that was
-- cancelled by hand can be brought back. stopped_at (UTC seconds) is when that was, stopped_in the
-- state it was in; NULL once it can't be brought back. Votes cancelled before now stay cancelled.
ALTER TABLE rounds ADD COLUMN stopped_at BIGINT;
ALTER TABLE rounds ADD COLUMN stopped_in TEXT;
CREATE INDEX rounds_by_stop ON rounds (state, stopped_at);

-- Of a plan: the cancelled vote in whose place this one is.
ALTER TABLE rounds ADD COLUMN instead_of BIGINT REFERENCES rounds (id);
