"""Nobody waits in a session for somebody who is no writer of the room any more."""

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.listening import Stage
from bot.domain.listening.session import TALK
from tests.services.conftest import House
from tests.services.listening.sessions import ANN, BEN, CLEO, Session, begun

Leaves = Callable[[House], Awaitable[object]]


async def taken_off(house: House) -> object:
    """Have the showrunner take Cleo off the roster."""
    return await house.services.rooms.edit_roster(house.boss, house.room, remove=(CLEO.user_id,))


async def forgotten(house: House) -> object:
    """Have Cleo be forgotten."""
    return await house.services.privacy.forget(CLEO, house.room)


async def waiting_for_cleo(house: House) -> Session:
    """Return a session at a song about which all have written but Cleo."""
    session = await begun(house, minutes=60)
    await session.next()
    await session.come(ANN, BEN, CLEO)
    await session.write(ANN, 1, "Heat")
    await session.write(BEN, 1, "Cold")
    await house.outbox.idle()
    assert (await session.now()).stage is Stage.HIDDEN
    return session


@pytest.mark.parametrize("leaves", [taken_off, forgotten])
async def test_lines_are_shown_once_the_last_one_awaited_has_left(
    house: House, leaves: Leaves
) -> None:
    session = await waiting_for_cleo(house)
    house.agenda.due.pop("listening", None)
    await leaves(house)
    assert (await session.now()).stage is Stage.SHOWN
    assert sorted(await session.said(1)) == ["Cold", "Heat"]
    assert house.agenda.due["listening"] == house.clock.now() + TALK


async def test_whoever_is_taken_off_is_not_counted_until_they_are_back(house: House) -> None:
    session = await waiting_for_cleo(house)
    await session.nothing(CLEO, 1)
    await session.next()
    await session.write(ANN, 2, "Heat")
    assert (await session.shown()).view.here == 3
    await taken_off(house)
    assert (await session.now()).stage is Stage.HIDDEN
    view = (await session.shown()).view
    assert (view.here, view.answered) == (2, 1)
    await house.services.rooms.edit_roster(house.boss, house.room, add=(CLEO.user_id,))
    assert (await session.shown()).view.here == 3
