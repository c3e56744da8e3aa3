"""The log is in color where it is read in a terminal that shows colors, and nowhere else."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bot.encryption import new_key
from tests.host.commands import NO_NETWORK, environment, run

COLOR = b"\x1b["


def shown_in_a_terminal(folder: Path, **given: str) -> bytes:
    """Return what a start without a network logs to a terminal."""
    ours, its = pty.openpty()
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", NO_NETWORK, "run"],
        cwd=folder,
        env=environment({"ENCRYPTION_KEY": new_key(), "TERM": "xterm", **given}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=its,
    )
    os.close(its)
    told = b""
    try:
        while read := os.read(ours, 10_000):
            told += read
    except OSError:  # how a terminal says that nobody writes to it any more
        pass
    finally:
        os.close(ours)
    process.wait()
    return told


@pytest.mark.parametrize(
    ("given", "colored"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], colored: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    told = shown_in_a_terminal(tmp_path, **given)
    assert b"logging in" in told
    assert (COLOR in told) is colored


@pytest.mark.parametrize("given", [{}, {"TERM": "xterm-256color"}, {"LOG_FORMAT": "json"}])
def test_a_file_or_a_pipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, str]
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    told = run(tmp_path, "run", **given).stderr
    assert b"logging in" in told
    assert COLOR not in told
