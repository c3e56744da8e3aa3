-- Listening together. A session is where its stage, place and revision say: gathering, hidden, shown or
-- ended, at the card of that place. minutes is NULL for the length of each song, 0 for by hand. due_at
-- is when the next step is taken by itself, moved_at when the last was (UTC seconds), time_left the
-- seconds that a pause has kept. thread_id is NULL where it is held in the room's channel. Between two
-- edits of one of its messages are edit_every seconds, at least. called says whether the roster was
-- mentioned.
CREATE TABLE listenings (
    id BIGINT PRIMARY KEY,
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    episode_id BIGINT NOT NULL REFERENCES episodes (id),
    stage TEXT NOT NULL,
    place BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    minutes BIGINT,
    named BIGINT NOT NULL,
    paused BIGINT NOT NULL,
    due_at BIGINT,
    time_left BIGINT,
    thread_id BIGINT,
    edit_every BIGINT NOT NULL,
    moved_at BIGINT NOT NULL,
    called BIGINT NOT NULL
);
CREATE UNIQUE INDEX listenings_under_way ON listenings (episode_id) WHERE stage <> 'ended';
CREATE INDEX listenings_of_episode ON listenings (episode_id);
CREATE INDEX listenings_by_due ON listenings (due_at) WHERE due_at IS NOT NULL;

-- The messages of a session: the beginning at place 0, the songs from 1 on, and the end. edit_due is
-- when a message is edited next, or was last (UTC seconds).
CREATE TABLE listening_cards (
    id BIGINT PRIMARY KEY,
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    listening_id BIGINT NOT NULL REFERENCES listenings (id),
    place BIGINT NOT NULL,
    proposal_id BIGINT REFERENCES proposals (id),
    shown BIGINT NOT NULL,
    message_id BIGINT,
    edit_due BIGINT NOT NULL,
    UNIQUE (listening_id, place)
);
CREATE INDEX listening_cards_of_proposal ON listening_cards (proposal_id);

-- Who is there, and who has nothing to add to a song, until the session ends.
CREATE TABLE listeners (
    listening_id BIGINT NOT NULL REFERENCES listenings (id),
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    user_id BIGINT NOT NULL,
    PRIMARY KEY (listening_id, user_id)
);
CREATE TABLE nothing_to_add (
    card_id BIGINT NOT NULL REFERENCES listening_cards (id),
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    user_id BIGINT NOT NULL,
    PRIMARY KEY (card_id, user_id)
);

-- Lines that nobody but their writer sees yet; once they are shown, they are notes. named says whether
-- their writer was told that they are shown with their name, at when they were written or changed last
-- (UTC seconds).
CREATE TABLE waiting_lines (
    id BIGINT PRIMARY KEY,
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    proposal_id BIGINT NOT NULL REFERENCES proposals (id),
    user_id BIGINT NOT NULL,
    text TEXT NOT NULL,
    named BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX waiting_lines_of_proposal ON waiting_lines (proposal_id);
CREATE INDEX waiting_lines_by_date ON waiting_lines (at);

-- Where a line stands among those of its song, drawn when it is shown; 0 for a note that somebody added
-- elsewhere. The writer of a line is 0 once they are forgotten, which a named line never is.
ALTER TABLE notes ADD COLUMN drawn BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notes ADD COLUMN named BIGINT NOT NULL DEFAULT 0;
CREATE INDEX notes_with_writers ON notes (at) WHERE drawn > 0 AND named = 0 AND user_id <> 0;
