"""What follows a room to another channel, and the way there from the channel it was in."""

from typing import Any

import pytest

from tests.wire.house import CHANNEL, House
from tests.wire.people import custom_ids
from tests.wire.shapes import text_of
from tests.wire.test_listening import begun, named
from tests.wire.test_moves import OTHER, asking, set_up


async def moved(house: House) -> None:
    """Have the room moved to another channel, while its own is still there."""
    house.discord.channel(OTHER, "new-room")
    asked = await set_up(house, OTHER, "Soundtrack")
    assert asked.message is not None
    [button] = [one for one in custom_ids(asked.message) if one.startswith("moveroom:")]
    await house.discord.press(button, house.boss, asked.message)
    await house.bot.settled()


async def lost(house: House) -> None:
    """Have the room's channel deleted, and the room set up in another."""
    house.discord.channel(OTHER, "new-room")
    await house.discord.delete_channel(CHANNEL)
    await set_up(house, OTHER, "Soundtrack")


@pytest.mark.parametrize("move", [moved, lost])
async def test_what_changes_a_vote_is_said_in_its_new_thread(house: House, move: Any) -> None:
    round_id = (await house.opened()).round.id
    await move(house)
    view = await house.app.services.rounds.view(round_id)
    options = {"song": view.round.candidates[0].song.title, "reason": "The rights are gone."}
    await house.discord.command("round veto", options, house.boss, OTHER)
    await house.bot.settled()
    [thread] = house.discord.threads(OTHER)
    [line] = house.discord.messages(int(thread["id"]))
    assert "vetoed" in text_of(line)


@pytest.mark.parametrize("move", [moved, lost])
async def test_a_room_that_listens_goes_on_listening(house: House, move: Any) -> None:
    await begun(house, 4)
    await move(house)
    [card] = asking(house, OTHER, "listenmove")
    assert "Listening together" in text_of(card)
    name = named(card, "listenmove")[0]
    await house.discord.press(name, house.boss, card)
    await house.bot.settled()
    assert any("Song 1" in text_of(one) for one in asking(house, OTHER, "listenline"))


async def test_the_channel_a_room_was_in_leads_to_where_it_is(house: House) -> None:
    round_id = (await house.opened()).round.id
    [ballot] = house.ballots(round_id)
    await moved(house)
    writer = house.writers[0]
    pressed = await house.discord.press(f"ballot:{round_id}", writer, ballot)
    for answer in (
        pressed,
        await house.discord.command("vote", {}, writer, CHANNEL),
        await house.discord.command("help", {}, writer, CHANNEL),
        await house.discord.command("help", {}, house.boss, CHANNEL),
    ):
        assert f"<#{OTHER}>" in answer.text


async def test_a_title_mistyped_for_a_room_that_lost_its_channel_is_no_end(house: House) -> None:
    round_id = (await house.opened()).round.id
    house.discord.channel(OTHER, "new-room")
    await house.discord.delete_channel(CHANNEL)
    await house.bot.settled()
    reply = await set_up(house, OTHER, "Sound track")
    assert "**Soundtrack** has lost its channel" in reply.text
    assert reply.message is not None
    [button] = [one for one in custom_ids(reply.message) if one.startswith("moveroom:")]
    await house.discord.press(button, house.boss, reply.message)
    await house.bot.settled()
    assert len(house.discord.carrying(OTHER, f"ballot:{round_id}")) == 1
    again = await set_up(house, OTHER, "Soundtrack")
    assert "has lost its channel" not in again.text
