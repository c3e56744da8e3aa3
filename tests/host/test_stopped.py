"""Commands that are told to stop clear up behind them, whichever signal says so."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.host.commands import NO_NETWORK, environment, run

STOPS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
HELD = (
    "import contextlib, sqlite3\n"
    "import storage.backup\n"
    "def hold(database, partial, target):\n"
    "    with contextlib.closing(sqlite3.connect(partial)) as copy:\n"
    "        copy.execute('CREATE TABLE half (x)')\n"
    "        print('waiting', flush=True)\n"
    # A signal that came just before a call that waits for one would be waited for in vain.
    "        while True: pass\n"
    "storage.backup.copy_soundly = hold\n"
    "import storage.restore; storage.restore.copy_soundly = hold\n"
)
"""Has a copy stop in the middle."""
ASKING = (
    "def ask(prompt=''):\n"
    "    print('\\nwaiting', flush=True)\n"
    "    while True: pass\n"
    "import click.termui; click.termui.visible_prompt_func = ask\n"
)
"""Has a question wait for its answer."""
IN_A_THREAD = (
    "import bot.diagnosis, time\n"
    "from bot.doctor.findings import Check, blocking\n"
    "def hang():\n"
    "    print('waiting', flush=True)\n"
    "    time.sleep(60)\n"
    "bot.diagnosis.doctor_checks = lambda parts: [Check('a server', blocking(hang))]\n"
)
"""Has a check of the doctor's wait for a server that does not answer."""
IN_A_LOOP = (
    "import asyncio\n"
    "import storage.move\n"
    "async def hold(*_):\n"
    "    print('waiting', flush=True)\n"
    "    await asyncio.Event().wait()\n"
    "storage.move.move = hold\n"
)


@pytest.fixture
def folder(tmp_path: Path, migrated: Path) -> Path:
    for name in ("needledrop.db", "good.db"):
        shutil.copy(migrated, tmp_path / name)
    return tmp_path


def started(folder: Path, code: str, *arguments: str) -> "subprocess.Popen[bytes]":
    """Start a command, and return once it waits."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", code + NO_NETWORK, *arguments],
        cwd=folder,
        env=environment({}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    while (line := process.stdout.readline()) != b"waiting\n":
        assert line, "it ended without waiting"
    return process


@pytest.mark.parametrize("how", STOPS)
@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (HELD, ("backup", "copy.db")),
        (HELD, ("restore", "--yes", "good.db")),
        (IN_A_LOOP, ("move-database", "sqlite:///needledrop.db", "sqlite:///new.db")),
    ],
    ids=["backup", "restore", "move-database"],
)
def test_nothing_is_left_behind(
    folder: Path, code: str, arguments: tuple[str, ...], how: signal.Signals
) -> None:
    before = {one.name for one in folder.iterdir()}
    process = started(folder, code, *arguments)
    process.send_signal(how)
    _, told = process.communicate()
    assert (process.returncode, told) == (128 + how, b"Stopped.\n")
    assert {one.name for one in folder.iterdir()} == before


def test_what_is_to_outlive_its_terminal_does(folder: Path) -> None:
    ignoring = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    process = started(folder, ignoring + HELD, "backup", "copy.db")
    process.send_signal(signal.SIGHUP)
    process.send_signal(signal.SIGTERM)
    process.communicate()
    assert process.returncode == 128 + signal.SIGTERM


def test_a_script_that_ignores_ctrl_c_can_be_ended_all_the_same(folder: Path) -> None:
    """As a shell starts what is put in the background."""
    ignoring = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    process = started(folder, ignoring + HELD, "backup", "copy.db")
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate()
    assert (process.returncode, told) == (128 + signal.SIGTERM, b"Stopped.\n")
    assert not (folder / "copy.db.part").exists()


def test_ended_or_not_the_next_copy_is_made(folder: Path) -> None:
    process = started(folder, HELD, "backup", "copy.db")
    process.kill()
    process.communicate()
    assert (folder / "copy.db.part").exists()
    assert run(folder, "backup", "copy.db").returncode == 0
    assert not (folder / "copy.db.part").exists()


@pytest.mark.parametrize("how", STOPS)
def test_a_signal_is_no_answer(folder: Path, how: signal.Signals) -> None:
    process = started(folder, ASKING, "restore", "good.db")
    process.send_signal(how)
    _, told = process.communicate()
    assert (process.returncode, told) == (128 + how, b"Stopped.\n")


@pytest.mark.parametrize("how", STOPS[1:])
def test_the_doctor_ends_at_once_whatever_it_waits_for(folder: Path, how: signal.Signals) -> None:
    process = started(folder, IN_A_THREAD, "doctor")
    process.send_signal(how)
    process.communicate()
    assert process.returncode == -how
