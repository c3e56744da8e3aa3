-- Songs are found by forms of what is known of them, which are made anew when the forms change: see
-- storage/refolding.py. What was given stays as it was given.

-- isrc_key is the ISRC in the one form that is compared, NULL if there is none. search_key is title
-- and artists without any marks; recording_key keeps those that make other letters.
ALTER TABLE songs ADD COLUMN isrc_key TEXT;
ALTER TABLE songs ADD COLUMN search_key TEXT NOT NULL DEFAULT '';
CREATE INDEX songs_by_isrc_key ON songs (isrc_key);
DROP INDEX songs_by_isrc;

-- The songs of an import that could not be kept: JSON, a pair of place and what is known of each.
ALTER TABLE imports ADD COLUMN lost TEXT NOT NULL DEFAULT '[]';

-- Imports that say that they run, though nothing reads their next page any more.
UPDATE imports SET state = 'failed', fault = 'broken', waits_until = 0
WHERE state = 'running' AND NOT EXISTS (SELECT 1 FROM outbox o
    WHERE o.kind = 'import.songs' AND o.subject_id = imports.id AND o.state = 'waiting');

-- What is known of rights is asked for with every list of songs.
CREATE INDEX board_log_by_kind ON board_log (episode_id, what);
