-- name: round_in_room(id, songs)
-- As round_with_candidates; the first row has the round's episode and room, too. One row without
-- candidates, where songs is 0.
SELECT f.*, c.song_id, c.proposer_id, c.why, s.uri, s.told_uri, s.isrc, s.title, s.artists, s.album,
    s.duration_ms, s.cover_url, s.explicit, s.year,
    e.number AS episode_number, e.title AS episode_title, e.state AS episode_state,
    e.created_at AS episode_created_at,
    e.presented_message_id AS episode_presented_message_id,
    m.guild_id AS room_guild_id, m.channel_id AS room_channel_id, m.title AS room_title,
    m.timezone AS room_timezone, m.showrunner_id AS room_showrunner_id,
    m.delegates_role_id AS room_delegates_role_id, m.writers_role_id AS room_writers_role_id,
    m.settings AS room_settings, m.channel_trouble AS room_channel_trouble,
    m.event_trouble AS room_event_trouble, m.thread_trouble AS room_thread_trouble,
    m.spotify_account AS room_spotify_account
FROM rounds r LEFT JOIN candidates c ON c.round_id = r.id AND :songs = 1
LEFT JOIN songs s ON s.id = c.song_id
LEFT JOIN rounds f ON f.id = r.id AND coalesce(c.position, 0) = 0
LEFT JOIN episodes e ON e.id = f.episode_id LEFT JOIN rooms m ON m.id = f.room_id
WHERE r.id = :id ORDER BY c.position

-- name: turnout_and_awaited(round_id, room_id)
-- The turnout in each row: one for each writer of the roster who has not voted, or one without.
-- Everybody who voted counts among those who may, also a writer who left the roster since.
SELECT t.voted, t.among, m.user_id FROM (
    SELECT (SELECT count(*) FROM ballots b
            WHERE b.round_id = :round_id AND b.choices <> '') AS voted,
        (SELECT count(*) FROM roster p WHERE p.room_id = :room_id AND (p.removed = 0 OR EXISTS (
            SELECT 1 FROM ballots b WHERE b.round_id = :round_id AND b.voter_id = p.user_id
            AND b.choices <> ''))) AS among) t
LEFT JOIN roster m ON m.room_id = :room_id AND m.removed = 0 AND NOT EXISTS (
    SELECT 1 FROM ballots b WHERE b.round_id = :round_id AND b.voter_id = m.user_id
    AND b.choices <> '')
ORDER BY m.since, m.user_id

-- name: plan_around(round_id)
-- The rounds of a round's plan in order, without those that were cancelled; whole are those that wait
-- for it.
WITH RECURSIVE before (id, follows) AS (
    SELECT id, follows FROM rounds WHERE id = :round_id
    UNION ALL
    SELECT r.id, r.follows FROM rounds r JOIN before b ON r.id = b.follows
    WHERE r.state <> 'cancelled'),
after (id, waits) AS (
    SELECT id, CAST(1 AS BIGINT) FROM rounds WHERE id = :round_id
    UNION ALL
    SELECT r.id, CASE WHEN a.waits = 1 AND r.state = 'scheduled' THEN r.waits ELSE 0 END
    FROM rounds r JOIN after a ON r.follows = a.id WHERE r.state <> 'cancelled')
SELECT p.id AS plan_id, p.rules AS plan_rules, w.*
FROM (SELECT id FROM before UNION SELECT id FROM after) plan JOIN rounds p ON p.id = plan.id
LEFT JOIN rounds w ON w.id = p.id AND w.id <> :round_id
    AND w.id IN (SELECT id FROM after WHERE waits = 1)
ORDER BY p.id

-- name: playlist_after(round_id, kind, room_id, sync)^
-- What the playlist of a room is known to hold, whether a plan votes on what a round left or had to
-- leave a vote out, since too few songs were left, and what became of the round's newest sync.
SELECT (SELECT id FROM rounds WHERE follows = :round_id AND state <> 'cancelled' LIMIT 1) AS next_round,
    (SELECT id FROM rounds WHERE follows = :round_id AND state = 'cancelled' AND waits = 1 LIMIT 1)
        AS left_out,
    o.state AS sync_state, o.last_error AS sync_error, k.*
FROM (SELECT 1 AS one) here
LEFT JOIN kept_playlists k ON k.kind = :kind AND k.subject_id = :room_id
LEFT JOIN outbox o ON o.id = (SELECT s.id FROM outbox s WHERE s.kind = :sync
    AND s.subject_id = :round_id ORDER BY s.id DESC LIMIT 1)

-- name: seating_rounds(room_id)
-- The last closed round of each of the room's episodes, oldest episode first, as in latest_outcomes: a
-- row for each candidate, in ballot order, of which the first has the round.
SELECT f.*, c.song_id, c.proposer_id, c.why, s.uri, s.told_uri, s.isrc, s.title, s.artists, s.album,
    s.duration_ms, s.cover_url, s.explicit, s.year
FROM rounds r JOIN episodes e ON e.id = r.episode_id
LEFT JOIN candidates c ON c.round_id = r.id LEFT JOIN songs s ON s.id = c.song_id
LEFT JOIN rounds f ON f.id = r.id AND coalesce(c.position, 0) = 0
WHERE r.room_id = :room_id AND r.state = 'closed'
AND r.id = (SELECT max(q.id) FROM rounds q WHERE q.episode_id = r.episode_id AND q.state = 'closed')
AND NOT EXISTS (SELECT 1 FROM rounds n WHERE n.follows = r.id AND n.state <> 'cancelled')
ORDER BY e.created_at, e.id, c.position
