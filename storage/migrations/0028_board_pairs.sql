-- The slots of a board that two songs share: a JSON list of {"songs": [1, 2], "how": "", "fallen": null}.
-- songs are those on the board, in the order they begin; they are next to each other in boards.songs.
-- Where one of the two fell, the other one alone is left, or the song that took its place beside it;
-- fallen is the id of the one that fell.
ALTER TABLE boards ADD COLUMN shared TEXT NOT NULL DEFAULT '[]';
