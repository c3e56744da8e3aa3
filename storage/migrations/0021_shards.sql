-- Which process holds which of Discord's shards, where several share the work. total is how many
-- shards there are in all; holder is 0 for one that was released. Until held_until (UTC seconds) nobody
-- else may take it. node sets a process's ids apart from those of all others. seen_at is the last sign
-- of life: when the people of its servers could last reach the bot.
CREATE TABLE shards (
    total BIGINT NOT NULL,
    shard BIGINT NOT NULL,
    holder BIGINT NOT NULL,
    node BIGINT NOT NULL,
    held_until BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (total, shard)
);

-- When (UTC seconds) the next session may begin in each of the slots in which Discord lets them begin.
CREATE TABLE identify_slots (
    slot BIGINT PRIMARY KEY,
    free_at DOUBLE PRECISION NOT NULL
);

-- Votes whose turnout the ballot message does not show yet, since they were cast where another process
-- edits that message.
CREATE TABLE unshown_votes (
    round_id BIGINT PRIMARY KEY,
    room_id BIGINT NOT NULL REFERENCES rooms (id)
);

-- Who is getting a Spotify account a new token, so that two processes take turns: of a refresh token
-- that was replaced, the old one may be void.
CREATE TABLE spotify_refreshes (
    account TEXT PRIMARY KEY,
    lease BIGINT NOT NULL,
    leased_until DOUBLE PRECISION NOT NULL
);
