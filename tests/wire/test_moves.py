"""A room whose channel is gone moves to another, with all that was shown and asked in it."""

from typing import Any

import pytest

from bot.domain.errors import NoRoom
from bot.domain.model import Cause, ChannelId, Room, RoundState
from tests.wire.faults import broken
from tests.wire.house import CHANNEL, House
from tests.wire.interactions import Interaction
from tests.wire.people import custom_ids
from tests.wire.shapes import Json, text_of

OTHER = 701
TO_THE_CLOSE = 2700


async def set_up(house: House, channel: int, title: str) -> Interaction:
    given = {"title": title, "timezone": "UTC"}
    answer = await house.discord.command("room setup", given, house.boss, channel)
    await house.bot.settled()
    return answer


async def room_at(house: House, channel: int) -> Room | None:
    try:
        return await house.app.services.rooms.at(ChannelId(channel))
    except NoRoom:
        return None


def asking(house: House, channel: int, name: str) -> list[Json]:
    """Return the messages of a channel on which something of a name can be pressed."""
    return [
        one
        for one in house.discord.messages(channel)
        if any(custom_id.split(":")[0] == name for custom_id in custom_ids(one))
    ]


async def lost(house: House, how: str) -> Any:
    """Open a vote, and have the room's channel deleted; return the vote's id."""
    round_id = (await house.opened()).round.id
    await house.vote(round_id, house.writers[0], 1, 2)
    await house.bot.settled()
    if how == "while the bot is off":
        await house.bot.close()
        await house.discord.delete_channel(CHANNEL, told=False)
        house.discord.channel(OTHER, "new-room")
        await house.resume()
    else:
        house.discord.channel(OTHER, "new-room")
        await house.discord.delete_channel(CHANNEL, told=how == "seen")
        await house.bot.settled()
    return round_id


@pytest.mark.parametrize("how", ["while the bot is off", "unseen", "seen"])
@pytest.mark.parametrize("title", ["Soundtrack", "  SOUNDtrack "])
async def test_a_room_moves_however_its_channel_went(house: House, how: str, title: str) -> None:
    round_id = await lost(house, how)
    before = (await house.app.services.rounds.view(round_id)).room
    assert "is set up in this channel" in (await set_up(house, OTHER, title)).text
    moved = await room_at(house, OTHER)
    assert moved is not None
    assert (moved.id, moved.channel_trouble) == (before.id, "")
    [ballot] = house.discord.carrying(OTHER, f"ballot:{round_id}")
    assert "1 of" in text_of(ballot)
    assert [one["id"] for one in house.discord.threads(OTHER)] == [ballot["id"]]


async def test_the_vote_is_paused_at_the_start_and_asked_about_where_the_room_is_now(
    house: House,
) -> None:
    round_id = await lost(house, "while the bot is off")
    paused = (await house.app.services.rounds.view(round_id)).round
    assert (paused.state, paused.cause) == (RoundState.PAUSED, Cause.CHANNEL)
    assert "was deleted" in text_of(house.discord.direct_messages(house.boss)[-1])
    await house.bot.advance(2 * TO_THE_CLOSE)
    await set_up(house, OTHER, "Soundtrack")
    [question] = asking(house, OTHER, "decide")
    [again] = [name for name in custom_ids(question) if name.startswith("decide:1:")]
    answer = await house.discord.press(again, house.boss, question)
    assert "is open again" in answer.text
    await house.bot.settled()
    view = await house.app.services.rounds.view(round_id)
    assert (view.round.state, view.turnout.voted) == (RoundState.OPEN, 1)
    assert asking(house, OTHER, "decide") == [], "what is decided asks no more"


async def test_a_close_that_passed_meanwhile_leaves_time_to_vote(house: House) -> None:
    round_id = (await house.opened()).round.id
    await house.bot.close()
    await house.discord.delete_channel(CHANNEL, told=False)
    house.clock.move(3 * TO_THE_CLOSE)
    await house.resume()
    paused = (await house.app.services.rounds.view(round_id)).round
    assert (paused.state, paused.time_left) == (RoundState.PAUSED, paused.rules.grace)


async def test_a_tie_is_asked_about_again(house: House) -> None:
    round_id = (await house.opened(seats=1)).round.id
    for n, writer in enumerate(house.writers, 1):
        await house.vote(round_id, writer, n)
    await house.bot.advance(TO_THE_CLOSE)
    assert asking(house, CHANNEL, "casting")
    house.discord.channel(OTHER, "new-room")
    await house.discord.delete_channel(CHANNEL, told=False)
    await set_up(house, OTHER, "Soundtrack")
    [question] = asking(house, OTHER, "casting")
    answer = await house.discord.press(f"casting:{round_id}", house.boss, question)
    assert "The casting vote for" in answer.text


async def test_a_presented_shortlist_is_presented_again(house: House) -> None:
    await house.shortlisted()
    await house.discord.command("shortlist pick", {}, house.boss, CHANNEL)
    services, room = house.app.services, await house.room()
    boss = await services.surroundings.member(room, room.showrunner_id)
    await services.shortlists.present(boss, room, await house.episode())
    await house.bot.settled()
    house.discord.channel(OTHER, "new-room")
    await house.discord.delete_channel(CHANNEL, told=False)
    await set_up(house, OTHER, "Soundtrack")
    [shown] = asking(house, OTHER, "shortlist")
    assert [one["id"] for one in house.discord.threads(OTHER)] == [shown["id"]]


async def test_an_empty_room_gives_way_with_the_people_on_its_roster(house: House) -> None:
    round_id = await lost(house, "unseen")
    await set_up(house, OTHER, "Something else")
    empty = await room_at(house, OTHER)
    assert empty is not None
    shown = await house.discord.command("room roster", {}, house.boss, OTHER)
    assert shown.message is not None
    await house.discord.choose("roster:0", [house.writers[3]], house.boss, shown.message)
    await set_up(house, OTHER, "Soundtrack")
    moved = await room_at(house, OTHER)
    assert moved is not None
    assert moved.id == (await house.app.services.rounds.view(round_id)).room.id != empty.id
    assert house.writers[3].id in await house.app.services.rooms.roster(moved)


async def test_a_room_that_is_in_use_stays_and_nothing_is_merged(house: House) -> None:
    await lost(house, "unseen")
    await set_up(house, OTHER, "Something else")
    await house.discord.command("episode create", {"number": "1"}, house.boss, OTHER)
    before = await room_at(house, OTHER)
    await set_up(house, OTHER, "Soundtrack")
    after = await room_at(house, OTHER)
    assert before is not None
    assert after is not None
    assert before.id == after.id


async def test_a_room_that_has_its_channel_is_asked_about(house: House) -> None:
    round_id = (await house.opened()).round.id
    house.discord.channel(OTHER, "new-room")
    asked = await set_up(house, OTHER, "soundtrack")
    assert f"already, in <#{CHANNEL}>" in asked.text
    assert await room_at(house, OTHER) is None
    assert asked.message is not None or asked.followups
    question = asked.followups[-1] if asked.followups else asked.message
    assert question is not None
    room_id = (await house.room()).id
    stranger = await house.discord.press(f"moveroom:{room_id}", house.writers[0], question)
    assert "*Manage Server*" in stranger.text
    pressed = await house.discord.press(f"moveroom:{room_id}", house.boss, question)
    assert "is set up in this channel" in pressed.text
    await house.bot.settled()
    assert await room_at(house, CHANNEL) is None
    assert len(house.discord.carrying(OTHER, f"ballot:{round_id}")) == 1


async def test_another_title_makes_a_room_beside_it(house: House) -> None:
    await house.opened()
    house.discord.channel(OTHER, "new-room")
    await set_up(house, OTHER, "Soundtrack 2")
    assert (await house.room()).id != getattr(await room_at(house, OTHER), "id", None)


async def test_an_empty_room_moves_unasked(house: House) -> None:
    first = await house.set_up()
    house.discord.channel(OTHER, "new-room")
    await set_up(house, OTHER, "Soundtrack")
    moved = await room_at(house, OTHER)
    assert moved is not None
    assert moved.id == first.id
    assert await room_at(house, CHANNEL) is None


async def test_where_discord_does_not_say_nothing_is_made(house: House) -> None:
    await house.opened()
    house.discord.channel(OTHER, "new-room")
    house.discord.faults.always("GET", "/channels/{channel_id}", broken(503))
    refused = await set_up(house, OTHER, "Soundtrack")
    assert "Discord is having trouble" in refused.text
    assert "Soundtrack" in refused.text, "what was typed is given back"
    assert await room_at(house, OTHER) is None
