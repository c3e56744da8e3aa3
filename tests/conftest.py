"""Fixtures that every level of the tests shares: the real database, and stand-ins beyond it."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.typesetting import compiling
from bot.typesetting.typesetter import Typesetter
from storage.database import Database, database_at
from tests.backends import BACKENDS
from tests.fakes import FakeClock

# A deadline is a timed assertion, which fails on a slow machine and proves nothing on a fast one.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_configure() -> None:
    """Have the processes that tests start heed all signals.

    They inherit which are ignored, as `nohup` and a shell's background have it. The tests go on
    ignoring those: what handles a signal is not inherited.
    """
    for name in ("SIGHUP", "SIGINT"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with every migration applied: copying it is faster than migrating."""
    path = tmp_path_factory.mktemp("migrated") / "needledrop.db"
    database = database_at(f"sqlite:///{path}", FakeClock().now)
    # A loop of its own: a loop of the tests lives no longer than its test.
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(database.open())
        runner.run(database.close())
    return path


@pytest.fixture
def backend() -> str:
    """The kind of database; what is to run on each of `BACKENDS` has this parametrized."""
    return "sqlite"


@pytest.fixture
async def address(backend: str, tmp_path: Path, migrated: Path) -> str:
    """The address of an empty database with every migration applied."""
    return await BACKENDS[backend](tmp_path, migrated)


@pytest.fixture
async def store(address: str, clock: FakeClock) -> AsyncIterator[Database]:
    """The real storage, on a database of its own."""
    database = database_at(address, clock.now)
    await database.open()
    yield database
    await database.close()


@pytest.fixture(scope="session")
def without_system_fonts() -> Iterator[Typesetter]:
    """A typesetter that has nothing but the bundled fonts."""
    typesetter = Typesetter(system_fonts=False)
    yield typesetter
    typesetter.stop()


@pytest.fixture
def bundled_fonts(monkeypatch: pytest.MonkeyPatch, without_system_fonts: Typesetter) -> None:
    """Take the system's fonts away."""
    monkeypatch.setattr(compiling, "TYPESETTER", without_system_fonts)
