"""A music supervisor neither proposes nor votes, unless they are one of the writers as well."""

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.ballot_forms.picks import PickSongs
from bot.domain.errors import NotAllowed
from bot.domain.model import Person, RoleId, UserId
from bot.domain.structs import replace
from tests.builders import person, recording
from tests.services.conftest import House

SUPERVISORS, WRITERS = RoleId(31), RoleId(32)
NAMED, OF_THE_ROLE = UserId(77), UserId(78)

Act = Callable[[House, Person], Awaitable[object]]


async def propose(house: House, someone: Person) -> object:
    episode = await house.episode("105")
    return await house.services.proposals.propose(
        someone, house.room, episode, recording(50), "Why"
    )


async def vote(house: House, someone: Person) -> object:
    _, round_id = await house.opened()
    [song] = await house.songs(round_id, 1)
    change = PickSongs((song,))
    return await house.services.voting.change(someone, house.room, round_id, change)


async def see_the_ballot(house: House, someone: Person) -> object:
    _, round_id = await house.opened()
    return await house.services.voting.ballot(someone, house.room, round_id)


ACTS = pytest.mark.parametrize("act", [propose, vote, see_the_ballot])


async def supervised(house: House, *, by_role: bool, writers: RoleId | None = None) -> Person:
    """Have somebody clear the room's songs, and return them; the writers may need a role."""
    if writers is not None:
        house.room = replace(house.room, writers_role_id=writers)
        async with house.store.transaction(house.room.id) as unit:
            await unit.rooms.save(house.room, int(house.clock.now()))
    named = (None, SUPERVISORS) if by_role else (NAMED, None)
    house.room = await house.services.rooms.name_supervisor(house.boss, house.room, *named)
    return person(OF_THE_ROLE, SUPERVISORS) if by_role else person(NAMED)


async def roster(house: House) -> tuple[UserId, ...]:
    return await house.services.rooms.roster(house.room)


@ACTS
@pytest.mark.parametrize("by_role", [False, True])
async def test_a_supervisor_is_no_writer_and_does_not_become_one(
    house: House, act: Act, by_role: bool
) -> None:
    someone = await supervised(house, by_role=by_role)
    with pytest.raises(NotAllowed) as refusal:
        await act(house, someone)
    assert refusal.value.clears
    assert someone.user_id not in await roster(house)


@ACTS
async def test_on_the_roster_they_are_a_writer_too(house: House, act: Act) -> None:
    someone = await supervised(house, by_role=False)
    await house.services.rooms.edit_roster(house.boss, house.room, add=[someone.user_id])
    await act(house, someone)


async def test_so_they_are_with_the_role_for_writers(house: House) -> None:
    await supervised(house, by_role=False, writers=WRITERS)
    await propose(house, person(NAMED, WRITERS))
    assert NAMED in await roster(house)


@ACTS
async def test_who_runs_the_show_and_clears_its_songs_does_all_of_it(
    house: House, act: Act
) -> None:
    await supervised(house, by_role=True)
    await act(house, person(house.boss.user_id, SUPERVISORS))
