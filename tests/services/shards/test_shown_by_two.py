"""One ballot message that two processes edit: whichever edit comes last, it shows what is so."""

import asyncio

import pytest

from bot.domain.model import MessageId, RoundId, RoundState
from bot.services.ports.announcements import Announcement, BallotMessage
from bot.services.ports.read_models import RoundView
from bot.services.rounds.ballot_messages import EDIT_OLD_EVERY, BallotMessages
from tests.fakes import FakeAnnouncer
from tests.services.conftest import House
from tests.services.rounds.test_ballot_messages import opened


class SlowAnnouncer(FakeAnnouncer):
    """Discord for one process: an edit is on its way there until it is let go."""

    def __init__(self, house: House) -> None:
        super().__init__()
        self._to = house.announcer
        self.on_the_way = asyncio.Event()
        self.arrives = asyncio.Event()

    async def edit(self, announcement: Announcement) -> MessageId | None:
        self.on_the_way.set()
        await self.arrives.wait()
        return await self._to.edit(announcement)


def elsewhere(house: House, announcer: FakeAnnouncer) -> BallotMessages:
    """Return what edits ballot messages in another process."""
    services, ports = house.services, house.app.ports
    around = (services.rounds, services.control, ports.timer)
    return BallotMessages(house.clock, announcer, *around, shared=True)


def shown(house: House) -> BallotMessage:
    """Return the ballot message as it is now."""
    return house.announcer.of_type(BallotMessage)[-1]


async def begun(house: House, slow: SlowAnnouncer, round_id: RoundId) -> BallotMessages:
    """Have another process begin to show a vote, which arrives only later."""
    other = elsewhere(house, slow)
    other.edit_soon(round_id)
    house.timer.move(0)
    await slow.on_the_way.wait()
    return other


async def ended(house: House, slow: SlowAnnouncer, other: BallotMessages) -> None:
    """Have the edit arrive, and those that follow of it."""
    slow.arrives.set()
    for _ in range(3):
        await other.idle()
        house.timer.move(EDIT_OLD_EVERY)
    await other.idle()


async def test_an_edit_that_comes_after_that_of_the_close_does_not_bring_the_vote_back(
    house: House,
) -> None:
    round_id, slow = await opened(house), SlowAnnouncer(house)
    other = await begun(house, slow, round_id)
    house.clock.move(7200)
    await house.look(round_id)
    assert shown(house).view.round.state is RoundState.CLOSED
    await ended(house, slow, other)
    assert shown(house).view.round.state is RoundState.CLOSED
    assert other._edits == {}


async def test_an_edit_that_was_promised_elsewhere_does_not_hide_a_vote(house: House) -> None:
    round_id, slow = await opened(house), SlowAnnouncer(house)
    other = elsewhere(house, slow)
    promised = asyncio.create_task(other.edit_now(round_id))
    await slow.on_the_way.wait()
    await house.vote(round_id, 1, 1)
    await house.turnout_shown()
    assert shown(house).view.turnout.voted == 1
    slow.arrives.set()
    await promised
    await ended(house, slow, other)
    assert shown(house).view.turnout.voted == 1


async def test_an_edit_that_shows_what_is_so_is_the_last(house: House) -> None:
    round_id, slow = await opened(house), SlowAnnouncer(house)
    other = await begun(house, slow, round_id)
    await ended(house, slow, other)
    assert house.announcer.said == [("edit BallotMessage", round_id)]


async def test_a_vote_that_comes_while_it_is_looked_what_is_so_is_shown(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_id = await opened(house)
    other, is_so = elsewhere(house, house.announcer), house.services.rounds.is_so
    looks, answered = asyncio.Event(), asyncio.Event()

    async def slowly(view: RoundView) -> bool:
        so = await is_so(view)
        looks.set()
        await answered.wait()
        return so

    monkeypatch.setattr(house.services.rounds, "is_so", slowly)
    other.edit_soon(round_id)
    house.timer.move(0)
    await looks.wait()
    before = house.announcer.said.count(("edit BallotMessage", round_id))
    other.edit_soon(round_id)
    answered.set()
    for _ in range(3):
        await other.idle()
        house.timer.move(EDIT_OLD_EVERY)
    await other.idle()
    assert house.announcer.said.count(("edit BallotMessage", round_id)) == before + 1
