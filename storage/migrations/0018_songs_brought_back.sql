-- A withdrawn song can be brought back for a while by whoever withdrew it. off_shortlist says that the
-- withdrawal took it off the shortlist.
ALTER TABLE proposals ADD COLUMN withdrawn_at BIGINT;
ALTER TABLE proposals ADD COLUMN withdrawn_by BIGINT;
ALTER TABLE proposals ADD COLUMN off_shortlist INTEGER NOT NULL DEFAULT 0;
