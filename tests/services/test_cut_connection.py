"""A connection to PostgreSQL that is cut in the middle: nothing is lost, nothing happens twice."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.errors import StorageError
from bot.domain.model import RoundState
from bot.services.ports.repositories.outbox import EffectKind
from storage.database import Database, database_at
from tests.backends import postgres_at
from tests.cable import Cable
from tests.claims import claim_one
from tests.fakes import FakeClock
from tests.postgres import server
from tests.services.conftest import House

pytestmark = pytest.mark.parametrize("arrives", [False, True], ids=["not sent", "answer lost"])


@pytest.fixture
def cable() -> Cable:
    return Cable(server().socket)


@pytest.fixture
async def store(cable: Cable, clock: FakeClock, tmp_path: Path) -> AsyncIterator[Database]:
    """The storage, reached through the cable."""
    address = await postgres_at(tmp_path, tmp_path)
    name = address.partition("?")[0].rpartition("/")[2]
    async with cable.plugged_in() as port:
        database = database_at(f"postgresql://postgres@127.0.0.1:{port}/{name}", clock.now)
        await database.open()
        yield database
        await database.close()


@pytest.mark.parametrize("message", range(1, 5))
async def test_while_somebody_votes(
    house: House, cable: Cable, message: int, arrives: bool
) -> None:
    _, round_id = await house.opened()
    await house.vote(round_id, 104, 1)  # what is prepared once is prepared
    cable.cut_at(message, arrives=arrives)
    told = 0
    for who in (202, 203):
        try:
            await house.vote(round_id, who, 2)
        except StorageError:
            told += 1
            await house.vote(round_id, who, 2)
    assert (cable.cuts, told) in ((1, 1), (1, 0), (0, 0))
    kept = await house.rows("SELECT voter_id, choices FROM ballots ORDER BY voter_id")
    assert kept == [(104, "0"), (202, "1"), (203, "1")]
    logged = await house.rows("SELECT DISTINCT voter_id, choices FROM ballot_log ORDER BY voter_id")
    assert logged == kept


@pytest.mark.parametrize("message", [*range(1, 9), 13, 21, 34, 55])
async def test_while_a_vote_closes(house: House, cable: Cable, message: int, arrives: bool) -> None:
    _, round_id = await house.opened()
    await house.vote(round_id, 104, 1)
    await house.outbox.idle()
    house.clock.move(2 * 3600 + 1)
    cable.cut_at(message, arrives=arrives)
    for _ in range(6):
        try:
            await house.look(round_id)
        except StorageError:
            continue
        house.clock.move(120)  # what was put off, and leases that are nobody's any more
        await house.work_off()
    view = await house.services.rounds.view(round_id)
    assert view.round.state is RoundState.CLOSED
    waiting = await house.rows("SELECT kind FROM outbox WHERE state <> 'done'")
    assert waiting == []
    promised = await house.rows("SELECT kind FROM outbox WHERE kind = 'results.post'")
    assert len(promised) == 1
    assert [what for what, *_ in house.announcer.said].count("post ResultsMessage") == 1


@pytest.mark.parametrize("message", range(1, 4))  # begin, claim, commit
async def test_while_an_effect_is_claimed(
    house: House, cable: Cable, message: int, arrives: bool
) -> None:
    _, round_id = await house.opened()
    await house.outbox.idle()
    await house.outbox.stop()
    async with house.store.transaction(house.room.id) as unit:
        await unit.outbox.promise(
            EffectKind.EDIT_BALLOT, "channel:10", round_id, house.room.id, int(house.clock.now())
        )
    cable.cut_at(message, arrives=arrives)
    claimed = []
    for _ in range(4):
        try:
            async with house.store.transaction(None) as unit:
                effect = await claim_one(unit, house.clock.now(), 60)
            claimed.append(effect)
        except StorageError:
            house.clock.move(61)  # a lease whose answer was lost runs out
    found = [one for one in claimed if one is not None]
    assert [one.kind for one in found] == [EffectKind.EDIT_BALLOT]
    assert found[0].unsure is (arrives and found[0].attempts > 1)
