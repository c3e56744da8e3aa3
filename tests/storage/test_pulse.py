"""How the bot is doing, read beside it."""

import asyncio
from typing import Any

import asyncpg
import pytest

from bot.domain.model import RoundState
from bot.domain.shards import Share
from bot.services.ports.pulse import Pulse, Waiting
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.repositories.shards import Lease
from storage.checkups import checkup_at
from storage.database import Database
from tests.backends import ONLY_POSTGRES
from tests.builders import NOW, make_episode, make_room, make_round
from tests.claims import claim_one


async def taken(address: str) -> Pulse:
    return await asyncio.to_thread(checkup_at(address).pulse, NOW)


async def test_of_a_bot_that_has_done_nothing(store: Database, address: str) -> None:
    assert await taken(address) == Pulse()


async def test_what_is_under_way(store: Database, address: str) -> None:
    room = await make_room(store)
    episode = await make_episode(store, room)
    await make_round(store, room, episode, state=RoundState.SCHEDULED)
    other = await make_episode(store, room, "105")
    await make_round(store, room, other, closes_at=NOW - 30)
    async with store.transaction(room.id) as unit:
        await unit.facts.set("last_seen", str(NOW - 5))
        for number, at in enumerate((NOW - 9, NOW - 60)):
            line = f"channel:{number}"
            await unit.outbox.promise(EffectKind.POST_RESULTS, line, number, room.id, at)
        await unit.outbox.promise(EffectKind.SYNC_PLAYLIST, "spotify", 1, room.id, NOW - 99)
        lost = await claim_one(unit, NOW, 60)
        assert lost is not None
        await unit.outbox.drop(lost.id, "Lapsed", NOW)
    pulse = await taken(address)
    assert pulse == Pulse(
        seen={(1, 0): NOW - 5},
        rounds={"scheduled": 1, "open": 1},
        next_due=NOW - 30,
        waiting={"results.post": Waiting(2, NOW - 60)},
        given_up={"playlist.sync": 1},
    )


@pytest.mark.parametrize("undivided", [NOW - 3, NOW - 9999])
async def test_one_shard_is_seen_by_a_lease_as_well_as_without(
    store: Database, address: str, undivided: int
) -> None:
    async with store.transaction(None) as unit:
        await unit.facts.set("last_seen", str(undivided))
        lease = Lease(Share(0, 1), holder=7, node=0, held_until=NOW, seen_at=NOW - 5)
        assert await unit.shards.claim(lease, NOW, NOW + 90)
    assert (await taken(address)).seen == {(1, 0): max(undivided, NOW - 5)}


@ONLY_POSTGRES
async def test_a_server_is_connected_to_once(
    store: Database, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect, made = asyncpg.connect, list[str]()

    async def noted(url: str, **settings: Any) -> Any:
        made.append(url)
        return await connect(url, **settings)

    monkeypatch.setattr(asyncpg, "connect", noted)
    assert await taken(address) == Pulse()
    assert made == [address]
