-- name: fact(name)$
SELECT value FROM facts WHERE name = :name

-- name: held_fact(name)$
-- Whoever else asks for it like this waits until this transaction ends.
INSERT INTO facts (name, value) VALUES (:name, '')
ON CONFLICT (name) DO UPDATE SET value = facts.value RETURNING value

-- name: facts_beginning(pattern)
SELECT name, value FROM facts WHERE name LIKE :pattern AND value <> ''

-- name: set_fact(name, value)!
INSERT INTO facts (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- name: room(id)^
SELECT * FROM rooms WHERE id = :id

-- name: hold_free_rooms(ids)
-- Of a list in JSON. Rooms that others hold are passed by, so whoever asks waits for nobody.
SELECT id FROM rooms WHERE id IN (SELECT CAST(value AS BIGINT) FROM json_each(:ids))
ORDER BY id FOR NO KEY UPDATE SKIP LOCKED

-- name: room_at(channel_id)^
SELECT * FROM rooms WHERE channel_id = :channel_id

-- name: room_and_current_at(channel_id)^
-- With its current episode, as current_episode finds it, if there is one.
SELECT m.*, e.room_id, e.id AS episode_id, e.number AS episode_number, e.title AS episode_title,
    e.state AS episode_state, e.created_at AS episode_created_at,
    e.presented_message_id AS episode_presented_message_id
FROM rooms m LEFT JOIN episodes e ON e.room_id = m.id AND e.state = 'active'
WHERE m.channel_id = :channel_id
ORDER BY CASE WHEN e.id = m.current_episode_id THEN 0 ELSE 1 END, e.created_at DESC, e.id DESC
LIMIT 1

-- name: save_room(id, guild_id, channel_id, title, timezone, showrunner_id, delegates_role_id, writers_role_id, settings, created_at)!
INSERT INTO rooms (id, guild_id, channel_id, title, timezone, showrunner_id, delegates_role_id,
    writers_role_id, settings, created_at)
VALUES (:id, :guild_id, :channel_id, :title, :timezone, :showrunner_id, :delegates_role_id,
    :writers_role_id, :settings, :created_at)
ON CONFLICT (id) DO UPDATE SET channel_id = excluded.channel_id, title = excluded.title,
    timezone = excluded.timezone,
    showrunner_id = excluded.showrunner_id, delegates_role_id = excluded.delegates_role_id,
    writers_role_id = excluded.writers_role_id, settings = excluded.settings

-- name: all_rooms()
SELECT * FROM rooms ORDER BY id

-- name: rooms_in_server(guild_id)
-- The newest first.
SELECT * FROM rooms WHERE guild_id = :guild_id ORDER BY created_at DESC, id DESC

-- name: room_in_use(id)$
-- 1 for a room that holds something besides people.
SELECT EXISTS (SELECT 1 FROM episodes WHERE room_id = :id)
    OR EXISTS (SELECT 1 FROM characters WHERE room_id = :id)
    OR EXISTS (SELECT 1 FROM imports WHERE room_id = :id)
    OR EXISTS (SELECT 1 FROM kept_playlists WHERE room_id = :id)
    OR EXISTS (SELECT 1 FROM spotify_accounts WHERE room_id = :id)
    OR EXISTS (SELECT 1 FROM rights_holders WHERE room_id = :id)
    OR EXISTS (SELECT 1 FROM rights_steps WHERE room_id = :id)
    OR EXISTS (SELECT 1 FROM credits WHERE room_id = :id)
    OR EXISTS (SELECT 1 FROM rights_terms WHERE room_id = :id)
    OR EXISTS (SELECT 1 FROM rights_letters WHERE room_id = :id)

-- name: take_over_roster(id, heir_id)!
INSERT INTO roster (room_id, user_id, removed, since)
SELECT :heir_id, user_id, removed, since FROM roster WHERE room_id = :id
ON CONFLICT (room_id, user_id) DO NOTHING

-- name: take_over_known_songs(id, heir_id)!
INSERT INTO known_songs (room_id, song_id)
SELECT :heir_id, song_id FROM known_songs WHERE room_id = :id
ON CONFLICT (room_id, song_id) DO NOTHING

-- name: clear_roster(id)!
DELETE FROM roster WHERE room_id = :id

-- name: clear_known_songs(id)!
DELETE FROM known_songs WHERE room_id = :id

-- name: clear_spotify_links(id)!
DELETE FROM spotify_links WHERE room_id = :id

-- name: remove_room(id)!
DELETE FROM rooms WHERE id = :id

-- name: set_channel_trouble(id, trouble)!
UPDATE rooms SET channel_trouble = :trouble WHERE id = :id

-- name: set_event_trouble(id, trouble)!
UPDATE rooms SET event_trouble = :trouble WHERE id = :id

-- name: set_thread_trouble(id, trouble)!
UPDATE rooms SET thread_trouble = :trouble WHERE id = :id

-- name: roster(room_id)
SELECT user_id FROM roster WHERE room_id = :room_id AND removed = 0 ORDER BY since, user_id

-- name: on_roster(room_id, user_id)$
-- 1 for somebody on the roster, 0 for somebody taken off it.
SELECT 1 - removed FROM roster WHERE room_id = :room_id AND user_id = :user_id

-- name: join_roster(room_id, voter_id, cast_at)!
-- Whoever votes is on the roster from then on.
INSERT INTO roster (room_id, user_id, removed, since) VALUES (:room_id, :voter_id, 0, :cast_at)
ON CONFLICT (room_id, user_id) DO NOTHING

-- name: join(room_id, user_id, since)$
-- As join_roster, and says whether they are on it, as on_roster does.
INSERT INTO roster (room_id, user_id, removed, since) VALUES (:room_id, :user_id, 0, :since)
ON CONFLICT (room_id, user_id) DO UPDATE SET removed = roster.removed
RETURNING 1 - removed

-- name: set_on_roster(room_id, user_id, removed, since)!
INSERT INTO roster (room_id, user_id, removed, since)
VALUES (:room_id, :user_id, :removed, :since)
ON CONFLICT (room_id, user_id) DO UPDATE SET removed = excluded.removed

-- name: supervisors(room_id)
SELECT user_id FROM supervisors WHERE room_id = :room_id ORDER BY since, user_id

-- name: met_supervisor(room_id, user_id)$
SELECT EXISTS (SELECT 1 FROM supervisors WHERE room_id = :room_id AND user_id = :user_id)

-- name: meet_supervisor(room_id, user_id, since)!
INSERT INTO supervisors (room_id, user_id, since) VALUES (:room_id, :user_id, :since)
ON CONFLICT (room_id, user_id) DO NOTHING

-- name: clear_supervisors(room_id)!
DELETE FROM supervisors WHERE room_id = :room_id

-- name: episode(id)^
SELECT * FROM episodes WHERE id = :id

-- name: episodes_numbered(room_id, number, folded)
-- Those without a folded number have to be looked at.
SELECT * FROM episodes
WHERE room_id = :room_id AND (number = :number OR folded = :folded OR folded IS NULL)
ORDER BY created_at DESC, id DESC

-- name: current_episode(room_id)^
-- The one that was chosen, or else the newest.
SELECT e.* FROM episodes e JOIN rooms m ON m.id = e.room_id
WHERE e.room_id = :room_id AND e.state = 'active'
ORDER BY CASE WHEN e.id = m.current_episode_id THEN 0 ELSE 1 END, e.created_at DESC, e.id DESC
LIMIT 1

-- name: set_current_episode(room_id, episode_id)!
UPDATE rooms SET current_episode_id = :episode_id WHERE id = :room_id

-- name: add_episode(id, room_id, number, folded, title, state, created_at)$
INSERT INTO episodes (id, room_id, number, folded, title, state, created_at)
VALUES (:id, :room_id, :number, :folded, :title, :state, :created_at)
ON CONFLICT DO NOTHING
RETURNING id

-- name: rename_episode(id, number, folded, title)!
UPDATE episodes SET number = :number, folded = :folded, title = :title WHERE id = :id

-- name: retitle_episode(id, title)!
UPDATE episodes SET title = :title WHERE id = :id

-- name: set_episode_state(id, was, becomes)$
UPDATE episodes SET state = :becomes, state_before = state WHERE id = :id AND state = :was
RETURNING id

-- name: bring_episode_back(id)$
UPDATE episodes SET state = CASE state_before WHEN '' THEN 'active' ELSE state_before END
WHERE id = :id AND state = 'archived'
RETURNING id

-- name: set_presented(id, message_id)!
UPDATE episodes SET presented_message_id = :message_id WHERE id = :id

-- name: episode_summaries(room_id)
SELECT e.*,
    (SELECT count(*) FROM proposals p
     WHERE p.episode_id = e.id AND p.withdrawn = 0) AS longlisted,
    (SELECT count(*) FROM proposals p
     WHERE p.episode_id = e.id AND p.withdrawn = 0 AND p.shortlisted = 1) AS shortlisted,
    (SELECT count(*) FROM rounds r WHERE r.episode_id = e.id) AS rounds,
    (SELECT r.state FROM rounds r WHERE r.episode_id = e.id
     AND r.state NOT IN ('closed', 'cancelled') ORDER BY r.id LIMIT 1) AS live_round
FROM episodes e WHERE e.room_id = :room_id
ORDER BY e.created_at DESC, e.id DESC
