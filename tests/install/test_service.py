"""The unit for systemd: little is allowed, what is put right by hand is not tried again."""

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from bot.entrance import MISCONFIGURED
from bot.signals import CLOSED_WITHIN, STOP_WITHIN
from tests.install.wheels import ROOT

UNIT = ROOT / "deploy" / "needledrop.service"
GUIDE = ROOT / "docs" / "guide" / "hosting" / "server.md"
EXPOSED_MAX = 3.0
"""From 0 to 10, as systemd counts it."""
REFUSE_WRITABLE_CODE = (
    "import ctypes, mmap\n"
    "if ctypes.CDLL(None).prctl(65, 1, 0, 0, 0): raise SystemExit('old kernel')\n"
    "try: mmap.mmap(-1, 1, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)\n"
    "except PermissionError: pass\n"
    "else: raise SystemExit('not refused')\n"
)
"""What MemoryDenyWriteExecute does, for this process and those it starts (Linux 6.3)."""
USE_EVERYTHING = (
    "import sys\n"
    "from pathlib import Path\n"
    "import PIL.Image, aiosqlite, discord, orjson\n"
    "from cryptography.fernet import Fernet\n"
    "from bot.typesetting.typesetter import Typesetter\n"
    "Fernet(Fernet.generate_key()).encrypt(b'a token')\n"
    "page = Path('page.typ'); page.write_text('A song')\n"
    "Typesetter(system_fonts=False).compile(page, Path('page.png'), {'format': 'png'})\n"
)


def settings() -> dict[str, list[str]]:
    """Return what the unit sets, by name."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        name, sign, value = line.partition("=")
        if sign and not line.startswith("#"):
            found[name].append(value)
    return found


def test_what_has_to_be_put_right_is_not_tried_again_and_anything_else_is() -> None:
    given = settings()
    assert given["Restart"] == ["on-failure"]
    assert given["RestartPreventExitStatus"] == [str(MISCONFIGURED)]


def test_a_stop_is_given_the_time_the_bot_takes() -> None:
    assert int(settings()["TimeoutStopSec"][0]) > STOP_WITHIN + CLOSED_WITHIN


def test_it_runs_where_it_may_write_as_a_user_that_the_guide_makes() -> None:
    given = settings()
    (user,), (folder,) = given["User"], given["StateDirectory"]
    assert given["WorkingDirectory"] == [f"/var/lib/{folder}"]
    guide = GUIDE.read_text(encoding="utf-8")
    assert re.search(rf"useradd .*--home-dir /var/lib/{folder} .*{user}\n", guide)
    (command,) = given["ExecStart"]
    program = command.split()[0]
    assert f"{program} doctor" in guide
    assert f"python3 -m venv {Path(program).parents[1]}\n" in guide
    assert "systemctl enable --now needledrop" in guide


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_finds_it_hardly_exposed() -> None:
    looked = subprocess.run(  # noqa: S603
        ["systemd-analyze", "security", "--offline=true", "--no-pager", UNIT],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    (level,) = re.findall(r"Overall exposure level for \S+: ([\d.]+) ", looked.stdout)
    assert float(level) < EXPOSED_MAX


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has this")
def test_libraries_do_without_code_in_memory_that_can_be_written(tmp_path: Path) -> None:
    ended = subprocess.run(  # noqa: S603
        [sys.executable, "-c", REFUSE_WRITABLE_CODE + USE_EVERYTHING],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if "old kernel" in ended.stderr:
        pytest.skip("this kernel refuses nothing of the kind")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (tmp_path / "page.png").exists()
