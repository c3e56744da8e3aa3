-- Who wrote and published songs, on which label, and in which year. kind is writer, publisher, label or
-- year, whose name is four digits. share is in hundredths of a percent; NULL where nobody knows it. source
-- is where it was looked up, at the address link; both are empty for what somebody typed. confirmed is 1 once
-- a person has said that it is so, and 0 for a suggestion. user_id is who confirmed or typed it last; NULL
-- for a suggestion. at is UTC seconds.
CREATE TABLE credits (
    id BIGINT PRIMARY KEY,
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    song_id BIGINT NOT NULL REFERENCES songs (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    share BIGINT,
    source TEXT NOT NULL DEFAULT '',
    link TEXT NOT NULL DEFAULT '',
    confirmed BIGINT NOT NULL DEFAULT 0,
    user_id BIGINT,
    at BIGINT NOT NULL
);
CREATE UNIQUE INDEX credits_once ON credits (room_id, song_id, kind, name);
