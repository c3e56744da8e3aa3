"""What changes a vote under way is said in its thread, whatever became of the thread."""

from typing import Any

import pytest

from tests.wire.faults import Fault, broken, dropped, limited
from tests.wire.house import CHANNEL, House
from tests.wire.rest import MESSAGES
from tests.wire.shapes import Json, text_of

ONE_MORE_TRY = 60


async def vetoed(house: House) -> None:
    view = await house.round()
    options = {"song": view.round.candidates[0].song.title, "reason": "The rights are gone."}
    await house.discord.command("round veto", options, house.boss, CHANNEL)
    await house.bot.settled()


async def voting(house: House) -> int:
    """Open a vote; return its thread."""
    await house.opened()
    [thread] = house.discord.threads(CHANNEL)
    return int(thread["id"])


def lines(house: House, thread: int) -> list[Json]:
    return house.discord.messages(thread)


async def test_a_veto_is_one_line_in_the_thread_that_notifies_nobody(house: House) -> None:
    thread = await voting(house)
    await vetoed(house)
    [line] = lines(house, thread)
    text = text_of(line)
    assert "vetoed" in text
    assert "Reason: The rights are gone." in text
    assert line["allowed_mentions"]["parse"] == []
    assert not line["allowed_mentions"].get("users")
    [button] = next(one for one in line["components"] if one["type"] == 1)["components"]
    mine = await house.discord.press(button["custom_id"], house.writers[0], line)
    assert mine.message is not None
    assert "Your ballot" in text_of(mine.message)


@pytest.mark.parametrize(
    "fault",
    [dropped(after=True), dropped(after=False), broken(), broken(after=True), limited(1)],
    ids=["its answer is lost", "it does not arrive", "a bad answer", "taken all the same", "busy"],
)
async def test_a_line_is_said_once_though_answers_get_lost(house: House, fault: Fault) -> None:
    thread = await voting(house)
    house.discord.fail("POST", MESSAGES, fault)
    await vetoed(house)
    await house.bot.advance(ONE_MORE_TRY)
    assert len(lines(house, thread)) == 1
    assert house.discord.faults.pending == 0


async def test_an_archived_thread_is_reopened_to_speak_in_it(house: House) -> None:
    thread = await voting(house)
    house.discord.state.change_thread(thread, {"archived": True})
    await vetoed(house)
    assert len(lines(house, thread)) == 1
    [there] = house.discord.threads(CHANNEL)
    assert there["thread_metadata"]["archived"] is False


async def gone(house: House, thread: int) -> None:
    await house.discord.delete_channel(thread, told=False)


async def locked(house: House, thread: int) -> None:
    house.discord.state.change_thread(thread, {"archived": True, "locked": True})


async def forbidden(house: House, thread: int) -> None:
    house.discord.forbid(thread, 50013)


@pytest.mark.parametrize("trouble", [gone, locked, forbidden])
async def test_without_a_thread_to_speak_in_the_vote_goes_on(house: House, trouble: Any) -> None:
    thread = await voting(house)
    await trouble(house, thread)
    await vetoed(house)
    view = await house.round()
    assert view.round.state == "open"
    [ballot] = house.ballots(view.round.id)
    assert "The rights are gone." in text_of(ballot)
    status = await house.app.services.rooms.status(await house.room())
    assert (status.waiting, status.given_up) == ((), ())
