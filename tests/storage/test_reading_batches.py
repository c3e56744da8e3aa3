"""A batch that is read in lists, as SQLite does, against a statement a vote."""

import asyncio
from collections.abc import Sequence

from bot.domain.ballots import Withdraw
from bot.domain.errors import Redelivered
from bot.domain.model import Round, UserId
from bot.domain.voting import CastBallot, Vote
from bot.services.ports.deliveries import begin_delivery
from storage.ballot_batch import Found, Press, read_each
from storage.database import Database
from storage.frozen_rounds import FrozenRounds
from storage.sqlite_ballots import read_together
from tests import behind
from tests.backends import ONLY_SQLITE
from tests.builders import NOW, make_episode, make_room, make_round, person
from tests.storage.test_ballots import open_round, vote

VOTED, REMOVED, NEW, FORGOTTEN, WITHDRAWN = 1, 2, 3, -4, 5


@ONLY_SQLITE
async def test_lists_say_the_same_as_a_statement_for_each_vote(store: Database) -> None:
    room, first = await open_round(store)
    other = await make_room(store, writers_role=9, channel=11)
    second = await make_round(store, other, await make_episode(store, other))
    for who in (VOTED, REMOVED, FORGOTTEN, WITHDRAWN):
        await vote(store, first, person(who), 1)
    await vote(store, first, person(WITHDRAWN))
    async with store.transaction(None) as unit:
        await unit.rooms.set_on_roster(room.id, UserId(REMOVED), on=False, at=NOW)
        assert await unit.interactions.claim(77, NOW)
    presses = [
        *[await _press(store, first, who, n) for n, who in enumerate((VOTED, REMOVED, NEW))],
        await _press(store, first, VOTED, 77),
        await _press(store, first, 4, None, formerly=FORGOTTEN),
        await _press(store, first, 6, 78, formerly=WITHDRAWN),
        await _press(store, second, VOTED, 79),
    ]

    def plain(rows: Sequence[Found]) -> Sequence[tuple[object, ...]]:
        return [tuple(row) for row in rows]

    async with store._backend.transaction(()) as sql:
        together, each = await read_together(sql, presses), await read_each(sql, presses)
    assert plain(together) == plain(each)
    # Who had withdrawn before they were forgotten is as new as a newcomer; all others differ.
    assert len(set(plain(together))) == len(presses) - 1


async def test_a_press_that_has_acted_is_refused_among_others(store: Database) -> None:
    _, round_ = await open_round(store)

    async def pressed(interaction_id: int, who: int, place: int) -> CastBallot:
        begin_delivery(interaction_id)
        return await vote(store, round_, person(who), place)

    await asyncio.create_task(pressed(77, 1, 1))
    presses = (pressed(77, 1, 2), pressed(78, 2, 3), pressed(78, 2, 4))
    ends = await asyncio.gather(
        *(asyncio.create_task(one) for one in presses), return_exceptions=True
    )
    assert [type(end) for end in ends] == [Redelivered, CastBallot, Redelivered]
    rows = await behind.rows(store, "SELECT voter_id, choices FROM ballots ORDER BY voter_id")
    assert rows == [(1, "0"), (2, "2")]


async def _press(
    store: Database,
    round_: Round,
    who: int,
    interaction_id: int | None,
    formerly: int | None = None,
) -> Press:
    was = None if formerly is None else UserId(formerly)
    cast = Vote(round_.room_id, round_.id, person(who), Withdraw(), NOW, formerly=was)
    frozen = await FrozenRounds(store).get(round_.id)
    return Press(cast, interaction_id, frozen, asyncio.get_running_loop().create_future())
