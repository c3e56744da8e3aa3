-- Pins and vetoes, and the casting vote between tied songs.

-- rulings is the showrunner's word as it stands: JSON with pinned and vetoed, each a list of pairs of
-- song id and reason, or empty. ruling_log keeps every one of them, in order, never altered.
ALTER TABLE rounds ADD COLUMN rulings TEXT NOT NULL DEFAULT '';

-- casting is NULL, the word lot, or a JSON list of song ids in the order chosen. closed_at is from
-- now on the end of the voting, also of a round whose tie still waits.
ALTER TABLE rounds ADD COLUMN casting TEXT;
ALTER TABLE rounds ADD COLUMN casting_until BIGINT;
ALTER TABLE rounds ADD COLUMN casting_message_id BIGINT;
CREATE INDEX rounds_by_casting ON rounds (state, casting_until);

-- Until now every tie that nothing else broke went to the lot at once.
UPDATE rounds SET casting = 'lot' WHERE state = 'closed' AND outcome LIKE '%"decided_by": "lot"%';

CREATE TABLE ruling_log (
    id BIGINT PRIMARY KEY,
    round_id BIGINT NOT NULL REFERENCES rounds (id),
    song_id BIGINT NOT NULL,
    ruling TEXT NOT NULL,
    undone BIGINT NOT NULL,
    reason TEXT NOT NULL,
    user_id BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX rulings_of_round ON ruling_log (round_id, id);
