-- name: song_by_uri(uri)^
SELECT * FROM songs WHERE uri = :uri

-- name: song_by_hand(room_id, recording_key)^
-- What somebody typed stays in their room: other rooms have songs of their own by that name.
SELECT s.* FROM songs s JOIN known_songs k ON k.song_id = s.id
WHERE k.room_id = :room_id AND s.recording_key = :recording_key AND s.uri IS NULL
ORDER BY s.id LIMIT 1

-- name: songs_like(room_id, told_uri, isrc_key, recording_key)
-- Songs the room knows that may be what a file tells of: whether they are, the domain says.
SELECT s.* FROM songs s JOIN known_songs k ON k.song_id = s.id
WHERE k.room_id = :room_id AND s.id IN (
    SELECT id FROM songs WHERE told_uri = :told_uri
    UNION SELECT id FROM songs WHERE isrc_key = :isrc_key
    UNION SELECT id FROM songs WHERE recording_key = :recording_key)
ORDER BY s.id LIMIT 100

-- name: add_song(id, uri, told_uri, isrc, isrc_key, recording_key, search_key, title, artists, album, duration_ms, cover_url, explicit, year)$
INSERT INTO songs (id, uri, told_uri, isrc, isrc_key, recording_key, search_key, title, artists,
    album, duration_ms, cover_url, explicit, year)
VALUES (:id, :uri, :told_uri, :isrc, :isrc_key, :recording_key, :search_key, :title, :artists,
    :album, :duration_ms, :cover_url, :explicit, :year)
ON CONFLICT (uri) DO NOTHING
RETURNING id

-- name: songs_after(id, most)
SELECT * FROM songs WHERE id > :id ORDER BY id LIMIT :most

-- name: refold_song(id, isrc_key, recording_key, search_key)!
UPDATE songs SET isrc_key = :isrc_key, recording_key = :recording_key, search_key = :search_key
WHERE id = :id

-- name: know_song(room_id, song_id)!
INSERT INTO known_songs (room_id, song_id) VALUES (:room_id, :song_id)
ON CONFLICT (room_id, song_id) DO NOTHING

-- name: known_song(room_id, song_id)^
SELECT s.* FROM songs s JOIN known_songs k ON k.song_id = s.id
WHERE k.room_id = :room_id AND s.id = :song_id

-- name: known_songs(room_id, pattern, most)
SELECT s.* FROM songs s JOIN known_songs k ON k.song_id = s.id
WHERE k.room_id = :room_id AND s.search_key LIKE :pattern
ORDER BY s.search_key, s.id LIMIT :most

-- name: known_songs_titled(room_id, pattern)
SELECT s.* FROM songs s JOIN known_songs k ON k.song_id = s.id
WHERE k.room_id = :room_id AND s.search_key LIKE :pattern
ORDER BY s.search_key, s.id

-- name: maybe_same_recording(episode_id, song_id, uri, isrc_key, recording_key)
-- What may be the same recording as a song, by any of the things that tell: the repository decides.
SELECT p.id AS proposal_id, s.id, s.uri, s.told_uri, s.isrc, s.title, s.recording_key
FROM proposals p JOIN songs s ON s.id = p.song_id
WHERE p.episode_id = :episode_id AND p.withdrawn = 0
AND (s.id = :song_id OR s.isrc_key = :isrc_key OR s.uri = :uri OR s.told_uri = :uri
    OR s.recording_key = :recording_key)
ORDER BY p.proposed_at, p.id

-- name: put_proposal(id, episode_id, song_id, proposer_id, proposed_at, character_id, import_id, hidden)$
-- A song that was withdrawn comes back as the proposal of whoever puts it forward now.
INSERT INTO proposals (id, episode_id, song_id, proposer_id, proposed_at, withdrawn, shortlisted,
    character_id, import_id, hidden)
VALUES (:id, :episode_id, :song_id, :proposer_id, :proposed_at, 0, 0, :character_id, :import_id,
    :hidden)
ON CONFLICT (episode_id, song_id) DO UPDATE SET proposer_id = excluded.proposer_id,
    proposed_at = excluded.proposed_at, withdrawn = 0, shortlisted = 0, message_id = NULL,
    character_id = excluded.character_id, import_id = excluded.import_id, taken_back = 0,
    hidden = excluded.hidden, withdrawn_at = NULL, withdrawn_by = NULL, off_shortlist = 0
RETURNING id

-- name: proposals_of_episode(episode_id)
SELECT p.id AS proposal_id, p.episode_id, p.proposer_id, p.proposed_at, p.withdrawn, p.shortlisted,
    p.message_id, p.character_id, p.hidden, p.withdrawn_at, p.withdrawn_by, p.off_shortlist, s.*,
    (SELECT ch.name FROM characters ch WHERE ch.id = p.character_id) AS character_name,
    (SELECT count(*) FROM seconds c
     WHERE c.proposal_id = p.id AND c.user_id <> p.proposer_id) AS seconds
FROM proposals p JOIN songs s ON s.id = p.song_id
WHERE p.episode_id = :episode_id AND p.withdrawn = 0
ORDER BY p.proposed_at, p.id

-- name: notes_of_episode(episode_id)
SELECT n.* FROM notes n JOIN proposals p ON p.id = n.proposal_id
WHERE p.episode_id = :episode_id ORDER BY n.drawn, n.id

-- name: proposal(id)
-- With its episode and its room; a row for each of its notes, or one without.
SELECT p.id AS proposal_id, p.episode_id, p.proposer_id, p.proposed_at, p.withdrawn, p.shortlisted,
    p.message_id, p.character_id, p.hidden, p.withdrawn_at, p.withdrawn_by, p.off_shortlist, s.*,
    (SELECT ch.name FROM characters ch WHERE ch.id = p.character_id) AS character_name,
    (SELECT count(*) FROM seconds c
     WHERE c.proposal_id = p.id AND c.user_id <> p.proposer_id) AS seconds,
    e.number AS episode_number, e.title AS episode_title, e.state AS episode_state,
    e.created_at AS episode_created_at,
    e.presented_message_id AS episode_presented_message_id,
    m.id AS room_id, m.guild_id AS room_guild_id, m.channel_id AS room_channel_id,
    m.title AS room_title, m.timezone AS room_timezone, m.showrunner_id AS room_showrunner_id,
    m.delegates_role_id AS room_delegates_role_id, m.writers_role_id AS room_writers_role_id,
    m.settings AS room_settings, m.channel_trouble AS room_channel_trouble,
    m.event_trouble AS room_event_trouble, m.thread_trouble AS room_thread_trouble,
    m.spotify_account AS room_spotify_account,
    n.id AS note_id, n.user_id AS note_user_id, n.text AS note_text, n.at AS note_at,
    n.drawn AS note_drawn, n.named AS note_named
FROM proposals p JOIN songs s ON s.id = p.song_id JOIN episodes e ON e.id = p.episode_id
JOIN rooms m ON m.id = e.room_id LEFT JOIN notes n ON n.proposal_id = p.id
WHERE p.id = :id ORDER BY n.drawn, n.id

-- name: seconded_until(episode_id, at)
SELECT c.proposal_id, count(*) AS seconds FROM seconds c JOIN proposals p ON p.id = c.proposal_id
WHERE p.episode_id = :episode_id AND c.user_id <> p.proposer_id AND c.at <= :at
GROUP BY c.proposal_id

-- name: findable(episode_id)
-- The newest first; without what takes long to read.
SELECT p.id AS proposal_id, p.proposer_id, s.* FROM proposals p JOIN songs s ON s.id = p.song_id
WHERE p.episode_id = :episode_id AND p.withdrawn = 0
ORDER BY p.proposed_at DESC, p.id DESC

-- name: withdrawn_since(episode_id, at)
-- The last one first.
SELECT id FROM proposals WHERE episode_id = :episode_id AND withdrawn = 1 AND withdrawn_at >= :at
ORDER BY withdrawn_at DESC, id DESC

-- name: bring_back(id)$
-- On the shortlist again only if nobody has changed that since.
UPDATE proposals SET withdrawn = 0, withdrawn_at = NULL, withdrawn_by = NULL, off_shortlist = 0,
    shortlisted = CASE WHEN off_shortlist = 1 AND shortlist_revision = (
        SELECT max(q.shortlist_revision) FROM proposals q WHERE q.episode_id = proposals.episode_id)
        THEN 1 ELSE 0 END,
    shortlist_revision = CASE WHEN off_shortlist = 1 AND shortlist_revision = (
        SELECT max(q.shortlist_revision) FROM proposals q WHERE q.episode_id = proposals.episode_id)
        THEN shortlist_revision + 1 ELSE shortlist_revision END
WHERE id = :id AND withdrawn = 1
RETURNING id

-- name: withdraw(id, withdrawn_by, withdrawn_at)!
UPDATE proposals SET withdrawn = 1, withdrawn_by = :withdrawn_by, withdrawn_at = :withdrawn_at,
    off_shortlist = shortlisted, shortlisted = 0, shortlist_revision = CASE shortlisted
    WHEN 0 THEN shortlist_revision ELSE (SELECT max(q.shortlist_revision) + 1 FROM proposals q
        WHERE q.episode_id = proposals.episode_id) END
WHERE id = :id

-- name: add_second(proposal_id, user_id, at)$
INSERT INTO seconds (proposal_id, user_id, at) VALUES (:proposal_id, :user_id, :at)
ON CONFLICT (proposal_id, user_id) DO NOTHING
RETURNING user_id

-- name: remove_second(proposal_id, user_id)$
DELETE FROM seconds WHERE proposal_id = :proposal_id AND user_id = :user_id RETURNING user_id

-- name: seconded_by(episode_id, user_id)
SELECT c.proposal_id FROM seconds c JOIN proposals p ON p.id = c.proposal_id
WHERE p.episode_id = :episode_id AND c.user_id = :user_id

-- name: change_note(id, proposal_id, user_id, text, at)$
-- When a line was changed would tell who was there to do it.
UPDATE notes SET text = :text, at = CASE drawn WHEN 0 THEN :at ELSE at END
WHERE id = :id AND proposal_id = :proposal_id AND user_id = :user_id RETURNING id

-- name: remove_note(id, proposal_id, user_id)$
DELETE FROM notes WHERE id = :id AND proposal_id = :proposal_id AND user_id = :user_id RETURNING id

-- name: add_note(id, proposal_id, user_id, text, at, drawn, named)!
INSERT INTO notes (id, proposal_id, user_id, text, at, drawn, named)
VALUES (:id, :proposal_id, :user_id, :text, :at, :drawn, :named)

-- name: shortlist(id, episode_id, shortlisted)!
UPDATE proposals SET shortlisted = :shortlisted, shortlist_revision = (
    SELECT max(q.shortlist_revision) + 1 FROM proposals q WHERE q.episode_id = :episode_id)
WHERE id = :id AND episode_id = :episode_id AND withdrawn = 0 AND shortlisted <> :shortlisted

-- name: shortlist_revision(episode_id)$
SELECT max(shortlist_revision) FROM proposals WHERE episode_id = :episode_id

-- name: shortlist_changes(episode_id, since)
SELECT p.id AS proposal_id, p.episode_id, p.proposer_id, p.proposed_at, p.withdrawn, p.shortlisted,
    p.message_id, p.character_id, p.hidden, p.withdrawn_at, p.withdrawn_by, p.off_shortlist, s.*,
    (SELECT ch.name FROM characters ch WHERE ch.id = p.character_id) AS character_name, 0 AS seconds
FROM proposals p JOIN songs s ON s.id = p.song_id
WHERE p.episode_id = :episode_id AND p.shortlist_revision > :since
ORDER BY p.proposed_at, p.id

-- name: set_card(id, message_id)!
UPDATE proposals SET message_id = :message_id WHERE id = :id

-- name: in_live_round(proposal_id)$
SELECT count(*) FROM proposals p
JOIN rounds r ON r.episode_id = p.episode_id
JOIN candidates c ON c.round_id = r.id AND c.song_id = p.song_id
WHERE p.id = :proposal_id AND r.state NOT IN ('closed', 'cancelled')

-- name: withdrawn_candidate(round_id)$
-- The title of a song of a round that its episode's longlist has no more.
SELECT s.title FROM candidates c JOIN rounds r ON r.id = c.round_id
JOIN proposals p ON p.episode_id = r.episode_id AND p.song_id = c.song_id
JOIN songs s ON s.id = c.song_id
WHERE c.round_id = :round_id AND p.withdrawn = 1 ORDER BY c.position LIMIT 1
