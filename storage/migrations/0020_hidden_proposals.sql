-- Whether a song was proposed while its room hid proposers: who proposed it stays hidden then, also
-- when the room no longer hides others. A room that hides them now has promised it for all it shows.
ALTER TABLE proposals ADD COLUMN hidden BIGINT NOT NULL DEFAULT 0;
UPDATE proposals SET hidden = 1 WHERE episode_id IN (
    SELECT e.id FROM episodes e JOIN rooms r ON r.id = e.room_id
    WHERE r.settings LIKE '%"proposers_hidden": true%');
