"""A second process is noticed by the signs of life that both leave; a restart is no second one."""

import logging

import pytest

from bot.services import Ports
from bot.services.rounds.closing import Closing
from bot.services.rounds.counts import RecentCounts
from bot.services.rounds.due import DueRounds
from bot.services.shards.attendance import AllByOne
from bot.services.shards.presence import SEEN_BESIDE
from tests.services.conftest import House


def process(house: House) -> DueRounds:
    """Return what leaves signs of life, as another process has it."""
    ports: Ports = house.app.ports
    closing = Closing(ports.draw_seed, RecentCounts(), house.services.pseudonyms)
    alone = AllByOne(ports.store)
    return DueRounds(ports.store, ports.clock, ports.agenda, closing, ports.draw_seed, alone)


async def beat(house: House, *processes: DueRounds) -> None:
    for one in processes:
        house.clock.move(15)
        await one.heartbeat()


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]


async def test_both_processes_notice_each_other_and_say_so_once(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = process(house), process(house)
    for _ in range(4):
        await beat(house, one, other)
    told = warnings(caplog)
    assert len(told) == 2
    assert all("another process of this bot" in line for line in told)
    assert int(await house.store.read.facts.get(SEEN_BESIDE)) == int(house.clock.now())


@pytest.mark.parametrize("pause", [0, 1, 3600])
async def test_a_restart_or_a_crash_is_no_second_process(
    house: House, caplog: pytest.LogCaptureFixture, pause: int
) -> None:
    for _ in range(3):
        started = process(house)
        await beat(house, started, started)
        house.clock.move(pause)
    await beat(house, started)
    assert warnings(caplog) == []
    assert await house.store.read.facts.get(SEEN_BESIDE) == ""


async def test_a_sign_that_was_not_saved_is_taken_for_nobodys(
    house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    await beat(house, process(house))
    started = process(house)

    async def fails(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr("storage.repositories.facts.SqlFactRepository.set", fails)
        with pytest.raises(OSError, match="disk full"):
            await beat(house, started)
    await beat(house, started, started)
    assert warnings(caplog) == []
