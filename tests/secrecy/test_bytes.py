"""After the close, no byte of the database beside a line says who wrote it."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.model import Person
from storage.database import Database
from storage.sqlite import SqliteBackend
from tests.backends import ONLY_SQLITE
from tests.builders import person
from tests.fakes import FakeClock
from tests.services.conftest import House, housed
from tests.services.listening.sessions import Session, begun

pytestmark = ONLY_SQLITE

SONGS = 12
WRITERS = [person(0x04D2_5A17_C0DE_0000 + 0x1357 * n) for n in range(1, 9)]
"""Their ids take eight bytes that stand in no file by chance."""
NEAR = 64
"""So many bytes on either side of a line belong to its row, its neighbors, or what was there."""

_LINE = re.compile(rb"<\d+\.\d\.(ahead|first|second|third)>")


@pytest.fixture
async def house(store: Database, clock: FakeClock, tmp_path: Path) -> AsyncIterator[House]:
    async with housed(store, clock, tmp_path / "needledrop.db") as opened:
        yield opened


def line(who: Person, place: int, said: str) -> str:
    """Return what somebody writes, by which it is found in a file; long enough to move others."""
    return f"<{place}.{WRITERS.index(who)}.{said}>" + "so it goes on " * (3 + place)


async def heard(house: House) -> Session:
    """Have lines hidden, changed, shown, changed again and taken back, also ahead and in vain."""
    session = await begun(house, SONGS, minutes=0)
    await session.come(*WRITERS)
    for who in WRITERS[:3]:
        await session.write(who, SONGS, line(who, SONGS, "ahead"))
    for place in range(1, SONGS):
        await session.next()
        for who in WRITERS:
            for said in ("first", "second"):
                await session.write(who, place, line(who, place, said))
        await session.next()
        await session.write(WRITERS[0], place, line(WRITERS[0], place, "third"))
        await session.write(WRITERS[1], place, "")
    return session


async def named(house: House) -> set[str]:
    """Return the lines beside which a writer's id stands, in the database and its log."""
    backend = house.store._backend
    assert isinstance(backend, SqliteBackend)
    path = backend._path
    files = [path, path.with_name(f"{path.name}-wal")]
    held = await asyncio.to_thread(lambda: [one.read_bytes() for one in files if one.exists()])
    return {found for data in held for found in _named_in(data)}


def _named_in(data: bytes) -> set[str]:
    return {
        found[0].decode()
        for found in _LINE.finditer(data)
        if any(
            who.user_id.to_bytes(8, "big")
            in data[max(0, found.start() - NEAR) : found.end() + NEAR]
            for who in WRITERS
        )
    }


async def test_after_the_close_no_byte_beside_a_line_names_its_writer(house: House) -> None:
    session = await heard(house)
    await house.services.upkeep.sweep()
    assert len(await named(house)) > SONGS * len(WRITERS) / 2, "until then they are known"
    await house.services.rounds.schedule(
        house.boss, house.room, session.episode, closes="in 2 hours", seats=3
    )
    await house.close(session.episode)
    await house.outbox.idle()
    await house.services.upkeep.sweep()
    assert await named(house) == set()
