-- The message in the channel that asked last how a round goes on that waits for the showrunner.
ALTER TABLE rounds ADD COLUMN decision_message_id BIGINT;

CREATE INDEX rooms_in_server ON rooms (guild_id);
