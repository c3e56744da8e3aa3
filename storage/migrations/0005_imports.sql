-- Whole playlists on their way onto a longlist, a page at a time. place is where the next page begins,
-- page_by the effect that read the last one; waits_until is 0 while Spotify lets us read.
CREATE TABLE imports (
    id BIGINT PRIMARY KEY,
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    episode_id BIGINT NOT NULL REFERENCES episodes (id),
    playlist_id TEXT NOT NULL,
    name TEXT NOT NULL,
    asked_by BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    total BIGINT NOT NULL,
    place BIGINT NOT NULL,
    added BIGINT NOT NULL,
    present BIGINT NOT NULL,
    left_out BIGINT NOT NULL,
    state TEXT NOT NULL,
    fault TEXT NOT NULL,
    changed BIGINT NOT NULL,
    waits_until BIGINT NOT NULL,
    page_by BIGINT NOT NULL,
    message_id BIGINT
);
CREATE INDEX imports_of_episode ON imports (episode_id, id);
CREATE INDEX imports_of_room ON imports (room_id, state);
