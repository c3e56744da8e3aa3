-- name: rights_terms(room_id, episode_id)
-- Of the room, of an episode, and of the songs in it.
SELECT * FROM rights_terms
WHERE room_id = :room_id AND (episode_id IS NULL OR episode_id = :episode_id) ORDER BY id

-- name: add_rights_terms(id, room_id, episode_id, song_id, company, signer, production, media, territory, term, use, options, seconds, shooting, airing)!
INSERT INTO rights_terms (id, room_id, episode_id, song_id, company, signer, production, media,
    territory, term, use, options, seconds, shooting, airing)
VALUES (:id, :room_id, :episode_id, :song_id, :company, :signer, :production, :media, :territory,
    :term, :use, :options, :seconds, :shooting, :airing)

-- name: change_rights_terms(room_id, episode_id, song_id, company, signer, production, media, territory, term, use, options, seconds, shooting, airing)$
-- An episode_id or song_id of 0 stands for none, as in the index.
UPDATE rights_terms SET company = :company, signer = :signer, production = :production,
    media = :media, territory = :territory, term = :term, use = :use, options = :options,
    seconds = :seconds, shooting = :shooting, airing = :airing
WHERE room_id = :room_id AND COALESCE(episode_id, 0) = :episode_id
AND COALESCE(song_id, 0) = :song_id RETURNING id
