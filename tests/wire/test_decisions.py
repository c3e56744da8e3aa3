"""What waits for the showrunner is asked where somebody can answer, again if need be."""

from typing import Any

import pytest

from bot.domain.model import Cause, RoundState
from tests.wire.faults import refused
from tests.wire.house import CHANNEL, House
from tests.wire.people import Values, custom_ids
from tests.wire.rest import DIRECT
from tests.wire.shapes import Json, User, text_of
from tests.wire.state import MISSING_ACCESS

DAY = 24 * 3600
CLOSED_DIRECT_MESSAGES = refused(403, 50007)
DELEGATES = 621


def questions(house: House) -> list[Json]:
    """Return the messages in the room's channel that ask how a vote goes on."""
    return [
        one
        for one in house.discord.messages(CHANNEL)
        if any(custom_id.startswith("decide:") for custom_id in custom_ids(one))
    ]


async def press(house: House, verb: int, user: User) -> str:
    [question] = questions(house)
    [button] = [one for one in custom_ids(question) if one.startswith(f"decide:{verb}:")]
    pressed = await house.discord.press(button, user, question)
    await house.bot.settled()
    return pressed.text


async def held(house: House) -> Any:
    """Have a vote end twice with too few votes; return its id."""
    round_id = (await house.opened()).round.id
    await house.bot.advance(2 * DAY)
    assert (await house.round()).round.state is RoundState.HELD
    return round_id


@pytest.mark.parametrize(
    ("verb", "state"),
    [(0, RoundState.CLOSING), (1, RoundState.OPEN), (2, RoundState.CANCELLED)],
    ids=["count", "open again", "cancel"],
)
async def test_a_held_vote_is_decided_in_the_channel_by_whoever_may(
    house: House, verb: int, state: RoundState
) -> None:
    house.discord.faults.always("POST", DIRECT, CLOSED_DIRECT_MESSAGES)
    house.discord.role(DELEGATES, "Deputies")
    deputy = house.discord.user(32, "deputy", roles=[DELEGATES])
    round_id = await held(house)
    given: dict[str, Values] = {"title": "Soundtrack", "timezone": "UTC", "delegates": DELEGATES}
    await house.discord.command("room setup", given, house.boss, CHANNEL)
    [question] = questions(house)
    assert "ended twice with too few votes" in text_of(question)
    assert question["allowed_mentions"]["users"] == [house.boss.id]
    assert "Only the showrunner" in await press(house, verb, house.writers[0])
    assert await press(house, verb, deputy)
    assert (await house.app.services.rounds.view(round_id)).round.state is state
    assert questions(house) == []
    [decided] = [
        one
        for one in house.discord.messages(CHANNEL)
        if "no longer needs your decision" in text_of(one)
    ]
    assert decided["id"] == question["id"]


async def test_what_was_decided_elsewhere_is_asked_no_more(house: House) -> None:
    await held(house)
    await house.discord.command("round resume", {}, house.boss, CHANNEL)
    await house.bot.settled()
    assert questions(house) == []
    await house.bot.advance(2 * DAY)
    assert len(questions(house)) == 1, "held again, it is asked again"


async def test_a_new_showrunner_is_asked_for_what_waits(house: House) -> None:
    await held(house)
    heir = house.writers[2]
    assert house.discord.direct_messages(heir) == []
    for _ in range(2):
        given: dict[str, Values] = {"title": "Soundtrack", "timezone": "UTC", "showrunner": heir}
        await house.discord.command("room setup", given, house.boss, CHANNEL)
        await house.bot.settled()
    [told] = [one for one in house.discord.direct_messages(heir) if "ended twice" in text_of(one)]
    [button] = [one for one in custom_ids(told) if one.startswith("decide:1:")]
    await house.discord.press(button, heir, told)
    await house.bot.settled()
    assert (await house.round()).round.state is RoundState.OPEN


async def test_a_new_showrunner_is_asked_for_the_casting_vote(house: House) -> None:
    round_id = (await house.opened(seats=1)).round.id
    for n, writer in enumerate(house.writers, 1):
        await house.vote(round_id, writer, n)
    await house.bot.advance(2700)
    heir = house.writers[2]
    given: dict[str, Values] = {"title": "Soundtrack", "timezone": "UTC", "showrunner": heir}
    await house.discord.command("room setup", given, house.boss, CHANNEL)
    await house.bot.settled()
    told = house.discord.direct_messages(heir)[-1]
    pressed = await house.discord.press(f"casting:{round_id}", heir, told)
    assert "The casting vote for" in pressed.text


@pytest.mark.parametrize("told", [True, False], ids=["seen", "while the bot is off"])
async def test_a_bot_that_is_removed_pauses_and_asks_when_it_is_back(
    house: House, told: bool
) -> None:
    round_id = (await house.opened()).round.id
    await house.vote(round_id, house.writers[0], 1, 2)
    await house.bot.settled()
    if told:
        await house.discord.remove_bot()
    else:
        await house.bot.close()
        await house.discord.remove_bot(told=False)
        house.clock.move(DAY)
        await house.resume()
    await house.bot.settled()
    await house.bot.advance(2 * DAY)
    view = await house.app.services.rounds.view(round_id)
    assert (view.round.state, view.round.cause) == (RoundState.PAUSED, Cause.CHANNEL)
    assert view.room.channel_trouble == "removed"
    await house.discord.invite_bot()
    await house.bot.settled()
    [question] = questions(house)
    assert "couldn't post" in text_of(question)
    assert "now I can" in text_of(house.discord.direct_messages(house.boss)[-1])
    assert "is open again" in await press(house, 1, house.boss)
    view = await house.app.services.rounds.view(round_id)
    assert (view.round.state, view.turnout.voted) == (RoundState.OPEN, 1)
    assert view.room.channel_trouble == ""
    await house.vote(round_id, house.writers[1], 1, 2)
    await house.bot.advance(DAY)
    assert len(house.results(round_id)) == 1


async def test_a_round_that_opens_while_the_bot_is_removed_is_paused(house: House) -> None:
    await house.shortlisted()
    await house.schedule(opens="in 10 minutes", closes="in 3 hours")
    await house.discord.remove_bot()
    await house.bot.settled()
    await house.bot.advance(DAY)
    assert (await house.round()).round.state is RoundState.PAUSED
    await house.discord.invite_bot()
    await house.bot.settled()
    assert len(questions(house)) == 1


async def test_permissions_that_come_back_are_noticed(house: House) -> None:
    round_id = (await house.opened()).round.id
    await house.vote(round_id, house.writers[0], 1, 2)
    await house.bot.settled()
    house.discord.forbid(CHANNEL, MISSING_ACCESS)
    house.app.services.ballot_messages.edit_soon(round_id)
    await house.bot.settled()
    assert (await house.round()).round.state is RoundState.PAUSED
    for _ in range(3):
        await house.discord.change_overwrites(CHANNEL)
        await house.bot.settled()
    assert len(house.discord.direct_messages(house.boss)) == 1, "still no way to write"
    assert (await house.room()).channel_trouble == "forbidden"
    house.discord.allow(CHANNEL)
    await house.discord.change_overwrites(CHANNEL)
    await house.bot.settled()
    assert (await house.room()).channel_trouble == ""
    assert "is open again" in await press(house, 1, house.boss)
    assert (await house.round()).round.state is RoundState.OPEN


async def test_the_status_tries_again_where_nothing_is_missing(house: House) -> None:
    view = await house.opened()
    house.discord.forbid(CHANNEL, MISSING_ACCESS)
    house.app.services.ballot_messages.edit_soon(view.round.id)
    await house.bot.settled()
    house.discord.allow(CHANNEL)
    await house.discord.command("room status", {}, house.writers[0], CHANNEL)
    await house.bot.settled()
    assert len(questions(house)) == 1


async def test_an_outage_of_the_server_is_no_removal(house: House) -> None:
    round_id = (await house.opened()).round.id
    await house.discord.gateway.emit("GUILD_DELETE", {"id": "500", "unavailable": True})
    await house.bot.settled()
    assert (await house.app.services.rounds.view(round_id)).round.state is RoundState.OPEN
    await house.discord.gateway.fill()
    await house.bot.settled()
    assert (await house.app.services.rounds.view(round_id)).round.state is RoundState.OPEN


async def test_a_tie_waits_for_a_bot_that_was_removed(house: House) -> None:
    round_id = (await house.opened(seats=1)).round.id
    for n, writer in enumerate(house.writers, 1):
        await house.vote(round_id, writer, n)
    await house.bot.advance(2700)
    await house.discord.remove_bot()
    await house.bot.settled()
    await house.bot.advance(2 * DAY)
    assert (await house.round()).round.state is RoundState.CASTING
    await house.discord.invite_bot()
    await house.bot.settled()
    told = house.discord.direct_messages(house.boss)[-1]
    until = (await house.round()).round.casting_until
    assert f"<t:{until}:R>" in text_of(told)
    await house.bot.advance(DAY)
    assert (await house.app.services.rounds.view(round_id)).round.state is RoundState.CLOSED
