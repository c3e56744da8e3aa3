"""Each part runs small, and what it counts is right; what it times is for `make bench`."""

import ast
import asyncio
import json
import sys
from collections.abc import Iterable
from contextlib import AsyncExitStack
from pathlib import Path
from time import time

import pytest

from bot.domain.counting import METHODS, Profile
from bot.domain.shards import EVERYTHING
from tests import behind
from tests.bench import (
    burst,
    counting,
    fleet,
    footprint,
    interactions,
    machine,
    page,
    pictures,
    postgres,
    schedule,
    stored,
    votes,
    waiting,
)
from tests.bench.__main__ import command, main, run_all
from tests.bench.installs import NEVER
from tests.bench.part import PARTS, goals
from tests.bench.rows import Goal, Row, failed
from tests.oracle.answers import ReadyCount
from tests.oracle.check import seated
from tests.postgres import server


def test_every_part_runs_in_a_process_of_its_own() -> None:
    assert {command(part, quick=True)[-2] for part in PARTS} == set(PARTS)
    assert all(Path(__file__).with_name(f"{part}.py").exists() for part in PARTS)


def test_a_part_that_fails_is_a_row_and_hides_no_other() -> None:
    row = Goal("a row: ms", most=1).measured(0.5)
    works = (sys.executable, "-c", f"print({row.as_json()!r})")
    fails = (*works[:2], f"{works[2]}; raise SystemExit(3)")
    missing = ("/nowhere/python",)
    commands = {"first": fails, "second": missing, "third": works}
    assert [*run_all(commands)] == [row, failed("first"), failed("second"), row]


def test_the_rows_come_last_as_one_list_and_a_failure_is_the_exit_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [Goal("a row: ms", times=2).measured(0.5, 0.2), failed("votes")]
    monkeypatch.setattr("tests.bench.__main__.run_all", lambda _: rows)
    monkeypatch.setattr(sys, "argv", ["bench", "--quick", "--json"])
    assert main() == 1
    *table, last = capsys.readouterr().out.splitlines()
    assert json.loads(last) == [
        {"row": "a row: ms", "figure": 0.5, "floor": 0.2, "goal": 0.4, "met": False},
        {"row": "votes: failed", "figure": None, "floor": None, "goal": None, "met": False},
    ]
    assert [line.split()[-1] for line in table[1:]] == ["met", "measured"]


@pytest.mark.parametrize(
    ("goal", "figure", "floor", "met"),
    [
        (Goal("row", most=1), 1, None, True),
        (Goal("row", most=1), 1.1, None, False),
        (Goal("row", times=2), 2, 1, True),
        (Goal("row", times=2), 2.1, 1, False),
        (Goal("row", times=1 / 8), 1, 8, True),
        (Goal("row", most=3), 2, 1, True),
    ],
)
def test_a_goal_is_so_much_or_so_many_times_the_floor(
    goal: Goal, figure: float, floor: float | None, met: bool
) -> None:
    assert goal.measured(figure, floor).met is met


@pytest.mark.parametrize("goal", [Goal("row", times=2), Goal("row")])
def test_a_goal_without_anything_to_hold_to_is_refused(goal: Goal) -> None:
    with pytest.raises(ValueError, match="row"):
        goal.measured(1)


def test_no_two_rows_are_named_alike() -> None:
    names = [goal.row for goal in goals()]
    assert len(set(names)) == len(names)


def test_the_page_shows_the_rows_of_the_bench() -> None:
    assert page.shown() == [goal.row for goal in goals()]


def test_the_page_is_written_from_the_rows(tmp_path: Path) -> None:
    written = tmp_path / "page.md"
    written.write_text(f"Before\n{page.BEGIN}old\n{page.END}After\n", encoding="utf-8")
    asked = [Goal("one: ms", most=2), Goal("two: s", times=1)]
    page.write([asked[1].measured(1.5, 3.0)], asked, written)
    page.write([asked[0].measured(1.5, 3.0)], asked, written)
    text = written.read_text(encoding="utf-8")
    assert page.shown(written) == ["one: ms", "two: s"]
    assert text.startswith("Before\n")
    assert text.endswith("After\n")
    assert "old" not in text
    assert "| one: ms | 1.50 | 3 | 0.50 × | 2 | 0.67 × | met |" in text
    assert "| two: s |  |  |  |  |  | not measured |" in text


def test_a_part_that_there_is_not_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "nonsense"])
    with pytest.raises(SystemExit) as refused:
        main()
    assert refused.value.code == 2


def test_our_counts_are_compared_with_others_of_the_same_winners() -> None:
    def ours(profile: Profile) -> ReadyCount:
        return lambda: frozenset([seated(profile)])

    rows = counting.measure({method: {"ourselves": ours} for method in METHODS}, {10: 1})
    assert [row.row for row in rows] == [
        counting.goal(method, 10, "ourselves").row for method in METHODS
    ]
    assert set(counting.COMPARED) == set(METHODS)


def test_a_library_with_other_winners_is_not_compared() -> None:
    def nobody(_: Profile) -> ReadyCount:
        return lambda: frozenset([frozenset()])

    with pytest.raises(AssertionError, match="nobody seats others than we do"):
        list(counting.measure({"approval": {"nobody": nobody}}, {10: 1}))


def test_stored_ballots_are_counted_alike_with_and_without_a_record(tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        rows = stored.measure(runner, tmp_path / "stored.db", 30, turns=1)
    assert named(rows) == named_by(stored.GOALS)


async def test_the_ways_to_vote_can_be_compared(tmp_path: Path) -> None:
    rows = await votes.measure(tmp_path, 1, full=False, votes=2, crowd=4)
    assert named(rows) == [one for one in named_by(votes.GOALS) if one != votes.FLAT.row]


async def test_votes_on_postgres_are_compared_with_a_raw_upsert(tmp_path: Path) -> None:
    rows = await postgres.measure(server(), tmp_path, 1, full=False, votes=2, burst=3)
    claimed = await postgres.claims(server().new_database(), destinations=3, turns=1)
    moved = await postgres.moved(server().new_database(), tmp_path, rounds=3, ballots=2)
    measured = named([*rows, claimed, *moved])
    assert measured == [one for one in named_by(postgres.GOALS) if one != postgres.FLAT.row]


async def test_a_silent_shard_is_treated_as_it_should_be(tmp_path: Path) -> None:
    assert await fleet.treated_wrongly(server().new_database(), tmp_path) == 0


async def test_results_are_posted_while_people_press(tmp_path: Path) -> None:
    waits, late = await waiting.pressed(tmp_path / "waiting.db", 5, 2, ahead=0, after=0)
    assert len(waits) % 5 == 0
    assert late > 0


async def test_what_interactions_leave_is_measured_in_memory(tmp_path: Path) -> None:
    before, after = await interactions.left(tmp_path / "left.db", interactions.AT_A_TIME)
    assert 0 < before <= after * 2


async def test_pictures_of_results_are_drawn_with_their_covers() -> None:
    assert await pictures.drawn(2, 1) > 0


def test_the_machine_is_told_with_its_disk() -> None:
    assert "PostgreSQL" in machine.described()
    assert machine.synced() > 0


async def test_a_burst_is_compared_with_one_that_is_not_kept(tmp_path: Path) -> None:
    rows = await burst.measure(tmp_path, turns=1, votes=3)
    assert named(rows) == named_by(burst.GOALS)


async def test_each_vote_is_one_request_and_many_share_a_transaction(tmp_path: Path) -> None:
    async with AsyncExitStack() as opened:
        stage = await burst.Stage.set(opened, tmp_path / "votes.db")
        waits = await stage.burst(25)()
        counts = stage.counts(bursts=1, votes=25)
    assert len(waits) == 25
    assert counts.requests == 1
    assert 1 <= counts.transactions <= 5


async def test_a_store_that_does_nothing_answers_every_vote(tmp_path: Path) -> None:
    async with AsyncExitStack() as opened:
        stage = await burst.Stage.set(opened, tmp_path / "votes.db", keeps_nothing=True)
        waits = await stage.burst(25)()
        counts = stage.counts(bursts=1, votes=25)
    assert len(waits) == 25
    assert (counts.requests, counts.transactions) == (1, 0)


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
    late = await schedule.lateness(tmp_path / "late.db", instants=1, ahead=0)
    assert len(late) == schedule.EACH


async def test_rounds_that_are_due_at_once_all_open(tmp_path: Path) -> None:
    path = tmp_path / "many.db"
    held_up, last = await schedule.at_once(path, 20, ahead=0)
    assert held_up > 0
    assert last > 0
    # Where the bot was not in their servers, they would be paused as they open.
    found = await behind.rows(path, "SELECT state, count(*) FROM rounds GROUP BY state")
    assert dict(found) == {"open": 20, "scheduled": 1}


def test_the_bytes_of_waiting_rounds_are_traced_in_a_process_of_its_own() -> None:
    assert schedule._traced(3) > 0


def test_a_start_and_its_memory_are_measured_in_processes_of_their_own() -> None:
    assert footprint._in_turn({"nothing": "pass"}, 1)["nothing"] > 0
    assert float(footprint._child(footprint._MEMORY.format(1, 2))[1]) > 0


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


async def test_memory_is_measured_of_a_bot_in_servers_with_open_rounds(tmp_path: Path) -> None:
    async with footprint.settled_bot(tmp_path / "memory.db", guilds=3, rounds=3) as app:
        assert len(app.client.guilds) == 3
        assert len(await app.database.read.rounds.due(NEVER + 1, 10, EVERYTHING)) == 3


def named(rows: Iterable[Row]) -> list[str]:
    return [row.row for row in rows]


def named_by(goals: Iterable[Goal]) -> list[str]:
    return [goal.row for goal in goals]
