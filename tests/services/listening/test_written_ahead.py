"""What everybody wrote ahead is shown once the song had its time, or somebody asks for it."""

import pytest

from bot.domain.listening import Stage
from bot.services.listening.sessions import Move
from tests.backends import ONLY_SQLITE
from tests.services.conftest import House
from tests.services.listening.sessions import ANN, BEN, CLEO, Session, begun, passes

pytestmark = ONLY_SQLITE


async def at_song_two(house: House, minutes: int, *, by_hand: bool) -> Session:
    """Return a session at its second song, about which everybody there has written ahead."""
    session = await begun(house, 3, minutes)
    await session.next()
    await session.come(ANN, BEN)
    for who in (ANN, BEN):
        await session.write(who, 2, "Ahead")
    for who in (ANN, BEN):
        await session.write(who, 1, "Now")
    if by_hand:
        await session.next()
    else:
        await passes(house, 60)
    return session


@pytest.mark.parametrize("by_hand", [True, False])
async def test_it_is_not_shown_before_anybody_has_heard_the_song(
    house: House, by_hand: bool
) -> None:
    session = await at_song_two(house, 2, by_hand=by_hand)
    now = await session.now()
    assert (now.place, now.stage) == (2, Stage.HIDDEN)
    assert (await session.shown()).view.all_answered
    assert await session.said(2) == []
    await passes(house, 120)
    assert (await session.now()).stage is Stage.SHOWN
    assert await session.said(2) == ["Ahead", "Ahead"]


async def test_the_showrunner_shows_it_with_a_press(house: House) -> None:
    session = await at_song_two(house, 0, by_hand=True)
    assert (await session.now()).due_at is None
    await session.next()
    now = await session.now()
    assert (now.place, now.stage) == (2, Stage.SHOWN)
    assert await session.said(2) == ["Ahead", "Ahead"]


async def test_whoever_comes_is_waited_for(house: House) -> None:
    session = await at_song_two(house, 0, by_hand=True)
    await session.come(CLEO)
    assert (await session.now()).stage is Stage.HIDDEN
    await session.nothing(CLEO, 2)
    assert (await session.now()).stage is Stage.SHOWN


async def test_what_was_written_in_a_pause_is_shown_after_it(house: House) -> None:
    session = await begun(house, 3, 2)
    await session.next()
    await session.come(ANN, BEN)
    await session.move(Move.PAUSE)
    for who in (ANN, BEN):
        await session.write(who, 1, "In the pause")
    assert (await session.now()).stage is Stage.HIDDEN
    await session.move(Move.GO_ON)
    assert (await session.now()).stage is Stage.SHOWN
