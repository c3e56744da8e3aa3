"""SIGKILL in the middle of an open round: a real process, the real database file."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from bot.domain.ballots import Abstain
from bot.domain.model import RoomId, Round, RoundId, RoundState
from bot.services.rounds import Rounds
from bot.services.store import Cast, EffectKind
from bot.words import TimesInWords
from storage.database import Database, database_at
from tests.builders import NOW, make_episode, make_room, make_round, person
from tests.fakes import FakeAgenda, FakeClock

ROOT = Path(__file__).parents[2]
VOTES = 60
"""Acknowledged votes before the process is killed."""


async def voting_process(url: str, room_id: RoomId, round_id: RoundId) -> None:
    """Vote as one new writer after another, telling each receipt once the vote is acknowledged."""
    store = database_at(url, lambda: NOW)
    await store.open()

    async def writers(first: int) -> None:
        number = first
        while True:
            casted = await store.cast(Cast(room_id, round_id, person(number), Abstain(), NOW))
            sys.stdout.write(f"{number} {casted.ballot.receipt}\n")
            sys.stdout.flush()
            number += 10

    await asyncio.gather(*(writers(1000 + lane) for lane in range(10)))


async def killed_after(url: str, round_: Round, votes: int) -> dict[int, str]:
    """Return the votes a process acknowledged before it was killed: receipts by writer."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.e2e.test_kill", url, str(round_.room_id), str(round_.id)),
        cwd=ROOT,
        stdout=PIPE,
    )
    assert process.stdout is not None
    acknowledged: dict[int, str] = {}
    while line := await process.stdout.readline():
        number, receipt = line.split()
        acknowledged[int(number)] = receipt.decode()
        if len(acknowledged) == votes:
            process.kill()
    assert await process.wait() == -signal.SIGKILL
    return acknowledged


async def open_round(store: Database) -> Round:
    room = await make_room(store)
    return await make_round(store, room, await make_episode(store, room))


@pytest.mark.parametrize("votes", [1, VOTES])
async def test_every_acknowledged_vote_survives_and_the_round_closes_once(
    tmp_path: Path, votes: int
) -> None:
    url = f"sqlite:///{tmp_path}/needledrop.db"
    clock = FakeClock(NOW)
    store = database_at(url, clock.now)
    await store.open()
    round_ = await open_round(store)
    acknowledged = await killed_after(url, round_, votes)
    kept = set(await store.read.rounds.ballots(round_))
    assert set(acknowledged.values()) <= kept

    clock.move(2 * 3600)
    rival = database_at(url, clock.now)
    await rival.open()
    workers = [
        Rounds(database, clock, TimesInWords(), FakeAgenda(), lambda: "0" * 32)
        for database in (store, rival)
    ]
    await asyncio.gather(*(worker.step(round_.id) for worker in workers for _ in range(5)))
    after = await store.read.rounds.get(round_.id)
    assert after is not None
    assert after.state is RoundState.CLOSED
    assert after.outcome is not None
    assert after.outcome["ballots"] == len(kept)
    promised = []
    async with store.transaction() as books:
        while effect := await books.outbox.claim(clock.now(), 60):
            promised.append(effect.kind)
            await books.outbox.done(effect.id)
    assert sorted(promised) == sorted(
        [EffectKind.EDIT_BALLOT, EffectKind.POST_RESULTS, EffectKind.SYNC_PLAYLIST]
    )
    await rival.close()
    await store.close()


if __name__ == "__main__":
    asyncio.run(voting_process(sys.argv[1], RoomId(int(sys.argv[2])), RoundId(int(sys.argv[3]))))
