-- name: playlist(kind, subject_id)^
SELECT * FROM kept_playlists WHERE kind = :kind AND subject_id = :subject_id

-- name: add_playlist(kind, subject_id, room_id, playlist_id, owner_id, mode, added, present, missing, synced_at, named, covered)!
INSERT INTO kept_playlists (kind, subject_id, room_id, playlist_id, owner_id, mode, added, present,
    missing, synced_at, named, covered)
VALUES (:kind, :subject_id, :room_id, :playlist_id, :owner_id, :mode, :added, :present, :missing,
    :synced_at, :named, :covered)
ON CONFLICT (kind, subject_id) DO NOTHING

-- name: save_playlist(kind, subject_id, room_id, playlist_id, owner_id, mode, added, present, missing, synced_at, named, covered)!
INSERT INTO kept_playlists (kind, subject_id, room_id, playlist_id, owner_id, mode, added, present,
    missing, synced_at, named, covered)
VALUES (:kind, :subject_id, :room_id, :playlist_id, :owner_id, :mode, :added, :present, :missing,
    :synced_at, :named, :covered)
ON CONFLICT (kind, subject_id) DO UPDATE SET playlist_id = excluded.playlist_id,
    owner_id = excluded.owner_id, mode = excluded.mode, added = excluded.added,
    present = excluded.present, missing = excluded.missing, synced_at = excluded.synced_at,
    named = excluded.named, covered = excluded.covered

-- name: playlists_of_room(room_id)
SELECT * FROM kept_playlists WHERE room_id = :room_id

-- name: playlists_known_as(playlist_id)
SELECT * FROM kept_playlists WHERE playlist_id = :playlist_id

-- name: forget_playlist(kind, subject_id)!
DELETE FROM kept_playlists WHERE kind = :kind AND subject_id = :subject_id

-- name: set_added(kind, subject_id, added)!
UPDATE kept_playlists SET added = :added WHERE kind = :kind AND subject_id = :subject_id

-- name: set_playlist_details(kind, subject_id, playlist_id, named, covered)!
UPDATE kept_playlists SET named = :named, covered = :covered
WHERE kind = :kind AND subject_id = :subject_id AND playlist_id = :playlist_id

-- name: lease_playlist(playlist_id, lease, now, leased_until, believed)$
-- A lease that goes on for too long was made by a clock that was ahead.
INSERT INTO playlist_leases (playlist_id, lease, leased_until)
VALUES (:playlist_id, :lease, :leased_until)
ON CONFLICT (playlist_id) DO UPDATE SET lease = excluded.lease, leased_until = excluded.leased_until
WHERE playlist_leases.lease = :lease OR playlist_leases.leased_until <= :now
    OR playlist_leases.leased_until > :believed
RETURNING lease

-- name: release_playlist(playlist_id, lease)!
DELETE FROM playlist_leases WHERE playlist_id = :playlist_id AND lease = :lease

-- name: lease_refresh(account, lease, now, leased_until, believed)$
INSERT INTO spotify_refreshes (account, lease, leased_until)
VALUES (:account, :lease, :leased_until)
ON CONFLICT (account) DO UPDATE SET lease = excluded.lease, leased_until = excluded.leased_until
WHERE spotify_refreshes.leased_until <= :now OR spotify_refreshes.leased_until > :believed
RETURNING lease

-- name: release_refresh(account, lease)!
DELETE FROM spotify_refreshes WHERE account = :account AND lease = :lease

-- name: account(id)^
SELECT * FROM spotify_accounts WHERE id = :id

-- name: add_account(id, room_id, client_id, client_secret, refresh_token, owner_id, owner_name, connected_by, authorized_at, state)!
INSERT INTO spotify_accounts (id, room_id, client_id, sealed_client_secret, sealed_refresh_token,
    owner_id, owner_name, connected_by, authorized_at, state, reminded)
VALUES (:id, :room_id, :client_id, :client_secret, :refresh_token, :owner_id, :owner_name,
    :connected_by, :authorized_at, :state, 0)

-- name: use_account(room_id, account_id)!
UPDATE rooms SET spotify_account = :account_id WHERE id = :room_id

-- name: set_refresh_token(id, refresh_token)!
UPDATE spotify_accounts SET sealed_refresh_token = :refresh_token WHERE id = :id

-- name: set_client_secret(id, client_secret)!
UPDATE spotify_accounts SET sealed_client_secret = :client_secret WHERE id = :id

-- name: move_account(id, was, becomes)$
UPDATE spotify_accounts SET state = :becomes WHERE id = :id AND state = :was
RETURNING id

-- name: all_accounts()
SELECT * FROM spotify_accounts

-- name: connected_accounts()
SELECT * FROM spotify_accounts WHERE state = 'connected'

-- name: accounts_due_for_reminder(before, reminded)
SELECT * FROM spotify_accounts
WHERE state = 'connected' AND authorized_at <= :before AND reminded < :reminded
ORDER BY authorized_at, id

-- name: set_reminded(id, was, days)$
UPDATE spotify_accounts SET reminded = :days WHERE id = :id AND reminded = :was
RETURNING id

-- name: drop_links_of(room_id, user_id)!
DELETE FROM spotify_links WHERE room_id = :room_id AND user_id = :user_id

-- name: give_link(nonce, room_id, user_id, client_id, client_secret, expires_at)!
INSERT INTO spotify_links (nonce, room_id, user_id, client_id, sealed_client_secret, expires_at)
VALUES (:nonce, :room_id, :user_id, :client_id, :client_secret, :expires_at)

-- name: given_link(room_id, user_id)^
SELECT * FROM spotify_links WHERE room_id = :room_id AND user_id = :user_id

-- name: sweep_links(before)!
DELETE FROM spotify_links WHERE expires_at < :before

-- name: drop_link(nonce)$
DELETE FROM spotify_links WHERE nonce = :nonce RETURNING nonce

-- name: spotify_pauses(account)
SELECT what, noted_at, paused_until FROM spotify_pauses WHERE account = :account

-- name: pause_spotify(account, what, noted_at, paused_until)!
INSERT INTO spotify_pauses (account, what, noted_at, paused_until)
VALUES (:account, :what, :noted_at, :paused_until)
ON CONFLICT (account, what) DO UPDATE SET noted_at = excluded.noted_at,
    paused_until = excluded.paused_until

-- name: spotify_ledger(account, since, until, room_id, user_id)
-- The calls of each hour, the earliest first, and the pauses, which name what they are of. A sum is no
-- whole number on PostgreSQL.
SELECT NULL AS what, NULL AS noted_at, NULL AS paused_until, hour, CAST(sum(calls) AS BIGINT) AS calls,
    CAST(sum(CASE WHEN room_id = :room_id THEN calls ELSE 0 END) AS BIGINT) AS of_room,
    CAST(sum(CASE WHEN user_id = :user_id THEN calls ELSE 0 END) AS BIGINT) AS of_person,
    (SELECT count(*) FROM (SELECT id FROM rooms LIMIT 2) first_two) AS rooms
FROM spotify_calls WHERE account = :account AND hour >= :since AND hour <= :until
GROUP BY hour
UNION ALL
SELECT what, noted_at, paused_until, 0, 0, 0, 0, 0 FROM spotify_pauses WHERE account = :account
ORDER BY hour

-- name: count_spotify_calls(account, hour, room_id, user_id, calls)!
INSERT INTO spotify_calls (account, hour, room_id, user_id, calls)
VALUES (:account, :hour, :room_id, :user_id, :calls)
ON CONFLICT (account, hour, room_id, user_id) DO UPDATE
SET calls = spotify_calls.calls + excluded.calls

-- name: give_back_spotify_calls(account, hour, room_id, user_id, calls)!
UPDATE spotify_calls SET calls = calls - :calls
WHERE account = :account AND hour = :hour AND room_id = :room_id AND user_id = :user_id
AND calls >= :calls

-- name: sweep_spotify_calls(account, since, until)!
-- What is too old to count, and what a clock that was ahead has left.
DELETE FROM spotify_calls WHERE account = :account AND (hour < :since OR hour > :until)
