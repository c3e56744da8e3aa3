"""Whoever watches from outside looks for the signs of life that a process leaves."""

import asyncio

import pytest

from bot.app import build_behind
from bot.closing import NoClient
from bot.domain.structs import replace
from bot.services.shards.leases import Leases
from bot.watch.health import assess
from storage.checkups import checkup_at
from tests.parts import SETTINGS
from tests.services.conftest import House


@pytest.mark.parametrize(("count", "ids"), [(None, ()), (2, ()), (2, (1,)), (2, (0, 1))])
async def test_a_process_is_healthy_by_its_own_signs(
    house: House, address: str, count: int | None, ids: tuple[int, ...]
) -> None:
    settings = replace(SETTINGS, shard_count=count, shard_ids=ids)
    said, parts = house.announcer, house.parts(house.store)
    app = build_behind(NoClient(), said, said, house.discord, settings, parts)
    house.clock.move(3600)
    leases = app.ports.attendance
    for shard in ids:
        assert isinstance(leases, Leases)
        await leases.claim(shard)
        leases.came(shard)
    for _ in range(2):  # the first ends the silence
        await app._heartbeat()
    now = house.clock.now()
    pulse = await asyncio.to_thread(checkup_at(address).pulse, now)
    assert assess(pulse, now, settings.shards).healthy
    await app.stop()
