"""Each part runs small, and what it counts is right; what it times is for `make bench`."""

import ast
import asyncio
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from time import time

import pytest

from bot.domain.counting import METHODS, Profile
from bot.domain.shards import EVERYTHING
from tests.bench import burst, counting, footprint, postgres, schedule, stored, votes
from tests.bench.__main__ import command, main, run_all
from tests.bench.installs import NEVER
from tests.bench.part import PARTS
from tests.oracle.answers import ReadyCount
from tests.oracle.check import seated
from tests.postgres import server


def test_every_part_runs_in_a_process_of_its_own() -> None:
    assert {command(part, quick=True)[-2] for part in PARTS} == set(PARTS)
    assert all(Path(__file__).with_name(f"{part}.py").exists() for part in PARTS)


def test_a_part_that_fails_is_named_and_hides_no_other(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    fails = (sys.executable, "-c", "raise SystemExit(3)")
    works = (sys.executable, "-c", f"open({str(ran)!r}, 'w')")
    assert run_all({"first": fails, "second": works}) == ["first"]
    assert ran.exists()


def test_a_part_that_there_is_not_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "nonsense"])
    with pytest.raises(SystemExit) as refused:
        main()
    assert refused.value.code == 2


def test_our_counts_are_compared_with_others_of_the_same_winners() -> None:
    def ours(profile: Profile) -> ReadyCount:
        return lambda: frozenset([seated(profile)])

    rows = counting.measure({method: {"ourselves": ours} for method in METHODS}, {10: 1})
    measured = [row[0] for row in rows]
    assert measured == [*METHODS, *(f"{method}, shared" for method in counting.SHARED)]


def test_a_library_with_other_winners_is_not_compared() -> None:
    def nobody(_: Profile) -> ReadyCount:
        return lambda: frozenset([frozenset()])

    with pytest.raises(AssertionError, match="nobody seats others than we do"):
        counting.measure({"approval": {"nobody": nobody}}, {10: 1})


def test_stored_ballots_are_counted_alike_with_and_without_a_record(tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        method, ballots, *_ = stored.measure(runner, tmp_path / "stored.db", 30, turns=1)
    assert (method, ballots) == ("approval", "30")


async def test_the_ways_to_vote_can_be_compared(tmp_path: Path) -> None:
    tables = await votes.measure(tmp_path, 1, full=False, votes=2, crowd=4)
    assert [table.splitlines()[0] for table in tables] == [votes.ALONE, votes.CROWD]


async def test_votes_on_postgres_are_compared_with_a_raw_upsert(tmp_path: Path) -> None:
    tables = await postgres.measure(server(), tmp_path, 1, full=False, votes=2, burst=3)
    assert [table.splitlines()[0] for table in tables] == [postgres.ALONE, postgres.MANY]


async def test_the_claim_of_an_effect_is_measured() -> None:
    measured = await postgres.claims(server().new_database(), destinations=3, turns=1)
    assert measured.splitlines()[0] == postgres.CLAIM


async def test_a_move_is_measured_there_and_back(tmp_path: Path) -> None:
    measured = await postgres.moved(server().new_database(), tmp_path, rounds=3, ballots=2)
    assert measured.splitlines()[0] == postgres.MOVE


async def test_each_vote_is_one_request_and_many_share_a_transaction(tmp_path: Path) -> None:
    async with AsyncExitStack() as opened:
        stage = await burst.Stage.set(opened, tmp_path / "votes.db")
        waits = await stage.burst(25)()
        counts = stage.counts(bursts=1, votes=25)
    assert len(waits) == 25
    assert counts.answers == 1
    assert 1 <= counts.transactions <= 5


async def test_a_store_that_does_nothing_answers_every_vote(tmp_path: Path) -> None:
    async with AsyncExitStack() as opened:
        stage = await burst.Stage.set(opened, tmp_path / "votes.db", keeps_nothing=True)
        waits = await stage.burst(25)()
        counts = stage.counts(bursts=1, votes=25)
    assert len(waits) == 25
    assert (counts.answers, counts.transactions) == (1, 0)


async def test_rounds_that_wait_share_one_entry_of_the_schedule(tmp_path: Path) -> None:
    path = tmp_path / "waiting.db"
    async with schedule.waiting_bot(path) as app:
        in_an_hour = int(time()) + 3600
        assert set(schedule.let_wait(path, 30, in_an_hour, 10).values()) == {
            in_an_hour,
            in_an_hour + 1,
            in_an_hour + 2,
        }
        await app.client.on_ready()
        await app.idle()
        assert app.schedule.due["rounds"] == in_an_hour
        assert len(app.schedule.due) <= 3


async def test_rounds_are_seen_to_open_from_outside(tmp_path: Path) -> None:
    rounds, *_ = await schedule.lateness(tmp_path / "late.db", instants=1, ahead=0)
    assert rounds == str(schedule.EACH)


async def test_rounds_that_are_due_at_once_all_open(tmp_path: Path) -> None:
    rounds, *_ = await schedule.at_once(tmp_path / "many.db", 20, ahead=0)
    assert rounds == "20"


def test_the_bytes_of_waiting_rounds_are_traced_in_a_process_of_its_own() -> None:
    assert schedule._traced(3) > 0


def test_a_start_and_its_memory_are_measured_in_processes_of_their_own() -> None:
    assert footprint._in_turn({"nothing": "pass"}, 1)["nothing"] > 0
    assert int(footprint._child(footprint._MEMORY.format(1, 2))[1]) > 0


def test_nothing_is_measured_by_replacing_parts_of_the_product() -> None:
    """What is replaced is no longer measured, and nobody notices when it is no longer called."""
    ours = ("bot", "cogs", "storage")
    for file in Path(__file__).parent.glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        imported = {
            alias.asname or alias.name
            for one in ast.walk(tree)
            if isinstance(one, ast.ImportFrom) and (one.module or "").split(".")[0] in ours
            for alias in one.names
        }
        for one in ast.walk(tree):
            for target in one.targets if isinstance(one, ast.Assign) else ():
                if isinstance(target, ast.Attribute):
                    named = next(n.id for n in ast.walk(target) if isinstance(n, ast.Name))
                    assert named not in imported | {"app"}, f"{file.name}:{target.lineno}"
            called = one.func if isinstance(one, ast.Call) else None
            assert not isinstance(called, ast.Name) or called.id != "setattr", file.name


def test_the_libraries_in_memory_after_a_start_are_told() -> None:
    found = footprint.loaded()
    assert "apscheduler" in found
    assert not [name for name in found if footprint.LATER[name] == "no"]


async def test_memory_is_measured_of_a_bot_in_servers_with_open_rounds(tmp_path: Path) -> None:
    async with footprint.settled_bot(tmp_path / "memory.db", guilds=3, rounds=3) as app:
        assert len(app.client.guilds) == 3
        assert len(await app.database.read.rounds.due(NEVER + 1, 10, EVERYTHING)) == 3
