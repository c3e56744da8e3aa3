-- Whom the bot has met with a room's role for music supervisors, since it asks Discord for no list of
-- members: they are told of answers that are late. Whether they still have the role is asked each time.
-- since is in UTC seconds.
CREATE TABLE supervisors (
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    user_id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (room_id, user_id)
);
