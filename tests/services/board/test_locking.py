"""A locked episode stays as it is."""

import pytest

from bot.domain.board import Clearance, EntryText
from bot.domain.errors import EpisodeLocked, RoundLive
from tests.builders import recording
from tests.services.board.decided import WRITER, decided, order, waiting
from tests.services.conftest import House


async def test_a_locked_episode_stays_as_it_is_but_its_rights_go_on(house: House) -> None:
    episode, view = await decided(house)
    one, boards, at = order(view)[0], house.services.boards, (house.boss, house.room, episode)
    assert (await boards.lock(*at)).board.locked
    assert (await boards.lock(*at)).board.revision == 1  # asking again changes nothing
    for refused in (
        boards.place(*at, one, 3),
        boards.edit(*at, one, EntryText("x")),
        boards.swap(*at, one, waiting(view)[0]),
        house.services.proposals.propose(WRITER, house.room, episode, recording(9)),
        house.services.shortlists.fill(*at),
        house.services.rounds.schedule(*at, closes="in 2 hours"),
    ):
        with pytest.raises(EpisodeLocked):
            await refused
    view = await boards.set_clearance(*at, one, Clearance.CLEARED, "Signed")
    assert view.board.slots[0].clearance is Clearance.CLEARED
    assert not (await boards.lock(*at, locked=False)).board.locked
    await boards.place(*at, one, 3)


async def test_a_vote_under_way_keeps_the_board_open(house: House) -> None:
    episode, _ = await decided(house)
    await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )
    with pytest.raises(RoundLive):
        await house.services.boards.lock(house.boss, house.room, episode)
