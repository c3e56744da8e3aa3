-- Songs that files tell of: their links are the file's word, which nobody has asked Spotify about.

-- told_uri is the Spotify URI that a file gives for a song of a room's own, whose uri is NULL: what
-- one room's file says never becomes what another room sees behind a link.
ALTER TABLE songs ADD COLUMN told_uri TEXT;
CREATE INDEX songs_by_told_uri ON songs (told_uri);

-- What tells versions of one song apart. explicit is NULL and year 0 where nobody has said.
ALTER TABLE songs ADD COLUMN explicit BIGINT;
ALTER TABLE songs ADD COLUMN year BIGINT NOT NULL DEFAULT 0;

-- The songs of a file on their way onto a longlist, a page of them to a row; place is that of the
-- first. Gone when the import is done.
CREATE TABLE import_pages (
    import_id BIGINT NOT NULL REFERENCES imports (id),
    place BIGINT NOT NULL,
    songs TEXT NOT NULL,
    PRIMARY KEY (import_id, place)
);
