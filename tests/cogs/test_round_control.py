"""`/round extend|pause|resume|close|cancel`, and where a round is shown to stand."""

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.lifecycle import BY_HAND, MOVES
from bot.domain.model import Cause, RoundState
from cogs.ui.kit.error_texts import STATES
from tests.cogs.conftest import Studio
from tests.cogs.endings import ends, says_yes
from tests.cogs.messages import answered, said
from tests.cogs.rounds import (
    DAY,
    HOUR,
    asks,
    ballot_of,
    buttons,
    passes,
    shortlisted,
    view_of,
    votes,
)
from tests.cogs.steps import open_round, propose, schedule, set_up
from tests.cogs.test_methods import choose, own


async def scheduled(studio: Studio) -> None:
    await shortlisted(studio, 4)
    text = answered(await schedule(studio, closes="in 2 days", opens="in 1 day", seats=2))
    assert "It opens <t:" in text


async def opened(studio: Studio) -> None:
    await open_round(studio)


async def paused(studio: Studio) -> None:
    await open_round(studio)
    await asks(studio, "round pause")


async def stopped(studio: Studio) -> None:
    await open_round(studio)
    await votes(studio, studio.writers[0], 1, 2)
    await says_yes(studio, "close")


async def tied(studio: Studio) -> None:
    await open_round(studio, seats=1)
    for person, song in zip(studio.writers[:2], (2, 3), strict=True):
        await votes(studio, person, song)
    await ends(studio, "close")


async def held(studio: Studio) -> None:
    await open_round(studio)
    await passes(studio, 36 * HOUR)
    await passes(studio, DAY)


async def closed(studio: Studio) -> None:
    await open_round(studio)
    await votes(studio, studio.writers[0], 1, 2)
    await ends(studio, "close")


Reach = Callable[[Studio], Awaitable[None]]
REACHED: dict[RoundState, Reach] = {
    RoundState.SCHEDULED: scheduled,
    RoundState.OPEN: opened,
    RoundState.PAUSED: paused,
    RoundState.CLOSING: stopped,
    RoundState.CASTING: tied,
    RoundState.HELD: held,
    RoundState.CLOSED: closed,
}
STEERING: dict[str, dict[str, str]] = {
    "extend": {"closes": "in 4 days"},
    "pause": {},
    "resume": {},
    "close": {},
    "cancel": {},
}
"""The commands and their options."""
DONE = {
    "extend": "closes <t:",
    "pause": "is paused, with",
    "resume": "is open again. It closes <t:",
    "close": "is over. The votes are counted <t:",
    "cancel": "is canceled. `/round schedule` schedules another.",
}
"""What is answered when it is done."""


@pytest.mark.parametrize("state", REACHED)
async def test_what_cannot_be_done_says_why_and_what_can(studio: Studio, state: RoundState) -> None:
    await REACHED[state](studio)
    possible = [verb for verb in BY_HAND if state in MOVES[verb]]
    if state is RoundState.CLOSING:
        possible = ["resume"]
    before = await view_of(studio)
    assert before.round.state is state
    for verb, options in STEERING.items():
        if state in MOVES[verb] or verb in possible:
            continue
        text = await asks(studio, f"round {verb}", **options)
        already = f"It's already {STATES[state.value]}. "
        assert text.startswith((f"The vote is {STATES[state.value]}, so ", already))
        assert all(f"`/round {one}`" in text for one in possible)
        next_look = "results" if state is RoundState.CLOSED else "status"
        assert possible or f"`/round {next_look}`" in text
    assert await view_of(studio) == before


LEGAL = [(state, verb) for state in REACHED for verb in STEERING if state in MOVES[verb]]


@pytest.mark.parametrize(("state", "verb"), LEGAL)
async def test_what_can_be_done_says_what_was_done(
    studio: Studio, state: RoundState, verb: str
) -> None:
    await REACHED[state](studio)
    round_id = (await view_of(studio)).round.id
    refused = await asks(studio, f"round {verb}", studio.writers[0], **STEERING[verb])
    assert "Only the showrunner of this room" in refused
    if verb in ("close", "cancel"):
        text = said(await says_yes(studio, verb))
    else:
        text = await asks(studio, f"round {verb}", **STEERING[verb])
    after = (await studio.now.services.rounds.view(round_id)).round
    assert after.state is MOVES[verb][state]
    assert "for episode 104 “Pilot”" in text
    if (state, verb) == (RoundState.CASTING, "close"):
        assert "is closed; the results come in the channel" in text
    elif (state, verb) == (RoundState.PAUSED, "extend"):
        assert "is still paused; when you resume it, 4 days will be left." in text
    else:
        assert DONE[verb] in text
    if (state, verb) == (RoundState.HELD, "extend"):
        assert "is open and now closes" in text


async def test_without_a_round_each_says_how_to_schedule_one(studio: Studio) -> None:
    await shortlisted(studio)
    for verb, options in STEERING.items():
        assert "`/round schedule`" in await asks(studio, f"round {verb}", **options)


async def test_extending_moves_what_the_ballot_says_and_pings_nobody(studio: Studio) -> None:
    ballot = await open_round(studio)
    assert "moved by" not in said(ballot)
    text = await asks(studio, "round extend", closes="in 3 days")
    closes_at = (await view_of(studio)).round.closes_at
    assert closes_at == int(studio.house.clock.now()) + 3 * DAY
    assert f"<t:{closes_at}:F>" in text
    assert "; in the room's time zone, " in text
    shown = ballot_of(studio)
    assert shown.id == ballot.id
    assert f"Closes <t:{closes_at}:F> (<t:{closes_at}:R>), moved by the showrunner" in said(shown)
    assert f"<@{studio.writers[0].id}>" not in said(shown)
    for closes, told in (
        ("yesterday", "in the past"),
        ("whenever", "can't read “whenever”"),
        ("in 1 minute", "To end the vote now, use `/round close`, which can be undone."),
    ):
        assert told in await asks(studio, "round extend", closes=closes)
    assert (await view_of(studio)).round.closes_at == closes_at


async def test_a_pause_keeps_the_time_and_takes_no_votes_until_it_is_resumed(
    studio: Studio,
) -> None:
    ballot = await open_round(studio)
    shown = await own(studio, studio.writers[0])
    await passes(studio, 6 * HOUR)
    text = await asks(studio, "round pause")
    assert "is paused, with 1 day 6 hours left. All ballots are kept." in text
    assert "**Paused**, with 1 day 6 hours left." in said(ballot_of(studio))
    assert buttons(ballot_of(studio)) == [("Vote", False)]
    refused = await choose(studio.writers[0], shown, "picks:", "Song 2")
    assert "is paused. Your ballot is kept" in answered(refused)
    await passes(studio, 3 * DAY)
    text = await asks(studio, "round resume")
    closes_at = int(studio.house.clock.now()) + 30 * HOUR
    assert f"is open again. It closes <t:{closes_at}:F>" in text
    assert ballot_of(studio).id == ballot.id
    assert buttons(ballot_of(studio)) == [("Vote", True)]
    await votes(studio, studio.writers[0], 1)


async def test_the_turnout_says_how_many_a_vote_takes(studio: Studio) -> None:
    await open_round(studio)
    assert "0 of 4 have voted; the vote needs 2 to count" in said(ballot_of(studio))
    for person, told in (
        (2, "1 of 4 has voted; the vote needs 2 to count"),
        (1, "2 of 4 have voted\n"),
    ):
        await votes(studio, studio.writers[person], 4)
        await studio.env.advance_time(2)
        assert told in said(ballot_of(studio)) + "\n"
        assert told in await asks(studio, "round status") + "\n"


@pytest.mark.parametrize(
    ("state", "told", "pressable"),
    [
        (RoundState.OPEN, "**Open.** Closes <t:", [("Vote", True)]),
        (RoundState.PAUSED, "**Paused**, with 1 day 12 hours left.", [("Vote", False)]),
        (
            RoundState.CLOSING,
            "**Closing.** The showrunner ended the voting. The votes are counted <t:",
            [("Vote", False)],
        ),
        (RoundState.CASTING, "**Voting is over.** Songs are tied", [("What I cast", True)]),
        (
            RoundState.HELD,
            "**Waiting for the showrunner's decision.** Too few have voted. Ballots are kept.",
            [("Vote", False)],
        ),
        (RoundState.CLOSED, "**Closed** <t:", [("What I cast", True)]),
    ],
)
async def test_the_ballot_and_the_status_say_where_the_round_stands(
    studio: Studio, state: RoundState, told: str, pressable: list[tuple[str, bool]]
) -> None:
    await REACHED[state](studio)
    ballot = ballot_of(studio)
    assert told in said(ballot)
    assert buttons(ballot) == pressable
    assert told in await asks(studio, "round status")
    status = await asks(studio, "room status", studio.writers[3])
    if state is RoundState.CLOSED:
        assert "Next: the showrunner arranges the board" in status
    else:
        assert told in status
    awaited = "still to vote" in status
    assert awaited == (state in (RoundState.OPEN, RoundState.PAUSED, RoundState.HELD))


@pytest.mark.parametrize(
    ("state", "ways"),
    [
        (RoundState.CASTING, ("`/round cast`",)),
        (RoundState.HELD, ("`/round close`", "`/round resume`", "`/round cancel`")),
    ],
)
async def test_the_status_tells_the_showrunner_how_to_decide(
    studio: Studio, state: RoundState, ways: tuple[str, ...]
) -> None:
    await REACHED[state](studio)
    status, nobodys = [
        await asks(studio, "round status", one) for one in (studio.boss, studio.writers[3])
    ]
    assert all(way in status and way not in nobodys for way in ways)
    room = await asks(studio, "room status", studio.writers[3])
    assert all(way in room for way in ways)


async def test_a_missed_quorum_is_said_on_the_ballot_until_the_vote_is_resumed(
    studio: Studio,
) -> None:
    await open_round(studio)
    await passes(studio, 36 * HOUR)
    assert "extended a day because too few had voted" in said(ballot_of(studio))
    await passes(studio, DAY)
    assert (await view_of(studio)).round.cause is Cause.QUORUM
    await asks(studio, "round resume")
    assert "**Open.** Closes <t:" in said(ballot_of(studio))
    assert "too few" not in said(ballot_of(studio))


async def test_an_absence_is_said_on_the_ballot(studio: Studio) -> None:
    await open_round(studio)
    await studio.now.services.due_rounds.heartbeat()
    studio.house.clock.move(37 * HOUR)
    await studio.now.services.due_rounds.look()
    await studio.work_off()
    assert "extended because the bot was offline" in said(ballot_of(studio))
    assert buttons(ballot_of(studio)) == [("Vote", True)]


async def test_everybody_having_voted_is_said_on_the_ballot(studio: Studio) -> None:
    await set_up(studio)
    shown = (await studio.boss.slash(studio.channel, "room settings")).response
    assert shown is not None
    await studio.boss.select(shown, ["early_close"], custom_id="settings:switches")
    await propose(studio, 4)
    await studio.boss.slash(studio.channel, "shortlist fill", size=4)
    await asks(studio, "round schedule", closes="in 36 hours", seats=2)
    for person in studio.writers:
        await person.click(await own(studio, person), label="Abstain")
    await studio.env.advance_time(2)
    assert "early because everyone has voted" in said(ballot_of(studio))
