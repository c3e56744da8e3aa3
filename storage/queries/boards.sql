-- name: board(episode_id)^
SELECT * FROM boards WHERE episode_id = :episode_id

-- name: add_board(episode_id, round_id, songs, revision, added, removed, shared)$
INSERT INTO boards (episode_id, round_id, songs, revision, added, removed, shared)
VALUES (:episode_id, :round_id, :songs, :revision, :added, :removed, :shared)
ON CONFLICT (episode_id) DO NOTHING
RETURNING episode_id

-- name: change_board(episode_id, round_id, songs, revision, added, removed, shared, was)$
UPDATE boards SET round_id = :round_id, songs = :songs, revision = :revision, added = :added,
    removed = :removed, shared = :shared
WHERE episode_id = :episode_id AND revision = :was
RETURNING episode_id

-- name: board_entries(episode_id)
SELECT * FROM board_entries WHERE episode_id = :episode_id

-- name: save_board_entry(episode_id, song_id, beat, character_id, for_nobody, tells, lost_without)!
INSERT INTO board_entries (episode_id, song_id, beat, character_id, for_nobody, tells, lost_without)
VALUES (:episode_id, :song_id, :beat, :character_id, :for_nobody, :tells, :lost_without)
ON CONFLICT (episode_id, song_id) DO UPDATE SET beat = excluded.beat,
    character_id = excluded.character_id, for_nobody = excluded.for_nobody, tells = excluded.tells,
    lost_without = excluded.lost_without

-- name: log_board(id, episode_id, revision, song_id, what, said, user_id, at)!
INSERT INTO board_log (id, episode_id, revision, song_id, what, said, user_id, at)
VALUES (:id, :episode_id, :revision, :song_id, :what, :said, :user_id, :at)

-- name: board_changes(episode_id, since)
SELECT * FROM board_log WHERE episode_id = :episode_id AND revision > :since ORDER BY id

-- name: clearances_of_episode(episode_id)
SELECT * FROM board_log WHERE episode_id = :episode_id AND what = 'clearance' ORDER BY id
