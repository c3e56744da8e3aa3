-- Spotify accounts that rooms connect, each with its own grant. Secrets are sealed by the bot's key.

-- client_id and its secret are empty where the host's app is used; the refresh token is empty once the
-- room has disconnected. state is connected, ended (the grant is gone) or disconnected. reminded is
-- how many days old the grant was when its end was last pointed out.
CREATE TABLE spotify_accounts (
    id BIGINT PRIMARY KEY,
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    client_id TEXT NOT NULL,
    sealed_client_secret TEXT NOT NULL,
    sealed_refresh_token TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    owner_name TEXT NOT NULL,
    connected_by BIGINT NOT NULL,
    authorized_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    reminded BIGINT NOT NULL
);
CREATE INDEX spotify_accounts_by_age ON spotify_accounts (state, authorized_at);

-- The account a room uses; NULL for the host's.
ALTER TABLE rooms ADD COLUMN spotify_account BIGINT;

-- Connections under way: who was given a link, for which room and app, and until when it is good.
CREATE TABLE spotify_links (
    nonce TEXT PRIMARY KEY,
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    user_id BIGINT NOT NULL,
    client_id TEXT NOT NULL,
    sealed_client_secret TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- Playlists of all kinds: what a room shares (board, by room) and what an episode's shortlist is
-- listened to in (shortlist, by episode). owner_id is the Spotify account a playlist was made in or
-- linked from; dressed says that title, description and cover were given.
CREATE TABLE kept_playlists (
    kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    playlist_id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    mode TEXT NOT NULL,
    added TEXT NOT NULL,
    present TEXT NOT NULL,
    missing TEXT NOT NULL,
    synced_at BIGINT NOT NULL,
    dressed BIGINT NOT NULL,
    PRIMARY KEY (kind, subject_id)
);
INSERT INTO kept_playlists (kind, subject_id, room_id, playlist_id, owner_id, mode, added, present,
    missing, synced_at, dressed)
SELECT 'board', room_id, room_id, playlist_id, '', mode, added, present, missing, synced_at, 0
FROM playlists;
DROP TABLE playlists;
