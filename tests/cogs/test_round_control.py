"""`/round plan|extend|pause|resume|close|cancel`, and where a round is shown to stand."""

from collections.abc import Awaitable, Callable

import discord
import pytest
import simcord

from bot.domain.lifecycle import BY_HAND, MOVES
from bot.domain.model import Cause, ChannelId, Room, RoundState
from bot.services.ports.read_models import RoundView
from cogs.ui.kit.error_texts import STATES
from tests.cogs.conftest import Studio
from tests.cogs.test_commands import answered, open_round, propose, raw, said, set_up, walk
from tests.cogs.test_methods import choose, own, public

HOUR = 3600
DAY = 24 * HOUR


async def room_of(studio: Studio) -> Room:
    return await studio.now.services.rooms.at(ChannelId(studio.channel.id))


async def view_of(studio: Studio) -> RoundView:
    room = await room_of(studio)
    episode = await studio.now.services.episodes.find(room)
    return await studio.now.services.rounds.live(room, episode)


async def passes(studio: Studio, seconds: float) -> None:
    """Let time pass while the bot is there, and do what is due."""
    await studio.work_off()
    studio.house.clock.move(seconds)
    await studio.now.services.due_rounds.clock_set()
    await studio.now.services.due_rounds.look()
    await studio.work_off()


async def asks(
    studio: Studio, command: str, person: simcord.MemberActor | None = None, /, **options: str | int
) -> str:
    """Return what somebody, else the showrunner, is answered; and let follow what follows."""
    text = answered(await (person or studio.boss).slash(studio.channel, command, **options))
    await studio.work_off()
    return text


async def shortlisted(studio: Studio, songs: int = 6) -> None:
    await set_up(studio)
    await propose(studio, songs)
    await studio.boss.slash(studio.channel, "shortlist fill", size=songs)


async def planned(
    studio: Studio, cuts: str = "6, 4, 2", closes: str = "in 36 hours, in 2 days"
) -> str:
    """Plan cuts over a fresh shortlist; return what is answered."""
    await shortlisted(studio, int(cuts.split(",", maxsplit=1)[0]))
    return await asks(studio, "round plan", cuts=cuts, closes=closes)


async def votes(studio: Studio, person: simcord.MemberActor, *numbers: int) -> None:
    """Have somebody vote for these songs; none of them may be their own."""
    shown = await own(studio, person)
    await choose(person, shown, "picks:", *(f"Song {number}" for number in numbers))
    assert all(f"**Song {number}**" in said(shown).partition("Left out")[0] for number in numbers)


def ballot_of(studio: Studio) -> discord.Message:
    """Return the newest ballot message."""
    found = [one for one in studio.channel.history() if said(one).startswith("## The vote for")]
    return max(found, key=lambda one: one.id)


def buttons(message: discord.Message) -> list[tuple[str, bool]]:
    """Return the buttons of a message that do something: label, and whether it can be pressed."""
    return [
        (one["label"], not one.get("disabled", False))
        for one in walk(raw(message))
        if one.get("type") == discord.ComponentType.button.value and "custom_id" in one
    ]


# A round in each of its states, and what the screens say of it there.


async def scheduled(studio: Studio) -> None:
    await shortlisted(studio, 4)
    text = answered(
        await studio.boss.slash(
            studio.channel, "round schedule", closes="in 2 days", opens="in 1 day", seats=2
        )
    )
    assert "It opens <t:" in text


async def opened(studio: Studio) -> None:
    await open_round(studio)


async def paused(studio: Studio) -> None:
    await open_round(studio)
    await asks(studio, "round pause")


async def tied(studio: Studio) -> None:
    await open_round(studio, seats=1)
    for person, song in zip(studio.writers[:2], (2, 3), strict=True):
        await votes(studio, person, song)
    await asks(studio, "round close")


async def held(studio: Studio) -> None:
    await open_round(studio)
    await passes(studio, 36 * HOUR)
    await passes(studio, DAY)


async def closed(studio: Studio) -> None:
    await open_round(studio)
    await votes(studio, studio.writers[0], 1, 2)
    await asks(studio, "round close")


Reach = Callable[[Studio], Awaitable[None]]
REACHED: dict[RoundState, Reach] = {
    RoundState.SCHEDULED: scheduled,
    RoundState.OPEN: opened,
    RoundState.PAUSED: paused,
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
    "close": "is closed; the results come in the channel",
    "cancel": "is cancelled. `/round schedule` begins another.",
}
"""What is answered when it is done."""


@pytest.mark.parametrize("state", REACHED)
async def test_what_cannot_be_done_says_why_and_what_can(studio: Studio, state: RoundState) -> None:
    await REACHED[state](studio)
    possible = [verb for verb in BY_HAND if state in MOVES[verb]]
    before = await view_of(studio)
    assert before.round.state is state
    for verb, options in STEERING.items():
        if state in MOVES[verb]:
            continue
        text = await asks(studio, f"round {verb}", **options)
        assert text.startswith(f"The round is {STATES[state.value]}, so ")
        assert all(f"`/round {one}`" in text for one in possible)
        assert possible or "`/round status`" in text
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
    text = await asks(studio, f"round {verb}", **STEERING[verb])
    after = (await studio.now.services.rounds.view(round_id)).round
    assert after.state is MOVES[verb][state]
    assert "for episode 104 “Pilot”" in text
    if (state, verb) == (RoundState.PAUSED, "extend"):
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
    assert "in America/Los\\_Angeles" in text
    shown = ballot_of(studio)
    assert shown.id == ballot.id
    assert f"Closes <t:{closes_at}:F> (<t:{closes_at}:R>), moved by the showrunner" in said(shown)
    assert f"<@{studio.writers[0].id}>" not in said(shown)
    for closes, told in (("yesterday", "over already"), ("whenever", "can't read “whenever”")):
        assert told in await asks(studio, "round extend", closes=closes)
    assert (await view_of(studio)).round.closes_at == closes_at


async def test_a_pause_keeps_the_time_and_takes_no_votes_until_it_is_resumed(
    studio: Studio,
) -> None:
    ballot = await open_round(studio)
    shown = await own(studio, studio.writers[0])
    await passes(studio, 6 * HOUR)
    text = await asks(studio, "round pause")
    assert "is paused, with 1 day 6 hours left. All ballots stand." in text
    assert "**Paused**, with 1 day 6 hours left." in said(ballot_of(studio))
    assert buttons(ballot_of(studio)) == [("Vote", False)]
    refused = await choose(studio.writers[0], shown, "picks:", "Song 2")
    assert "is paused. Your ballot stands" in answered(refused)
    await passes(studio, 3 * DAY)
    text = await asks(studio, "round resume")
    closes_at = int(studio.house.clock.now()) + 30 * HOUR
    assert f"is open again. It closes <t:{closes_at}:F>" in text
    assert ballot_of(studio).id == ballot.id
    assert buttons(ballot_of(studio)) == [("Vote", True)]
    await votes(studio, studio.writers[0], 1)


async def test_the_turnout_says_how_many_a_vote_takes(studio: Studio) -> None:
    await open_round(studio)
    assert "0 of 4 have voted; 2 are needed" in said(ballot_of(studio))
    for person, told in (
        (2, "1 of 4 have voted; 2 are needed"),
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
        (RoundState.CASTING, "**Voting is over.** Songs are tied", [("What I cast", True)]),
        (
            RoundState.HELD,
            "**Waiting for the showrunner's decision.** Too few have voted. Ballots stand.",
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
    awaited = "awaited" in status
    assert awaited == (state in (RoundState.OPEN, RoundState.PAUSED, RoundState.HELD))


async def test_a_missed_quorum_is_said_on_the_ballot_until_the_vote_is_resumed(
    studio: Studio,
) -> None:
    await open_round(studio)
    await passes(studio, 36 * HOUR)
    assert "a day later than planned since too few had voted" in said(ballot_of(studio))
    await passes(studio, DAY)
    assert (await view_of(studio)).round.cause is Cause.QUORUM
    await asks(studio, "round resume")
    assert "**Open.** Closes <t:" in said(ballot_of(studio))
    assert "too few" not in said(ballot_of(studio))


async def test_an_absence_is_said_on_the_ballot(studio: Studio) -> None:
    await open_round(studio)
    await studio.now.services.due_rounds.sign_of_life()
    studio.house.clock.move(37 * HOUR)
    await studio.now.services.due_rounds.look()
    await studio.work_off()
    assert "later than planned since the bot was away" in said(ballot_of(studio))
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
    assert "earlier than planned since everybody has voted" in said(ballot_of(studio))


# Plans.


async def test_a_plan_lists_its_later_votes_and_their_times(studio: Studio) -> None:
    text = await planned(studio, "6, 4, 2, 1", "in 36 hours, in 2 days, in 1 day")
    view = await view_of(studio)
    assert "Scheduled: the vote for episode 104 “Pilot”, 6 songs for 4 seats." in text
    assert f"It is open now and closes <t:{view.round.closes_at}:F>" in text
    second, third = view.later
    assert f"- 4 songs for 2 seats; closes <t:{second.closes_at}:F>" in text
    assert f"- 2 songs for 1 seat; closes <t:{third.closes_at}:F>" in text
    for command in ("round status", "room status"):
        status = await asks(studio, command, studio.writers[0])
        assert "Next in the plan:\n- 4 songs for 2 seats; closes <t:" in status
    assert "4 writers awaited" in status


async def test_what_moves_a_vote_says_that_the_plan_moves_along(studio: Studio) -> None:
    await planned(studio)
    [later] = (await view_of(studio)).later
    text = await asks(studio, "round extend", closes="in 60 hours")
    assert (
        f"The plan moved along with it:\n- 4 songs for 2 seats; closes <t:{later.closes_at + DAY}"
        in text
    )
    text = await asks(studio, "round pause")
    assert "Next in the plan, each put off while this one waits:\n- 4 songs for 2 seats" in text
    assert str(later.closes_at + DAY) not in text
    await passes(studio, DAY)
    assert f"closes <t:{later.closes_at + 2 * DAY}" in await asks(studio, "round resume")


async def test_an_intermediate_cut_says_that_its_songs_go_on(studio: Studio) -> None:
    await planned(studio)
    first = (await view_of(studio)).round.id
    await votes(studio, studio.writers[0], 1, 2, 3)
    await votes(studio, studio.writers[1], 2, 3, 6)
    await votes(studio, studio.writers[3], 2, 1, 6)
    text = await asks(studio, "round close")
    view = await view_of(studio)
    assert view.round.id != first
    assert "is closed; the results come in the channel." in text
    assert "The next vote of the plan has begun: 4 songs for 2 seats." in text
    assert f"**Open.** Closes <t:{view.round.closes_at}" in text
    results = said(public(studio, "## The cut for"))
    assert "These songs go on to the next vote of the plan." in results
    assert "playlist" not in results
    assert "4 songs for 2 seats" in said(ballot_of(studio))
    await votes(studio, studio.writers[0], 2, 3)
    text = await asks(studio, "round close")
    assert "next vote" not in text
    [last] = [one for one in studio.channel.history() if "The playlist holds both." in said(one)]
    assert "go on" not in said(last)


async def test_cancelling_a_vote_of_a_plan_says_what_takes_its_place(studio: Studio) -> None:
    assert "`/round cancel` cancels one vote at a time" in await planned(studio)
    text = await asks(studio, "round cancel")
    assert "is cancelled. The next vote of the plan takes its place: 6 songs for 2 seats." in text
    assert "It opens <t:" in text
    assert "`/round cancel` again cancels that one, too." in text
    assert "**Cancelled.**" in said(ballot_of(studio))
    assert "is cancelled. `/round schedule` begins another." in await asks(studio, "round cancel")


@pytest.mark.parametrize(
    ("cuts", "closes", "told"),
    [
        ("6, 6", "in 1 day", "as numbers that go down, such as `12, 9, 6`"),
        ("six, four", "in 1 day", "as numbers that go down, such as `12, 9, 6`"),
        ("6, 4, 2", "in 1 day", "one closing time for each vote"),
        ("9, 4", "in 1 day", "the shortlist has 6. Begin it with 6"),
        ("6, 4, 2", "in 1 day, whenever", "I can't read “whenever” as a time. Try"),
        ("6, 4", "2020-01-01 17:00", "Give a time that is still to come"),
    ],
)
async def test_a_plan_that_cannot_be_keeps_what_was_typed(
    studio: Studio, cuts: str, closes: str, told: str
) -> None:
    await shortlisted(studio)
    text = await asks(studio, "round plan", cuts=cuts, closes=closes)
    assert told in text
    assert f"What you had typed:\ncuts: {cuts}\ncloses: {closes}" in text
    assert "no round to show" in await asks(studio, "round status")


async def test_only_the_showrunner_plans_and_one_plan_at_a_time(studio: Studio) -> None:
    await planned(studio)
    typed = {"cuts": "6, 3", "closes": "in 1 day"}
    text = await asks(studio, "round plan", studio.writers[0], **typed)
    assert "Only the showrunner of this room" in text
    assert "closes: in 1 day" in text
    text = await asks(studio, "round plan", **typed)
    assert "has a round already; it is open." in text
    assert "closes: in 1 day" in text


async def test_autocomplete_says_what_each_time_of_a_plan_was_understood_as(
    studio: Studio,
) -> None:
    await set_up(studio)

    async def offered(typed: str) -> list[dict[str, str]]:
        return await studio.boss.autocomplete(studio.channel, "round plan", "closes", typed)

    [choice] = await offered("in 36 hours, in 2 days")
    assert choice["value"] == "in 36 hours, in 2 days"
    assert choice["name"] == "Fri 2 Jan 2026, 04:00; Sun 4 Jan 2026, 04:00 PST"
    [choice] = await offered("in 36 hours, whenever")
    assert choice["name"].startswith("“whenever” can't be read as a time")
    assert await offered("") == []
    [choice] = await studio.boss.autocomplete(
        studio.channel, "round extend", "closes", "in 36 hours"
    )
    assert choice["value"] == "in 36 hours"
