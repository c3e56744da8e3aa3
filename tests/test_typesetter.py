"""Typst runs in a process beside the bot, which costs one file at most when something is odd."""

import io
import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from bot.typesetting import TypesettingFailed
from bot.typesetting.child import carry_out, compiler, serve
from bot.typesetting.typesetter import FONTS, MEMORY_MAX, TemplateFault, Typesetter

ROOT = Path(__file__).parents[1]
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="what other systems offer differs")
PAGE = "#set page(width: 72pt, height: 36pt)"
ENDLESS = "#for a in range(10000) { for b in range(10000) { for c in range(9000) { } } }"
IMMENSE = "#let a = range(1000000).map(n => range(1000000))"
PNG = {"format": "png", "ppi": 72}


@pytest.fixture
def typesetter() -> Iterator[Typesetter]:
    made = Typesetter(system_fonts=False)
    yield made
    made.stop()


def drawn(typesetter: Typesetter, folder: Path, source: str = PAGE) -> bytes:
    """Return what becomes of a source."""
    main, output = folder / "main.typ", folder / "output"
    main.write_text(source, encoding="utf-8")
    typesetter.compile(main, output, PNG)
    return output.read_bytes()


def number(typesetter: Typesetter) -> int:
    """Return the process's id."""
    assert typesetter._process is not None
    return typesetter._process.pid


def test_one_process_is_started_for_the_first_file_and_kept(
    typesetter: Typesetter, tmp_path: Path
) -> None:
    assert typesetter._process is None
    assert drawn(typesetter, tmp_path).startswith(b"\x89PNG")
    first = number(typesetter)
    with pytest.raises(TemplateFault, match="oh dear"):
        drawn(typesetter, tmp_path, '#panic("oh dear")')
    with pytest.raises(TemplateFault, match="2 pages"):
        drawn(typesetter, tmp_path, "one #pagebreak() two")
    assert drawn(typesetter, tmp_path)
    assert number(typesetter) == first


def test_what_takes_too_long_costs_one_file(tmp_path: Path) -> None:
    typesetter = Typesetter(seconds=0.5, system_fonts=False)
    with pytest.raises(TypesettingFailed, match=r"it has 0\.5 seconds"):
        drawn(typesetter, tmp_path, ENDLESS)
    patient = Typesetter(system_fonts=False)
    typesetter._seconds, typesetter._command = patient._seconds, patient._command
    assert drawn(typesetter, tmp_path)
    typesetter.stop()


@LINUX
def test_what_takes_too_much_memory_costs_one_file(tmp_path: Path) -> None:
    typesetter = Typesetter(memory=300_000_000, system_fonts=False)
    with pytest.raises(TypesettingFailed, match="ended"):
        drawn(typesetter, tmp_path, IMMENSE)
    assert drawn(typesetter, tmp_path)
    typesetter.stop()


@LINUX
def test_a_picture_takes_far_less_memory_than_it_may(
    typesetter: Typesetter, tmp_path: Path
) -> None:
    drawn(typesetter, tmp_path, "#set page(width: 400pt, height: auto)\n" + "Words. " * 9_000)
    status = Path(f"/proc/{number(typesetter)}/status").read_text(encoding="ascii")
    [data] = [line.split()[1] for line in status.splitlines() if line.startswith("VmData:")]
    assert int(data) * 1024 < MEMORY_MAX / 2


def test_one_that_was_killed_between_two_files_costs_none(
    typesetter: Typesetter, tmp_path: Path
) -> None:
    drawn(typesetter, tmp_path)
    process = typesetter._process
    assert process is not None
    process.kill()
    process.wait()
    assert drawn(typesetter, tmp_path)
    assert typesetter._process is not process


def test_stopping_breaks_off_what_is_being_set(typesetter: Typesetter, tmp_path: Path) -> None:
    drawn(typesetter, tmp_path)
    failed = threading.Event()

    def endless() -> None:
        try:
            drawn(typesetter, tmp_path, ENDLESS)
        except TypesettingFailed:
            failed.set()

    thread = threading.Thread(target=endless)
    thread.start()
    while thread.is_alive():
        typesetter.stop()  # again, should it come before the file
        thread.join(0.01)
    assert failed.is_set()
    assert drawn(typesetter, tmp_path)


def test_what_others_are_told_to_do_does_not_end_it(typesetter: Typesetter, tmp_path: Path) -> None:
    drawn(typesetter, tmp_path)
    first = number(typesetter)
    if os.name == "posix":
        os.kill(first, signal.SIGINT)
        os.kill(first, signal.SIGTERM)
    assert drawn(typesetter, tmp_path)
    assert number(typesetter) == first


@LINUX
def test_it_knows_no_secrets(
    typesetter: Typesetter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "do not tell")
    monkeypatch.setenv("ENCRYPTION_KEY", "do not tell")
    drawn(typesetter, tmp_path)
    known = Path(f"/proc/{number(typesetter)}/environ").read_bytes()
    assert b"PYTHONPATH=" in known
    assert b"do not tell" not in known


def test_it_is_found_from_any_folder(
    typesetter: Typesetter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert drawn(typesetter, tmp_path)


def test_one_that_cannot_be_started_is_said_to_be_so(
    typesetter: Typesetter, tmp_path: Path
) -> None:
    typesetter._command = (str(tmp_path / "no such python"),)
    with pytest.raises(TypesettingFailed, match="no such python"):
        drawn(typesetter, tmp_path)
    typesetter._command = (sys.executable, "-c", "")
    with pytest.raises(TypesettingFailed, match="ended"):
        drawn(typesetter, tmp_path)


BESIDE = """
import sys, threading
from pathlib import Path
from bot.typesetting.typesetter import Typesetter

typesetter, folder = Typesetter(seconds=3, system_fonts=False), Path(sys.argv[1])
first, then = folder / "first.typ", folder / "then.typ"
first.write_text("")
then.write_text(sys.argv[2])
typesetter.compile(first, folder / "output", {"format": "png"})
threading.Thread(
    target=typesetter.compile, args=(then, folder / "output", {"format": "png"}), daemon=True
).start()
print(typesetter._process.pid, flush=True)
sys.stdin.read()
"""
"""A bot that has one file set after another, and says which process does that."""


@LINUX
@pytest.mark.parametrize("then", [PAGE, ENDLESS], ids=["idle", "busy"])
def test_it_ends_with_the_bot_even_if_that_is_killed(tmp_path: Path, then: str) -> None:
    with subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-c", BESIDE, str(tmp_path), then],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as beside:
        assert beside.stdout is not None
        watched = os.pidfd_open(int(beside.stdout.readline()))
        beside.kill()
    ended, _, _ = select.select([watched], [], [], 60)
    os.close(watched)
    assert ended


def test_jobs_are_answered_in_order_and_faults_are_told(tmp_path: Path) -> None:
    def compile_file(main: str, options: dict[str, str]) -> bytes:
        if main == "wrong":
            raise RuntimeError("no")
        return f"{main} {options}".encode()

    watched: list[bool] = []
    output = tmp_path / "output"
    jobs: list[dict[str, object]] = [
        {"main": main, "output": str(output), "options": {}} for main in ("right", "wrong")
    ]
    answers = io.BytesIO()
    lines = io.BytesIO(b"".join(json.dumps(job).encode() + b"\n" for job in jobs))
    serve(lines, answers, compile_file, watched.append)
    assert list(map(json.loads, answers.getvalue().splitlines())) == [{}, {}, {"fault": "no"}]
    assert output.read_bytes() == b"right {}"
    assert watched == [True, False] * 2


def test_a_job_is_carried_out_with_the_pictures_that_are_whole(tmp_path: Path) -> None:
    main, source = tmp_path / "main.typ", "#set page(width: 9pt, height: 9pt, margin: 0pt)\n"
    main.write_text(
        f'{source}#for file in json("pictures.json").values() {{ image(file, width: 3pt) }}'
    )
    square = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(square, "PNG")
    (tmp_path / "whole").write_bytes(square.getvalue())
    (tmp_path / "half").write_bytes(square.getvalue()[:50])
    (tmp_path / "none").write_bytes(b"no picture")
    compile_file = compiler(FONTS, system=False)
    pictures = {"a": "whole", "b": "half", "c": "none"}
    job = {"main": str(main), "options": PNG, "pictures": pictures, "side": 12}
    made = carry_out(job, compile_file)
    assert json.loads((tmp_path / "pictures.json").read_text()) == {"a": "whole"}
    with Image.open(tmp_path / "whole") as shrunk:
        assert shrunk.size == (12, 12)
    jpeg = carry_out({**job, "jpeg": 100_000}, compile_file)
    assert (made[:4], jpeg[:3]) == (b"\x89PNG", b"\xff\xd8\xff")
    assert len(carry_out({**job, "jpeg": 1}, compile_file)) <= len(jpeg)
    main.write_text("one #pagebreak() two")
    with pytest.raises(RuntimeError, match="2 pages"):
        carry_out({"main": str(main), "options": PNG}, compile_file)
