"""What the addresses for whoever watches answer."""

import asyncio
import math
import re
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest

from bot.backup_files import BackupState
from bot.domain.errors import ConfigError, StorageError
from bot.services.ports.pulse import Pulse, Waiting
from bot.watch.meters import Meters
from bot.watch.site import Gateway, Watched, WatchSite

NOW = 1_800_000_000


@dataclass
class Stage:
    """A bot that is watched, as far as that needs one."""

    pulse_now: Pulse | None = field(default_factory=Pulse)
    online: bool = True
    meters: Meters = field(default_factory=Meters)
    backups: BackupState = field(default_factory=BackupState)
    port: int = 0

    def pulse(self, now: float) -> Pulse:
        assert now == NOW
        assert threading.current_thread() is not threading.main_thread()
        if self.pulse_now is None:
            raise StorageError("it is away")
        return self.pulse_now

    def gateway(self) -> Gateway:
        return Gateway(self.online, {0: 0.125, 3: 0.5}, 2 * self.online)

    async def get(self, path: str) -> tuple[int, str]:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{self.port}{path}") as answer,
        ):
            return answer.status, await answer.text()

    async def figures(self) -> dict[str, float]:
        _, text = await self.get("/metrics")
        lines = re.findall(r"^(needledrop_\S+) (\S+)$", text, re.MULTILINE)
        return {name: float(value) for name, value in lines}


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    made = Stage()
    watched = Watched(made, made.gateway, lambda: NOW, 500, lambda: made.backups)
    site = WatchSite(watched, made.meters)
    await site.open("127.0.0.1", 0)
    made.port = site.port
    yield made
    await site.close()


async def test_ready_is_who_is_connected_and_can_read(stage: Stage) -> None:
    assert await stage.get("/readyz") == (200, "ready\n")
    stage.pulse_now = None
    assert await stage.get("/readyz") == (503, "the database can't be read\n")
    stage.online = False
    assert await stage.get("/readyz") == (503, "not connected to Discord\n")
    assert await stage.get("/healthz") == (200, "alive\n")


async def test_what_the_database_tells(stage: Stage) -> None:
    stage.pulse_now = Pulse(
        rounds={"open": 3},
        next_due=NOW - 7,
        waiting={"playlist.sync": Waiting(2, NOW - 40), "results.post": Waiting(1, NOW - 4)},
        given_up={"ballot.remind": 5},
        spotify_calls=120,
    )
    found = await stage.figures()
    wanted = {
        "needledrop_database_up": 1,
        'needledrop_rounds{state="open"}': 3,
        "needledrop_rounds_late_seconds": 7,
        'needledrop_effects_waiting{kind="playlist.sync"}': 2,
        'needledrop_effects_waiting{kind="results.post"}': 1,
        "needledrop_effects_oldest_seconds": 40,
        'needledrop_effects_given_up{kind="ballot.remind"}': 5,
        "needledrop_spotify_calls": 120,
        "needledrop_spotify_calls_left": 380,
        'needledrop_gateway_latency_seconds{shard="3"}': 0.5,
        "needledrop_shards_held": 2,
    }
    assert {name: found.get(name) for name in wanted} == wanted
    stage.pulse_now = Pulse()
    found = await stage.figures()
    assert 'needledrop_rounds{state="open"}' not in found
    assert found["needledrop_rounds_late_seconds"] == 0


async def test_a_database_that_is_away_costs_no_other_figure(stage: Stage) -> None:
    stage.pulse_now = None
    stage.meters.vote_saved(0.004)
    found = await stage.figures()
    assert found["needledrop_database_up"] == 0
    assert found["needledrop_vote_saved_seconds_count"] == 1


async def test_what_happens_is_counted(stage: Stage) -> None:
    stage.meters.answered("component", 0.2)
    stage.meters.answered("component", 0.3)
    stage.meters.connected()
    stage.meters.disconnected()
    found = await stage.figures()
    assert found['needledrop_answer_seconds_count{kind="component"}'] == 2
    assert found['needledrop_answer_seconds_sum{kind="component"}'] == pytest.approx(0.5)
    assert found["needledrop_gateway_sessions_total"] == 1
    assert found["needledrop_gateway_losses_total"] == 1


async def test_a_port_in_use_is_told(stage: Stage) -> None:
    other = WatchSite(Watched(stage, stage.gateway, lambda: NOW, 500), Meters())
    with pytest.raises(ConfigError, match=f"METRICS_PORT: port {stage.port} of 127.0.0.1"):
        await other.open("127.0.0.1", stage.port)


async def test_an_address_of_another_machine_is_told(stage: Stage) -> None:
    """One for documentation, which no machine has."""
    other = WatchSite(Watched(stage, stage.gateway, lambda: NOW, 500), Meters())
    with pytest.raises(ConfigError) as refusal:
        await other.open("203.0.113.5", 0)
    [told] = refusal.value.faults
    assert told.startswith("METRICS_HOST: this machine has no address 203.0.113.5. Write one that")


async def test_metrics_tell_how_old_the_newest_copy_is(stage: Stage) -> None:
    assert math.isnan((await stage.figures())["needledrop_backup_age_seconds"])
    stage.backups = BackupState(86_400, NOW - 7200)
    found = await stage.figures()
    assert found["needledrop_backup_age_seconds"] == 7200
    assert found["needledrop_backup_failed"] == 0
    stage.backups = BackupState(86_400, NOW - 7200, NOW - 60, "The disk is full.")
    assert (await stage.figures())["needledrop_backup_failed"] == 1


async def test_a_look_that_hangs_does_not_keep_it_open() -> None:
    """The process stops within seconds; what a look waits for may take minutes."""
    asked, may_answer = threading.Event(), threading.Event()

    class Hangs(Stage):
        def pulse(self, now: float) -> Pulse:
            asked.set()
            may_answer.wait()
            return Pulse()

    made = Hangs()
    site = WatchSite(Watched(made, made.gateway, lambda: NOW, 500), made.meters)
    await site.open("127.0.0.1", 0)
    made.port = site.port
    looking = asyncio.create_task(made.get("/metrics"))
    await asyncio.to_thread(asked.wait)
    async with asyncio.timeout(30):
        await site.close()
    may_answer.set()
    with pytest.raises(aiohttp.ClientError):
        await looking
