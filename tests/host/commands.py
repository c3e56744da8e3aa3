"""Commands as somebody types them, on machines of all kinds."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot import settings

ROOT = Path(__file__).parents[2]
TOKEN = "t" * 70
NO_NETWORK = (
    "import socket, sys\n"
    "def refuse(*_, **__): raise OSError('no network')\n"
    "socket.socket.connect = socket.getaddrinfo = refuse\n"
    "sys.argv[0] = 'bot'\n"
    "from bot.__main__ import main\n"
    "main()\n"
)
BOUND = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""What keeps root to the permissions of files."""


def environment(given: dict[str, str]) -> dict[str, str]:
    """Return an environment with nothing of the bot's but what is given."""
    inherited = {k: v for k, v in os.environ.items() if k not in settings.REMEDIES}
    return inherited | {"PYTHONPATH": str(ROOT), "DISCORD_TOKEN": TOKEN} | given


def run(
    folder: Path,
    *arguments: str,
    before: Sequence[str] = (),
    options: Sequence[str] = (),
    **given: str,
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a folder, without a network; `before` is what is typed before it."""
    return subprocess.run(  # noqa: S603 - our own program
        [*before, sys.executable, *options, "-c", NO_NETWORK, *arguments],
        cwd=folder,
        env=environment(given),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )


def said(ended: subprocess.CompletedProcess[bytes]) -> str:
    """Return all that a command printed, in which there is no traceback."""
    text = (ended.stdout + ended.stderr).decode("utf-8", "replace")
    assert "Traceback" not in text, text
    return text


def bound() -> tuple[str, ...]:
    """Return what to type before a command, so that the permissions of files hold for it."""
    if os.geteuid():
        return ()
    if shutil.which(BOUND[0]) is None or subprocess.run([*BOUND, "true"], check=False).returncode:  # noqa: S603
        pytest.skip("root cannot be kept to the permissions of files here")
    return BOUND
