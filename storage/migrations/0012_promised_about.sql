-- What a promised effect is about, besides its subject: a round has a ballot, a tie and results, each a
-- message of its own. One that stands aside holds up only what is about the same message.
ALTER TABLE outbox ADD COLUMN about TEXT NOT NULL DEFAULT '';
