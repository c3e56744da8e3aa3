-- The interactions that something came of, each claimed by the transaction that did it, so that one
-- that Discord delivers again acts once, in whichever process it arrives. Rows are swept after an hour:
-- Discord takes answers to an interaction for a quarter of one.
CREATE TABLE interactions (
    id BIGINT PRIMARY KEY,
    claimed_at BIGINT NOT NULL
);
CREATE INDEX interactions_by_age ON interactions (claimed_at);
