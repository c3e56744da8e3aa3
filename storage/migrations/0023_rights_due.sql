-- When somebody is told that a holder has not answered by the date they were to.

-- remind_at (UTC seconds) is that date until it was brought up, NULL if there is none. reminded_of is the
-- date that was brought up last: no date is brought up twice. reminded_in names the message, which is
-- about all those whose dates had passed by then.
ALTER TABLE rights_holders ADD COLUMN remind_at BIGINT;
ALTER TABLE rights_holders ADD COLUMN reminded_of BIGINT;
ALTER TABLE rights_holders ADD COLUMN reminded_in BIGINT;
CREATE INDEX rights_holders_to_remind ON rights_holders (remind_at);
CREATE INDEX rights_holders_of_message ON rights_holders (reminded_in);

UPDATE rights_holders SET remind_at = (
    SELECT t.answer_by FROM rights_steps t
    WHERE t.id = rights_holders.last_step AND t.status = 'asked');
