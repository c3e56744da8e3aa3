-- What changes a vote under way is said in its thread, and scrutineers say that they counted again.

-- The thread that was opened for a vote. It has the id of the message it was opened on, and stays
-- when that message is deleted and posted again.
ALTER TABLE rounds ADD COLUMN thread_id BIGINT;

-- A line each, with what it needs to be said later as it was then. seconds is the new close (UTC
-- seconds), or the seconds left while paused.
CREATE TABLE round_news (
    id BIGINT PRIMARY KEY,
    round_id BIGINT NOT NULL REFERENCES rounds (id),
    kind TEXT NOT NULL,
    seconds BIGINT NOT NULL,
    song_id BIGINT,
    reason TEXT NOT NULL
);

-- Once for each scrutineer and round; a later word takes the place of an earlier one.
CREATE TABLE recounts (
    id BIGINT PRIMARY KEY,
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    round_id BIGINT NOT NULL REFERENCES rounds (id),
    user_id BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE UNIQUE INDEX recounts_by_person ON recounts (round_id, user_id);

-- The episode that is meant where none is named, as the showrunner chose it. NULL, and when that one
-- is locked or archived, it is the newest that is neither.
ALTER TABLE rooms ADD COLUMN current_episode_id BIGINT;
