-- The terms that a room asks for, and the letters in which it asks.

-- Terms of the room, where episode_id is NULL, of an episode, where song_id is, or of a song in an
-- episode. What nobody has said is empty, and then what is said for the wider scope holds. seconds
-- is a whole number, in digits; shooting and airing are dates in words.
CREATE TABLE rights_terms (
    id BIGINT PRIMARY KEY,
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    episode_id BIGINT REFERENCES episodes (id),
    song_id BIGINT REFERENCES songs (id),
    company TEXT NOT NULL,
    signer TEXT NOT NULL,
    production TEXT NOT NULL,
    media TEXT NOT NULL,
    territory TEXT NOT NULL,
    term TEXT NOT NULL,
    use TEXT NOT NULL,
    options TEXT NOT NULL,
    seconds TEXT NOT NULL,
    shooting TEXT NOT NULL,
    airing TEXT NOT NULL
);
CREATE UNIQUE INDEX rights_terms_of_scope
    ON rights_terms (room_id, COALESCE(episode_id, 0), COALESCE(song_id, 0));

-- Letters that were drafted together, for an episode. addressed says to which holders, and which
-- step of each was the latest: "holder:step holder:step". answer_by (UTC seconds) is until when an
-- answer would help, NULL for no date. sent_at is NULL until they are marked as sent.
CREATE TABLE rights_letters (
    id BIGINT PRIMARY KEY,
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    episode_id BIGINT NOT NULL REFERENCES episodes (id),
    addressed TEXT NOT NULL,
    answer_by BIGINT,
    sent_at BIGINT
);
CREATE INDEX rights_letters_of_room ON rights_letters (room_id, id);
