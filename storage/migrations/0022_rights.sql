-- What a room knows of the rights to its songs, over all its episodes.

-- Who holds a side (recording or song) of a song, or a share in it in hundredths of a percent; NULL
-- where nobody knows it. most_favored is 1 for those who get what the best-paid holder gets. last_step
-- is the id of the latest step about them: whoever changes them says which one they saw.
CREATE TABLE rights_holders (
    id BIGINT PRIMARY KEY,
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    song_id BIGINT NOT NULL REFERENCES songs (id),
    side TEXT NOT NULL,
    name TEXT NOT NULL,
    contact TEXT NOT NULL,
    share BIGINT,
    most_favored BIGINT NOT NULL DEFAULT 0,
    last_step BIGINT NOT NULL
);
CREATE INDEX rights_holders_of_room ON rights_holders (room_id);

-- Every step, in order; never altered, and deleted with its holder alone. With a holder, status is
-- to_ask, asked, quoted, cleared or refused. With a side and no holder, it is whole or open: whether
-- the side has no more holders than are known. With neither, it is about the song as a whole: to_clear,
-- pending, cleared or denied. fee is in minor units of currency; fee and answer_by (UTC seconds) are
-- what holds after the step. episode_id is NULL for a step that is for no episode.
CREATE TABLE rights_steps (
    id BIGINT PRIMARY KEY,
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    song_id BIGINT NOT NULL REFERENCES songs (id),
    side TEXT NOT NULL DEFAULT '',
    holder_id BIGINT REFERENCES rights_holders (id),
    status TEXT NOT NULL,
    fee BIGINT,
    currency TEXT NOT NULL DEFAULT '',
    answer_by BIGINT,
    note TEXT NOT NULL DEFAULT '',
    episode_id BIGINT REFERENCES episodes (id),
    user_id BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX rights_steps_of_room ON rights_steps (room_id, id);
CREATE INDEX rights_steps_of_song ON rights_steps (song_id, room_id);
CREATE INDEX rights_steps_of_holder ON rights_steps (holder_id);

-- The clearances of before: said is {"status": "…", "note": "…"}, whose note begins 12 characters
-- after the status does, and has only quotes and backslashes escaped. In what is escaped, no backslash
-- stands before a slash, so that can stand for a backslash in between.
INSERT INTO rights_steps (id, room_id, song_id, status, note, episode_id, user_id, at)
SELECT o.id, o.room_id, o.song_id, o.status,
    replace(replace(replace(
        substr(o.said, 25 + length(o.status), length(o.said) - 26 - length(o.status)),
        '\\', '\/'), '\"', '"'), '\/', '\'),
    o.episode_id, o.user_id, o.at
FROM (
    SELECT l.id, e.room_id, l.song_id, l.said, l.episode_id, l.user_id, l.at,
        CASE WHEN l.said LIKE '{"status": "to_clear"%' THEN 'to_clear'
            WHEN l.said LIKE '{"status": "pending"%' THEN 'pending'
            WHEN l.said LIKE '{"status": "cleared"%' THEN 'cleared'
            WHEN l.said LIKE '{"status": "denied"%' THEN 'denied' END AS status
    FROM board_log l JOIN episodes e ON e.id = l.episode_id
    WHERE l.what = 'clearance'
) o;
