-- folded is an episode's number as it is compared, so that no two that look alike are added. It is
-- NULL for episodes of before, among which there may be such: they stay, and are compared by number.
ALTER TABLE episodes ADD COLUMN folded TEXT;
CREATE UNIQUE INDEX episodes_by_folded ON episodes (room_id, folded);
