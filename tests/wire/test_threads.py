"""The threads in which the room talks: one on each message, though answers get lost."""

import pytest

from bot.domain.model import Person, UserId
from tests.wire.faults import Fault, broken, dropped, limited, refused
from tests.wire.house import CHANNEL, House
from tests.wire.rest import MESSAGE, THREADS
from tests.wire.shapes import component_of, text_of

ONE_MORE_TRY = 60


async def present(house: House) -> None:
    boss = Person(UserId(house.boss.id), frozenset(), True)
    await house.app.services.shortlists.present(boss, await house.room(), await house.episode())
    await house.bot.settled()


@pytest.mark.parametrize(
    "fault",
    [None, dropped(after=True), dropped(after=False), broken(), broken(503), limited(1)],
    ids=[
        "nothing",
        "its answer is lost",
        "it does not arrive",
        "a bad answer",
        "no service",
        "too many",
    ],
)
async def test_a_presented_shortlist_has_one_thread(house: House, fault: Fault | None) -> None:
    await house.shortlisted()
    if fault is not None:
        house.discord.fail("POST", THREADS, fault)
    await present(house)
    await house.bot.advance(ONE_MORE_TRY)
    episode = await house.episode()
    [thread] = house.discord.threads(CHANNEL)
    assert thread["id"] == str(episode.presented_message_id)
    assert thread["name"] == "Episode 104: the shortlist"
    assert house.discord.faults.pending == 0
    presented = house.discord.carrying(CHANNEL, f"shortlist:{episode.id}:{_number(house)}")
    assert [one["id"] for one in presented] == [thread["id"]]


def _number(house: House) -> str:
    [message] = [one for one in house.discord.messages(CHANNEL) if "The shortlist" in text_of(one)]
    ids = [one["components"][0]["custom_id"] for one in message["components"] if one["type"] == 1]
    return str(ids[0]).rpartition(":")[2]


async def test_a_ballot_has_a_thread_and_commands_there_mean_the_room(house: House) -> None:
    view = await house.opened()
    [thread] = house.discord.threads(CHANNEL)
    assert (thread["id"], thread["name"]) == (str(view.round.message_id), "Episode 104: the vote")
    there = int(thread["id"])
    status = await house.discord.command("round status", {}, house.writers[0], there)
    assert status.message is not None
    assert "0 of" in text_of(status.message)
    mine = await house.discord.command("vote", {}, house.writers[0], there)
    assert mine.message is not None
    assert component_of(mine.message, f"picks:{view.round.id}")


async def test_what_is_pressed_in_the_presented_thread_is_the_rooms(house: House) -> None:
    await house.shortlisted()
    await present(house)
    [thread] = house.discord.threads(CHANNEL)
    listed = await house.discord.command("song list", {}, house.writers[0], int(thread["id"]))
    assert listed.message is not None
    episode = await house.episode()
    [longest, *_] = await house.app.services.proposals.longlist(await house.room(), episode)
    looked = await house.discord.choose(
        f"longlook:{episode.id}", [str(longest.id)], house.writers[0], listed.message
    )
    card = looked.message
    assert card is not None
    assert card["channel_id"] == thread["id"]
    form = await house.discord.press(f"tells:{longest.id}", house.writers[0], card)
    await house.discord.submit(form, {"note": "Home at last."}, house.writers[0])
    await house.bot.settled()
    [message] = [one for one in house.discord.messages(CHANNEL) if "The shortlist" in text_of(one)]
    assert "Home at last." in text_of(message)


async def test_without_the_right_to_open_threads_all_else_goes_on(house: House) -> None:
    await house.shortlisted()
    house.discord.forbid_threads(CHANNEL)
    await present(house)
    assert (await house.episode()).presented_message_id is not None
    assert house.discord.threads(CHANNEL) == []
    told = await house.discord.command("room status", {}, house.writers[0], CHANNEL)
    assert told.message is not None
    assert "*Create Public Threads*" in text_of(told.message)
    house.discord.allow(CHANNEL)
    await house.schedule()
    await house.bot.settled()
    assert len(house.discord.threads(CHANNEL)) == 1
    told = await house.discord.command("room status", {}, house.writers[0], CHANNEL)
    assert told.message is not None
    assert "*Create Public Threads*" not in text_of(told.message)


async def test_a_message_deleted_meanwhile_gets_no_thread(house: House) -> None:
    await house.shortlisted()
    house.discord.fail("POST", THREADS, refused(404, 10008))
    await present(house)
    await house.bot.advance(ONE_MORE_TRY)
    assert house.discord.threads(CHANNEL) == []
    assert house.discord.calls("POST", THREADS) == 1


async def test_a_deleted_shortlist_stays_away(house: House) -> None:
    await house.shortlisted()
    await present(house)
    [message] = [one for one in house.discord.messages(CHANNEL) if "The shortlist" in text_of(one)]
    await house.discord.delete_message(message)
    room, episode = await house.room(), await house.episode()
    [song, *_] = await house.app.services.proposals.longlist(room, episode)
    writer = Person(UserId(house.writers[0].id), frozenset(), False)
    before = house.discord.calls("PATCH", MESSAGE)
    await house.app.services.proposals.note(writer, room, song.id, "Too late.")
    await house.bot.settled()
    assert house.discord.calls("PATCH", MESSAGE) >= before + 2  # the card, and the shortlist
    assert not [one for one in house.discord.messages(CHANNEL) if "The shortlist" in text_of(one)]
