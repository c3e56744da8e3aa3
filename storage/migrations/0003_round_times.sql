-- The whole life of a round: pauses, extensions, reminders, plans, early closes, grace, events.

-- follows is the round before it in a plan; while a round waits for that one to close, it has no
-- candidates and is not due. cause says why a round stands where it does; time_left is what a pause has kept, in
-- seconds; closes_latest is the close that an early one replaced; reminded is how long before the
-- close (seconds) the last reminder was.
ALTER TABLE rounds ADD COLUMN follows BIGINT REFERENCES rounds (id);
ALTER TABLE rounds ADD COLUMN waits BIGINT NOT NULL DEFAULT 0;
ALTER TABLE rounds ADD COLUMN cause TEXT NOT NULL DEFAULT '';
ALTER TABLE rounds ADD COLUMN time_left BIGINT;
ALTER TABLE rounds ADD COLUMN closes_latest BIGINT;
ALTER TABLE rounds ADD COLUMN remind_at BIGINT;
ALTER TABLE rounds ADD COLUMN reminded BIGINT;
ALTER TABLE rounds ADD COLUMN quorum_extended BIGINT NOT NULL DEFAULT 0;
ALTER TABLE rounds ADD COLUMN graced_at BIGINT;
ALTER TABLE rounds ADD COLUMN event_id BIGINT;
CREATE INDEX rounds_by_reminder ON rounds (state, remind_at);
CREATE INDEX rounds_by_predecessor ON rounds (follows);
CREATE INDEX rounds_of_room ON rounds (room_id, state);

-- Why the channel cannot be written to (deleted or forbidden), or no scheduled event be made; empty
-- where they can.
ALTER TABLE rooms ADD COLUMN channel_trouble TEXT NOT NULL DEFAULT '';
ALTER TABLE rooms ADD COLUMN event_trouble TEXT NOT NULL DEFAULT '';

-- The outbox is asked for what is due, what is first in a destination, and what became of something.
CREATE INDEX outbox_due ON outbox (state, due_at, id);
CREATE INDEX outbox_by_subject ON outbox (subject_id, kind);
