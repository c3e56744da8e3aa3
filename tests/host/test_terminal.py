"""What is printed is shown as well as an output can, whatever is wrong with that output."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.terminal import nearest
from tests.host.commands import NO_NETWORK, ROOT, environment, run, said

RECORD = min((ROOT / "tests" / "data" / "song-rounds").glob("*.json"))
TITLE = "Für “Élise” … 漢字 😀 — ½"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    document = json.loads(RECORD.read_text(encoding="utf-8"))
    document["songs"][0]["title"] = TITLE
    file = tmp_path / "récord 漢.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


@given(st.text())
def test_whatever_is_printed_has_something_to_show_for_it(text: str) -> None:
    assert nearest(text).isascii()


@pytest.mark.parametrize(
    ("text", "shown"),
    [(TITLE, 'Fur "Elise" ... ?? ? - 1/2'), ("plain\n", "plain\n"), ("a\u200bb\udcff", "ab?")],
)
def test_letters_keep_what_is_like_them(text: str, shown: str) -> None:
    assert nearest(text) == shown


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("ascii", 'Fur "Elise" ... ?? ? - 1/2'),
        ("cp1252", "Für “Élise” … ?? ? — ½"),
        ("cp932", "Fur “Elise” … 漢字 ? - 1/2"),
        ("utf-8", TITLE),
    ],
)
def test_an_output_of_any_encoding(tmp_path: Path, record: Path, encoding: str, shown: str) -> None:
    ended = run(tmp_path, "recount", record.name, PYTHONIOENCODING=encoding)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert shown in ended.stdout.decode(encoding)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp932"])
@pytest.mark.parametrize("command", ["doctor", "backup", "run"])
def test_no_command_minds_names_that_cannot_be_shown(
    tmp_path: Path, encoding: str, command: str
) -> None:
    place = f"sqlite:///{tmp_path}/漢é/😀.db"
    (tmp_path / "漢é").write_text("no folder")
    arguments = (command, "né漢.db") if command == "backup" else (command,)
    ended = run(tmp_path, *arguments, PYTHONIOENCODING=encoding, DATABASE_URL=place)
    told = (ended.stdout + ended.stderr).decode(encoding)
    assert ended.returncode == 2
    assert str(tmp_path) in told
    assert "Traceback" not in told


def test_a_locale_without_letters_and_a_name_that_is_no_text(tmp_path: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    ended = run(tmp_path, "recount", "caf\udce9.json", **plain)
    assert ended.returncode == 2
    assert "is not there" in said(ended)


@pytest.mark.parametrize(
    ("redirected", "status"),
    [
        ("| true", 0),
        ("> /dev/full", 2),
        ("> /dev/full 2> /dev/full", 2),
        (">&- 2>&- <&-", 0),
        ("<&-", 0),
    ],
)
@pytest.mark.parametrize("what", ["recount", "--help"])
def test_an_output_that_is_closed_or_full(
    tmp_path: Path, record: Path, what: str, redirected: str, status: int
) -> None:
    typed = '"$0" -m bot "$@" ' + redirected
    arguments = ("recount", record.name) if what == "recount" else (what,)
    ended = subprocess.run(  # noqa: S603 - our own program
        ["/bin/sh", "-c", typed, sys.executable, *arguments],
        cwd=tmp_path,
        env=environment({}),
        capture_output=True,
        check=False,
    )
    assert ended.returncode == status
    assert "Exception" not in said(ended)


def test_a_database_never_takes_the_place_of_an_output(tmp_path: Path) -> None:
    """What is printed would be written into the file that has the number of a closed output."""
    typed = '"$0" -c "$1" run >&- 2>&- <&-'
    ended = subprocess.run(  # noqa: S603 - our own program
        ["/bin/sh", "-c", typed, sys.executable, NO_NETWORK],
        cwd=tmp_path,
        env=environment({"LOG_LEVEL": "DEBUG"}),
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, b"", b"")
    checked = run(tmp_path, "doctor")
    assert b"database: no damage" in checked.stdout


def test_ctrl_c_is_a_word_and_a_status(tmp_path: Path) -> None:
    waiting = (
        "import bot.settings_file as file\n"
        "def wait(*_):\n"
        "    print('waiting', flush=True)\n"
        # A signal that came just before a call that waits for one would be waited for in vain.
        "    while True: pass\n"
        "file.read_lines = wait\n"
        "import bot.settings_given; bot.settings_given.read_lines = wait\n"
    )
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", waiting + NO_NETWORK, "doctor"],
        cwd=tmp_path,
        env=environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"waiting\n"
    process.send_signal(signal.SIGINT)
    _, told = process.communicate()
    assert (process.returncode, told) == (130, b"Stopped.\n")


def test_optimized_away_nothing_is_missing(tmp_path: Path, record: Path) -> None:
    ended = run(tmp_path, "recount", record.name, options=("-O",))
    assert ended.returncode == 0
    assert run(tmp_path, "doctor", options=("-O",)).returncode == 1  # Discord is not reached
