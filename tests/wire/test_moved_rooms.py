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


async def test_where_the_only_room_lost_its_channel_nobody_is_sent_there(house: House) -> None:
    await house.opened()
    house.discord.channel(OTHER, "new-room")
    await house.discord.delete_channel(CHANNEL)
    await house.bot.settled()
    for person in (house.writers[0], house.boss):
        for command in ("vote", "help"):
            answer = await house.discord.command(command, {}, person, OTHER)
            assert "`/room setup`" in answer.text
            assert f"<#{CHANNEL}>" not in answer.text


@pytest.mark.parametrize("command", ["vote", "help"])
async def test_who_is_in_no_room_reads_how_a_channel_becomes_one(
    house: House, command: str
) -> None:
    await house.set_up()
    house.discord.channel(OTHER, "new-room")
    answer = await house.discord.command(command, {}, house.writers[0], OTHER)
    assert f"room is in <#{CHANNEL}>. Go there, or ask" in answer.text
    assert "make this channel one with `/room setup`" in answer.text


async def test_a_lost_room_is_not_offered_where_a_room_in_use_would_refuse_it(
    house: House,
) -> None:
    await house.opened()
    house.discord.channel(OTHER, "new-room")
    await house.discord.delete_channel(CHANNEL)
    offered = await set_up(house, OTHER, "Other show")
    assert offered.message is not None
    assert any(one.startswith("moveroom:") for one in custom_ids(offered.message))
    await house.discord.command("episode create", {"number": "1"}, house.boss, OTHER)
    edited = await set_up(house, OTHER, "Other show")
    assert edited.message is not None
    assert not any(one.startswith("moveroom:") for one in custom_ids(edited.message))
    assert "has lost its channel" not in edited.text


async def test_a_title_with_a_star_is_shown_as_it_is_beside_its_button(house: House) -> None:
    await house.set_up()
    await set_up(house, CHANNEL, "M*A*S*H")
    await house.discord.command("episode create", {"number": "1"}, house.boss, CHANNEL)
    house.discord.channel(OTHER, "new-room")
    await house.discord.delete_channel(CHANNEL)
    reply = await set_up(house, OTHER, "Mash")
    assert "press *Move M\\*A\\*S\\*H here*." in reply.text
