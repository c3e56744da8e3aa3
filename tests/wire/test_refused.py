"""What Discord refuses: nothing people wait for is lost, and the room's status says why."""

from collections import Counter

import pytest

from bot.domain.model import Person, UserId
from tests.builders import recording
from tests.wire.faults import Fault, dropped, refused
from tests.wire.house import CHANNEL, House
from tests.wire.rest import DIRECT, EVENTS, MESSAGES, THREADS
from tests.wire.shapes import text_of, walk
from tests.wire.state import MISSING_ACCESS

HOUR = 3600
TO_THE_CLOSE = 2700
UNFORESEEN = {
    "blocked by AutoMod": (400, 200000, "AutoMod blocks it"),
    "a link blocked": (400, 240000, "AutoMod blocks it"),
    "a form nobody understands": (400, 50035, "error 50035"),
    "no reason given": (403, 0, "error 403"),
}
unforeseen = pytest.mark.parametrize(
    ("status", "code", "why"), UNFORESEEN.values(), ids=UNFORESEEN.keys()
)


def boss_of(house: House) -> Person:
    return Person(UserId(house.boss.id), frozenset(), True)


async def told(house: House) -> str:
    status = await house.discord.command("room status", {}, house.boss, CHANNEL)
    return status.text


@unforeseen
@pytest.mark.parametrize("way", ["time", "button", "restart"])
async def test_results_that_were_refused_for_a_day_come_when_that_is_mended(
    house: House, status: int, code: int, why: str, way: str
) -> None:
    view = await house.opened()
    await house.vote(view.round.id, house.writers[0], 1, 2)
    await house.bot.settled()
    house.discord.faults.always("POST", MESSAGES, refused(status, code))
    await house.bot.advance(24 * HOUR)
    asked = await house.discord.command("room status", {}, house.boss, CHANNEL)
    assert "the results, next try" in asked.text
    assert why in asked.text
    house.discord.faults.mend()
    if way == "time":
        await house.bot.advance(6 * HOUR)
    elif way == "button":
        assert asked.message is not None
        await house.discord.press("retry", house.boss, asked.message)
    else:
        await house.restart()
    await house.bot.settled()
    assert len(house.results(view.round.id)) == 1
    assert "Still to be done" not in await told(house)


@unforeseen
async def test_what_is_refused_holds_up_nothing_else_there(
    house: House, status: int, code: int, why: str
) -> None:
    await house.proposed(1)
    house.discord.fail("POST", MESSAGES, refused(status, code))
    services, episode = house.app.services, await house.episode()
    room = await house.room()
    for n in (2, 3):
        await services.proposals.propose(boss_of(house), room, episode, recording(n), "Why")
    await house.bot.settled()
    posted = [text_of(one) for one in house.discord.messages(CHANNEL)]
    assert ["Song 3" in text for text in posted] == [False, True]
    assert "a song's card, next try" in await told(house)
    await house.bot.advance(60)
    assert len(house.discord.messages(CHANNEL)) == 3


async def test_direct_messages_opened_too_fast_are_sent_later(house: House) -> None:
    view = await house.opened()
    house.discord.forbid(CHANNEL, MISSING_ACCESS)
    house.discord.fail("POST", DIRECT, *[refused(403, 40003)] * 3)
    house.app.services.ballot_messages.edit_soon(view.round.id)
    await house.bot.settled()
    await house.bot.advance(HOUR)
    assert len(house.discord.direct_messages(house.boss)) == 1


async def test_a_showrunner_who_takes_direct_messages_again_is_asked(house: House) -> None:
    view = await house.opened()
    house.discord.forbid(CHANNEL, MISSING_ACCESS)
    house.discord.faults.always("POST", DIRECT, refused(403, 50007))
    house.app.services.ballot_messages.edit_soon(view.round.id)
    await house.bot.settled()
    await house.bot.advance(24 * HOUR)
    assert "a question to the showrunner, next try" in await told(house)
    assert "has direct messages from me turned off" in await told(house)
    house.discord.faults.mend()
    await house.bot.advance(6 * HOUR)
    assert len(house.discord.direct_messages(house.boss)) == 1


@pytest.mark.parametrize(
    ("code", "why"),
    [(50024, "this kind of channel has none"), (160006, "as many active ones as Discord allows")],
)
async def test_a_thread_that_cannot_be_is_asked_for_once(house: House, code: int, why: str) -> None:
    house.discord.faults.always("POST", THREADS, refused(400, code))
    view = await house.opened()
    await house.bot.advance(600)
    assert house.discord.calls("POST", THREADS) == 1
    assert len(house.ballots(view.round.id)) == 1
    assert why in await told(house)


async def test_a_hundred_events_there_already_are_told(house: House) -> None:
    await house.set_up()
    await house.settle_on(events=True)
    house.discord.faults.always("POST", EVENTS, refused(400, 30038))
    await house.opened()
    assert "this server has a hundred already" in await told(house)


async def test_an_event_that_is_given_up_is_told(house: House) -> None:
    await house.set_up()
    await house.settle_on(events=True)
    house.discord.faults.always("POST", EVENTS, refused(400, 50035))
    await house.opened()
    assert "the scheduled event, next try" in await told(house)
    await house.bot.advance(1200)
    assert "Given up:\n- the scheduled event" in await told(house)


@pytest.mark.parametrize("deleted", [False, True])
async def test_a_reminder_leads_to_a_ballot_that_is_there(house: House, deleted: bool) -> None:
    await house.set_up()
    await house.settle_on(reminders=(HOUR,))
    boss, room = boss_of(house), await house.room()
    await house.app.services.rooms.edit_roster(
        boss, room, add=[UserId(one.id) for one in house.writers]
    )
    view = await house.opened(closes="in 3 hours")
    [ballot] = house.ballots(view.round.id)
    if deleted:
        await house.discord.delete_message(ballot)
    await house.bot.advance(2 * HOUR + 60)
    [now] = house.ballots(view.round.id)
    assert (now["id"] != ballot["id"]) is deleted
    for writer in house.writers:
        [reminder] = house.discord.direct_messages(writer)
        [link] = [one["url"] for one in walk(reminder["components"]) if "url" in one]
        assert link.endswith(f"/{CHANNEL}/{now['id']}")


@pytest.mark.parametrize(
    "faults",
    [(), (dropped(after=True),), (None, dropped(after=True)), (None, None, dropped())],
    ids=["nothing", "the ballot's answer is lost", "a mention's answer is lost", "one is lost"],
)
async def test_a_long_roster_is_mentioned_whole_and_once(
    house: House, faults: tuple[Fault | None, ...]
) -> None:
    room = await house.set_up()
    writers = [UserId(10_000 + n) for n in range(500)]
    await house.app.services.rooms.edit_roster(boss_of(house), room, add=writers)
    await house.shortlisted()
    before = len(house.discord.messages(CHANNEL))
    house.discord.fail("POST", MESSAGES, *faults)
    await house.schedule()
    await house.bot.settled()
    await house.bot.advance(60)
    called: Counter[int] = Counter()
    for message in house.discord.messages(CHANNEL)[before:]:
        users = (message["allowed_mentions"] or {}).get("users", [])
        assert len(users) <= 100
        assert all(f"<@{user}>" in text_of(message) for user in users)
        called.update(map(int, users))
    assert called == Counter([*writers, house.boss.id]), "who proposed the songs is a writer, too"
