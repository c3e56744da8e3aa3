-- Who works on a promised effect: the number of the claim that leased it last. What comes of an older claim,
-- of a process that was frozen for longer than its lease, is not stored; what a claim has leased that nobody
-- heard of is given back.
ALTER TABLE outbox ADD COLUMN claim BIGINT NOT NULL DEFAULT 0;
