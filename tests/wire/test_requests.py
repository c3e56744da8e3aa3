"""Discord answering late, wrongly, or not at all: votes are kept, and nothing is posted twice."""

import logging

import pytest

from bot.domain.model import RoundState
from tests.wire.faults import Fault, Gate, broken, dropped, held, limited, refused, slow
from tests.wire.house import CHANNEL, House
from tests.wire.rest import CALLBACK, MESSAGE, MESSAGES, ORIGINAL
from tests.wire.shapes import text_of, voted

TO_THE_CLOSE = 2700
"""More than the seconds for which these tests leave a vote open."""
FIVE_TIMES = 5
"""How often discord.py tries what a server answers with an error."""

LOST_POSTS = {
    "429 for the bucket": [limited(0.7)],
    "429 for everything": [limited(0.7, everywhere=True)],
    "429 thrice": [limited(0.7)] * 3,
    "500 before the effect": [broken(500)],
    "502 before the effect": [broken(502)],
    "502 until discord.py gives up": [broken(502)] * FIVE_TIMES,
    "503, which is not tried again": [broken(503)],
    "500 after the effect": [broken(500, after=True)],
    "502 after the effect": [broken(502, after=True)],
    "502 after the effect, until discord.py gives up": [broken(502, after=True)] * FIVE_TIMES,
    "cut before the effect": [dropped()],
    "cut after the effect": [dropped(after=True)],
}
"""What may become of a request to post a message."""


def cases(table: dict[str, list[Fault]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("faults", table.values(), ids=table.keys())


@cases(LOST_POSTS)
async def test_a_ballot_is_posted_once_whatever_becomes_of_the_request(
    house: House, faults: list[Fault]
) -> None:
    await house.shortlisted()
    house.discord.fail("POST", MESSAGES, *faults)
    await house.schedule()
    await house.bot.settled()
    await house.bot.advance(60)
    view = await house.round()
    [ballot] = house.ballots(view.round.id)
    assert str(view.round.message_id) == ballot["id"]
    assert house.discord.faults.pending == 0


OFTEN = (
    "429 for everything",
    "502 before the effect",
    "502 after the effect, until discord.py gives up",
    "503, which is not tried again",
    "cut after the effect",
)


@cases({name: LOST_POSTS[name] for name in OFTEN})
async def test_results_come_once_and_votes_count_whatever_becomes_of_the_request(
    house: House, faults: list[Fault]
) -> None:
    view = await house.opened()
    for writer in house.writers[:2]:
        await house.vote(view.round.id, writer, 1, 2)
    await house.bot.settled()
    house.discord.fail("POST", MESSAGES, *faults)
    await house.bot.advance(TO_THE_CLOSE)
    ended = await house.round()
    assert ended.round.state is RoundState.CLOSED
    [results] = house.results(view.round.id)
    assert str(ended.round.results_message_id) == results["id"]
    assert (ended.turnout.voted, house.discord.faults.pending) == (2, 0)


async def test_what_may_have_been_posted_is_not_posted_before_it_could_be_looked_for(
    house: House,
) -> None:
    view = await house.opened()
    await house.vote(view.round.id, house.writers[0], 1, 2)
    await house.bot.settled()
    house.discord.fail("POST", MESSAGES, dropped(after=True))
    house.discord.faults.always("GET", MESSAGES, broken(503))
    posts = house.discord.calls("POST", MESSAGES)
    await house.bot.advance(TO_THE_CLOSE)
    assert house.discord.calls("POST", MESSAGES) == posts + 1
    house.discord.faults.mend()
    await house.bot.advance(TO_THE_CLOSE)
    assert house.discord.calls("POST", MESSAGES) == posts + 1
    assert len(house.results(view.round.id)) == 1


async def test_the_nonce_alone_keeps_a_message_from_being_posted_twice(house: House) -> None:
    view = await house.opened()
    writer = house.writers[0]
    await house.vote(view.round.id, writer, 1, 2)
    # The bot may not look what it said before; only what it sends again tells Discord.
    house.discord.faults.always("GET", MESSAGES, refused(403, 50013))
    house.discord.fail("POST", MESSAGES, dropped(after=True))
    await house.bot.advance(TO_THE_CLOSE)
    assert len(house.results(view.round.id)) == 1


@pytest.mark.parametrize("everywhere", [False, True], ids=["bucket", "everything"])
async def test_a_429_is_waited_for_as_long_as_it_says(house: House, everywhere: bool) -> None:
    await house.shortlisted()
    house.discord.fail("POST", MESSAGES, limited(2.25, everywhere=everywhere))
    before = house.discord.calls("POST", MESSAGES)
    await house.schedule()
    await house.bot.settled()
    assert 2.25 in house.discord.waits.requested
    assert house.discord.calls("POST", MESSAGES) == before + 2


async def test_a_turnout_that_cannot_be_shown_is_shown_with_the_next_vote(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    view = await house.opened()
    house.discord.fail("PATCH", MESSAGE, broken(503))
    with caplog.at_level(logging.ERROR):
        first = await house.vote(view.round.id, house.writers[0], 1)
        await house.bot.settled()
    assert "1 of 2 picked" in first.text
    await house.vote(view.round.id, house.writers[1], 1)
    await house.bot.settled()
    [ballot] = house.ballots(view.round.id)
    assert voted(ballot) == 2


async def test_votes_are_taken_while_the_channel_takes_nothing(house: House) -> None:
    view = await house.opened()
    house.discord.faults.always("PATCH", MESSAGE, broken(503))
    house.discord.faults.always("POST", MESSAGES, broken(503))
    for writer in house.writers:
        answer = await house.vote(view.round.id, writer, 1, 2)
        assert "receipt" in answer.text
    await house.bot.advance(TO_THE_CLOSE)
    assert house.results(view.round.id) == []
    house.discord.faults.mend()
    await house.bot.advance(3600)
    assert len(house.results(view.round.id)) == 1
    [ballot] = [one for one in house.discord.messages(CHANNEL) if "**Closed**" in text_of(one)]
    assert voted(ballot) == len(house.writers)


LOST_ANSWERS = {
    "429": [limited(0.5)],
    "500 before the effect": [broken(500)],
    "502 before the effect": [broken(502)],
    "500 after the effect": [broken(500, after=True)],
    "502 after the effect": [broken(502, after=True)],
    "cut before the effect": [dropped()],
    "cut after the effect": [dropped(after=True)],
}


@cases(LOST_ANSWERS)
async def test_a_vote_whose_answer_gets_lost_is_kept_and_acknowledged(
    house: House, faults: list[Fault], caplog: pytest.LogCaptureFixture
) -> None:
    view = await house.opened()
    writer = house.writers[0]
    form = await house.form(view.round.id, writer)
    songs = await house.songs(view.round.id)
    house.discord.fail("POST", CALLBACK, *faults)
    with caplog.at_level(logging.WARNING):
        answer = await house.discord.choose(f"picks:{view.round.id}", songs[:2], writer, form)
        await house.bot.settled()
    assert "receipt" in answer.text
    assert len(answer.callbacks) == 1
    assert await house.picks(view.round.id, writer) == 2
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


@cases(LOST_ANSWERS)
async def test_a_command_whose_answer_gets_lost_acts_once_and_is_answered(
    house: House, faults: list[Fault], caplog: pytest.LogCaptureFixture
) -> None:
    await house.shortlisted()
    house.discord.fail("POST", CALLBACK, *faults)
    with caplog.at_level(logging.WARNING):
        answer = await house.schedule()
        await house.bot.settled()
    assert "Closes" in answer.text or "close" in answer.text
    view = await house.round()
    assert len(house.ballots(view.round.id)) == 1
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


@pytest.mark.parametrize(
    "fault", [broken(502, after=True), dropped(after=True)], ids=["502", "cut"]
)
async def test_a_command_that_is_put_off_goes_on_when_its_first_answer_gets_lost(
    house: House, fault: Fault
) -> None:
    await house.proposed(1)
    house.discord.fail("POST", CALLBACK, fault)
    given = {"song": "Heat Wave", "why": "Summer"}
    answer = await house.discord.command(
        "song propose", given, house.writers[0], CHANNEL, wait=False
    )
    await house.bot.settled()
    assert "You typed" in answer.text


async def test_an_answer_put_off_comes_whatever_becomes_of_the_request(house: House) -> None:
    await house.proposed(1)
    house.discord.fail("PATCH", ORIGINAL, broken(502, after=True), broken(502), limited(0.5))
    answer = await house.discord.command(
        "song propose", {"song": "Heat Wave", "why": "Summer"}, house.writers[0], CHANNEL
    )
    assert "You typed" in answer.text


async def test_an_answer_after_three_seconds_loses_no_vote_and_takes_one_line(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    view = await house.opened()
    writer, gate = house.writers[0], Gate()
    form = await house.form(view.round.id, writer)
    songs = await house.songs(view.round.id)
    house.discord.fail("POST", CALLBACK, held(gate))
    with caplog.at_level(logging.WARNING):
        late = await house.discord.choose(
            f"picks:{view.round.id}", songs[:2], writer, form, wait=False
        )
        await gate.reached.wait()
        house.clock.move(3.5)
        gate.open()
        await house.bot.settled()
    assert late.callbacks == []
    assert await house.picks(view.round.id, writer) == 2
    [line] = caplog.records
    assert "10062" in line.getMessage()
    assert "\n" not in line.getMessage()
    assert line.exc_info is None
    # The writer presses again, and sees what was kept.
    mine = await house.form(view.round.id, writer)
    assert "2 of 2 picked" in text_of(mine)


async def test_an_error_told_too_late_takes_one_line(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    gate = Gate()
    await house.shortlisted()
    house.discord.fail("POST", CALLBACK, held(gate))
    with caplog.at_level(logging.WARNING):
        late = await house.discord.command(
            "round schedule", {"closes": "yesterday"}, house.boss, CHANNEL, wait=False
        )
        await gate.reached.wait()
        house.clock.move(3.5)
        gate.open()
        await house.bot.settled()
    assert late.callbacks == []
    assert [one.exc_info for one in caplog.records] == [None]


async def test_what_was_put_off_and_comes_after_a_quarter_of_an_hour_takes_one_line(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    gate = Gate()
    await house.set_up()
    house.discord.fail("PATCH", ORIGINAL, held(gate))
    with caplog.at_level(logging.WARNING):
        late = await house.discord.command("room status", {}, house.boss, CHANNEL, wait=False)
        await gate.reached.wait()
        house.clock.move(901)
        gate.open()
        await house.bot.settled()
    assert not late.answered
    [line] = caplog.records
    assert "50027" in line.getMessage()
    assert (line.levelno, line.exc_info) == (logging.WARNING, None)


async def test_an_answer_taken_in_time_counts_however_late_that_is_confirmed(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    view = await house.opened()
    writer, gate = house.writers[0], Gate()
    form = await house.form(view.round.id, writer)
    songs = await house.songs(view.round.id)
    house.discord.fail("POST", CALLBACK, slow(gate))
    with caplog.at_level(logging.WARNING):
        answer = await house.discord.choose(f"picks:{view.round.id}", songs[:2], writer, form)
        house.clock.move(60)
        gate.open()
        await house.bot.settled()
    assert "receipt" in answer.text
    assert caplog.records == []
