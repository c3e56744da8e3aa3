-- Characters, the board an episode is structured around, and shortlists shown to the room.

-- folded is the name as it is compared: no room has two characters of one name. wants_playlist says
-- that their songs are kept in a playlist.
CREATE TABLE characters (
    id BIGINT PRIMARY KEY,
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    backstory TEXT NOT NULL,
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    wants_playlist BIGINT NOT NULL DEFAULT 0,
    UNIQUE (room_id, folded)
);

-- Whose song a proposal is, in the story.
ALTER TABLE proposals ADD COLUMN character_id BIGINT REFERENCES characters (id);
CREATE INDEX proposals_of_character ON proposals (character_id);

-- The message that presented the shortlist last; its thread has the same id at Discord.
ALTER TABLE episodes ADD COLUMN presented_message_id BIGINT;

-- songs is a JSON list of song ids in story order: what the round of round_id seated, as it has been
-- arranged and swapped since. A board that was never touched has no row. revision counts changes.
CREATE TABLE boards (
    episode_id BIGINT PRIMARY KEY REFERENCES episodes (id),
    round_id BIGINT NOT NULL REFERENCES rounds (id),
    songs TEXT NOT NULL,
    revision BIGINT NOT NULL
);

-- What is said of a song on the board. It is kept when the song falls off, and found when it returns.
-- tells is empty and character_id null where the proposal says it; for_nobody says that the song is
-- nobody's, whatever its proposal says.
CREATE TABLE board_entries (
    episode_id BIGINT NOT NULL REFERENCES episodes (id),
    song_id BIGINT NOT NULL REFERENCES songs (id),
    beat TEXT NOT NULL,
    character_id BIGINT REFERENCES characters (id),
    tells TEXT NOT NULL,
    lost_without TEXT NOT NULL,
    clearance TEXT NOT NULL,
    for_nobody BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (episode_id, song_id)
);

-- Everything done to a board, in order; never altered. what is place, edit, swap, clearance, lock or
-- unlock; said is JSON, what it became and the note that was given. revision is that of the board
-- after it.
CREATE TABLE board_log (
    id BIGINT PRIMARY KEY,
    episode_id BIGINT NOT NULL REFERENCES episodes (id),
    revision BIGINT NOT NULL,
    song_id BIGINT,
    what TEXT NOT NULL,
    said TEXT NOT NULL,
    user_id BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX board_log_of_episode ON board_log (episode_id, id);

-- Which title and description, and which cover, a playlist of the bot's own was given last.
ALTER TABLE kept_playlists DROP COLUMN dressed;
ALTER TABLE kept_playlists ADD COLUMN named TEXT NOT NULL DEFAULT '';
ALTER TABLE kept_playlists ADD COLUMN covered TEXT NOT NULL DEFAULT '';

-- The shortlist's changes are counted: each song has the number of the change that put it on or took
-- it off last.
ALTER TABLE proposals ADD COLUMN shortlist_revision BIGINT NOT NULL DEFAULT 0;

-- Why no thread can be opened on a message: forbidden. Empty where one can.
ALTER TABLE rooms ADD COLUMN thread_trouble TEXT NOT NULL DEFAULT '';

-- What an archived episode was before: active or locked. Empty where it never changed.
ALTER TABLE episodes ADD COLUMN state_before TEXT NOT NULL DEFAULT '';
