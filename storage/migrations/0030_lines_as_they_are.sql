-- The message that showed a card before it was posted again, until it says so; NULL otherwise.
ALTER TABLE listening_cards ADD COLUMN earlier_message_id BIGINT;

-- How often what the songs of a vote tell us has changed since it was scheduled: whoever has read them
-- before reads them again.
ALTER TABLE rounds ADD COLUMN retold BIGINT NOT NULL DEFAULT 0;
