"""A process whose disk fills up for real, and has room again; it tells what became of its votes.

`python -m tests.faults.small_disk limit DIRECTORY` may write no file beyond a size, as under a
quota. `... fill DIRECTORY` fills the file system that the directory is on: give it a small one.
"""

import asyncio
import json
import resource
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.domain.ballots import Abstain
from bot.domain.errors import StorageError
from bot.domain.model import Room, Round
from bot.domain.voting import Vote
from storage.database import Database, database_at
from tests.builders import NOW, make_episode, make_room, make_round, person

AT_ONCE = 10
WAVES = 2000


@contextmanager
def limited(directory: Path) -> Iterator[None]:
    """Let no file grow by more than a few pages."""
    size = max(file.stat().st_size for file in directory.iterdir())
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 30_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


@contextmanager
def filled(directory: Path) -> Iterator[None]:
    """Leave a few pages free."""
    filler = directory / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096) == 4096:
                pass
        except OSError:
            file.truncate(max(0, file.tell() - 8 * 4096))
    yield
    filler.unlink()


async def wave(store: Database, room: Room, round_: Round, first: int) -> dict[int, bool]:
    """Have ten people vote at once; return which of them were told that it is saved."""
    people = range(first, first + AT_ONCE)
    told = await asyncio.gather(
        *(
            store.cast(Vote(room.id, round_.id, person(who), Abstain(), NOW + 1.0))
            for who in people
        ),
        return_exceptions=True,
    )
    for one in told:
        if isinstance(one, BaseException) and not isinstance(one, StorageError):
            raise one
    return {who: not isinstance(one, StorageError) for who, one in zip(people, told, strict=True)}


async def until_full(store: Database, room: Room, round_: Round) -> dict[int, bool]:
    """Have people vote until thrice nobody's vote could be saved."""
    told: dict[int, bool] = {}
    refused = 0
    for number in range(1, WAVES):
        wave_told = await wave(store, room, round_, number * AT_ONCE)
        told |= wave_told
        refused += not any(wave_told.values())
        if refused == 3:
            return told
    raise AssertionError("the disk never was full")


async def main(way: str, directory: Path) -> dict[str, object]:
    """Vote on a full disk, and once it has room again."""
    path = directory / "needledrop.db"
    store = database_at(f"sqlite:///{path}", lambda: float(NOW))
    await store.open()
    room = await make_room(store)
    round_ = await make_round(store, room, await make_episode(store, room))
    with limited(directory) if way == "limit" else filled(directory):
        told = await until_full(store, room, round_)
        wrote = True
        try:
            async with store.transaction(None) as unit:
                await unit.facts.set("one", "x" * 100_000)
                await unit.facts.set("another", "x" * 100_000)
        except StorageError:
            wrote = False
    told |= await wave(store, room, round_, 0)
    await store.close()
    with closing(sqlite3.connect(path)) as raw:
        ballots = [row[0] for row in raw.execute("SELECT voter_id FROM ballots")]
        logged = [row[0] for row in raw.execute("SELECT voter_id FROM ballot_log")]
        mine = "SELECT count(*) FROM facts WHERE name IN ('one', 'another')"
        facts = raw.execute(mine).fetchone()[0]
        whole = raw.execute("PRAGMA integrity_check").fetchone()[0]
    saved = sorted(who for who, yes in told.items() if yes)
    return {
        "refused": len(told) - len(saved),
        "saved": len(saved),
        "as_told": saved == sorted(ballots) == sorted(logged),
        "afterwards": all(told[who] for who in range(AT_ONCE)),
        "transaction": [wrote, facts],
        "whole": whole,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(main(sys.argv[1], Path(sys.argv[2])))))
