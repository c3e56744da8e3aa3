-- Ids and Discord's snowflakes are BIGINT and made by the application; instants are UTC seconds.

CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE rooms (
    id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    timezone TEXT NOT NULL,
    showrunner_id BIGINT NOT NULL,
    delegates_role_id BIGINT,
    writers_role_id BIGINT,
    settings TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- A writer taken off the roster keeps a row, so that voting does not bring them back.
CREATE TABLE roster (
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    user_id BIGINT NOT NULL,
    removed BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (room_id, user_id)
);

CREATE TABLE episodes (
    id BIGINT PRIMARY KEY,
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (room_id, number)
);

-- recording_key is what makes two proposals the same song where there is no URI: folded title and
-- artists. uri and isrc are NULL for a song entered by hand.
CREATE TABLE songs (
    id BIGINT PRIMARY KEY,
    uri TEXT UNIQUE,
    isrc TEXT,
    recording_key TEXT NOT NULL,
    title TEXT NOT NULL,
    artists TEXT NOT NULL,
    album TEXT NOT NULL,
    duration_ms BIGINT NOT NULL,
    cover_url TEXT NOT NULL
);
CREATE INDEX songs_by_isrc ON songs (isrc);
CREATE INDEX songs_by_key ON songs (recording_key);

-- Songs a room has proposed or found by searching: what its autocomplete offers.
CREATE TABLE known_songs (
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    song_id BIGINT NOT NULL REFERENCES songs (id),
    PRIMARY KEY (room_id, song_id)
);

CREATE TABLE proposals (
    id BIGINT PRIMARY KEY,
    episode_id BIGINT NOT NULL REFERENCES episodes (id),
    song_id BIGINT NOT NULL REFERENCES songs (id),
    proposer_id BIGINT NOT NULL,
    proposed_at BIGINT NOT NULL,
    withdrawn BIGINT NOT NULL,
    shortlisted BIGINT NOT NULL,
    message_id BIGINT,
    UNIQUE (episode_id, song_id)
);

CREATE TABLE notes (
    id BIGINT PRIMARY KEY,
    proposal_id BIGINT NOT NULL REFERENCES proposals (id),
    user_id BIGINT NOT NULL,
    text TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX notes_of_proposal ON notes (proposal_id);

CREATE TABLE seconds (
    proposal_id BIGINT NOT NULL REFERENCES proposals (id),
    user_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (proposal_id, user_id)
);

CREATE TABLE rounds (
    id BIGINT PRIMARY KEY,
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    episode_id BIGINT NOT NULL REFERENCES episodes (id),
    state TEXT NOT NULL,
    rules TEXT NOT NULL,
    opens_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    closes_wall TEXT NOT NULL,
    timezone TEXT NOT NULL,
    scheduled_by BIGINT NOT NULL,
    scheduled_at BIGINT NOT NULL,
    seed TEXT NOT NULL,
    opened_at BIGINT,
    closed_at BIGINT,
    message_id BIGINT,
    results_message_id BIGINT,
    record_sha256 TEXT NOT NULL,
    outcome TEXT
);
CREATE INDEX rounds_by_close ON rounds (state, closes_at);
CREATE INDEX rounds_by_opening ON rounds (state, opens_at);
CREATE INDEX rounds_of_episode ON rounds (episode_id);

-- position is the song's place on the ballot, counted from 0; the record calls it s<position + 1>.
CREATE TABLE candidates (
    round_id BIGINT NOT NULL REFERENCES rounds (id),
    position BIGINT NOT NULL,
    song_id BIGINT NOT NULL REFERENCES songs (id),
    proposer_id BIGINT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (round_id, position)
);
CREATE INDEX candidates_by_song ON candidates (song_id);

-- choices is the packed ballot (see storage/ballots.py): one row a ballot, not a row a song.
CREATE TABLE ballots (
    round_id BIGINT NOT NULL REFERENCES rounds (id),
    voter_id BIGINT NOT NULL,
    choices TEXT NOT NULL,
    receipt TEXT NOT NULL,
    cast_at BIGINT NOT NULL,
    PRIMARY KEY (round_id, voter_id),
    UNIQUE (round_id, receipt)
);

-- Every change a writer made, in order; never altered.
CREATE TABLE ballot_log (
    id BIGINT PRIMARY KEY,
    round_id BIGINT NOT NULL,
    voter_id BIGINT NOT NULL,
    choices TEXT NOT NULL,
    cast_at BIGINT NOT NULL
);

-- What transactions promised. Per destination, rows are worked off in the order of their ids.
CREATE TABLE outbox (
    id BIGINT PRIMARY KEY,
    destination TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    room_id BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    last_error TEXT NOT NULL,
    state TEXT NOT NULL
);
CREATE INDEX outbox_waiting ON outbox (state, destination, id);

-- The playlist a room shares. added holds the URIs the bot is known to have put there.
CREATE TABLE playlists (
    room_id BIGINT PRIMARY KEY REFERENCES rooms (id),
    playlist_id TEXT NOT NULL,
    mode TEXT NOT NULL,
    added TEXT NOT NULL,
    present TEXT NOT NULL,
    missing TEXT NOT NULL,
    synced_at BIGINT NOT NULL
);

CREATE TABLE allowances (
    account TEXT PRIMARY KEY,
    blocked_until DOUBLE PRECISION NOT NULL,
    day BIGINT NOT NULL,
    spent BIGINT NOT NULL
);
