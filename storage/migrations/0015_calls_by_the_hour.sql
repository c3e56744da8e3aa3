-- Calls to Spotify are counted by the hour, and for whom, since Spotify counts any 24 hours.

-- account is whose calls are counted together, hour counts from 1970 (UTC). room_id and user_id are
-- whose share the calls are taken from; 0 is nobody's. Rows are swept after a day.
CREATE TABLE spotify_calls (
    account TEXT NOT NULL,
    hour BIGINT NOT NULL,
    room_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    calls BIGINT NOT NULL,
    PRIMARY KEY (account, hour, room_id, user_id)
);
INSERT INTO spotify_calls (account, hour, room_id, user_id, calls)
SELECT account, day * 24, 0, 0, spent FROM allowances WHERE spent > 0;

-- Until when (UTC seconds) Spotify is not to be called, what for, and when it said so: a pause that was
-- noted in the future is the work of a clock that was ahead.
CREATE TABLE spotify_pauses (
    account TEXT NOT NULL,
    what TEXT NOT NULL,
    noted_at DOUBLE PRECISION NOT NULL,
    paused_until DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (account, what)
);
INSERT INTO spotify_pauses (account, what, noted_at, paused_until)
SELECT account, 'spotify', 0, blocked_until FROM allowances WHERE blocked_until > 0;
DROP TABLE allowances;

-- When (UTC seconds) an effect was put off; 0 before its first attempt.
ALTER TABLE outbox ADD COLUMN put_off_at BIGINT NOT NULL DEFAULT 0;

-- Who syncs a playlist at the moment, so that two rooms that share it take turns, whichever accounts
-- they have and whichever processes they are in.
CREATE TABLE playlist_leases (
    playlist_id TEXT PRIMARY KEY,
    lease BIGINT NOT NULL,
    leased_until BIGINT NOT NULL
);
