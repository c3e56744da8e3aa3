-- Promises that cannot be kept for now stand aside, so that others to the same place go on.

-- aside is 1 where an effect, or an earlier one about the same, was refused for a reason of its own.
-- unsure is 1 where an attempt may have taken effect without anybody hearing of it. dropped_at (UTC
-- seconds) is when an effect was given up.
ALTER TABLE outbox ADD COLUMN aside BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN unsure BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN dropped_at BIGINT NOT NULL DEFAULT 0;
UPDATE outbox SET unsure = 1 WHERE state = 'waiting' AND attempts > 0;

DROP INDEX outbox_waiting;
CREATE INDEX outbox_waiting ON outbox (state, aside, destination, id);

-- The writer mentioned last, by the order of their ids, while a long roster is being mentioned in
-- several messages; 0 otherwise.
ALTER TABLE rounds ADD COLUMN called_to_user_id BIGINT NOT NULL DEFAULT 0;
