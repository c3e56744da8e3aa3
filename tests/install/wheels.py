"""Makes the wheel, and installs it where nothing of the checkout is."""

import os
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "cogs", "storage")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
VERSION = PROJECT["project"]["version"]
_UV = Path(sysconfig.get_path("scripts")) / "uv"


def uv(*arguments: str | Path, folder: Path = ROOT, **given: str) -> str:
    """Run uv, which has a cache of its own, and return what it printed."""
    done = subprocess.run(  # noqa: S603 - a tool of ours
        [_UV, "--quiet", "--no-config", *arguments],
        cwd=folder,
        env=os.environ | given,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def build(folder: Path) -> Path:
    """Make the wheel in a folder, from what the checkout holds now; nothing is downloaded."""
    uv("build", "--offline", "--wheel", "--out-dir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    return wheel


def install(wheel: Path, libraries: Sequence[str | Path], venv: Path) -> Path:
    """Install a wheel and some libraries, as uv is told of them; return the folder of programs."""
    uv("venv", "--python", sys.executable, venv)
    uv("pip", "install", "--python", venv, *libraries)
    uv("pip", "install", "--python", venv, "--offline", "--no-deps", wheel)
    return venv / ("Scripts" if os.name == "nt" else "bin")


def locked(name: str) -> tuple[str | Path, ...]:
    """Return what installs the libraries of a lock, as `install` takes it."""
    return ("--require-hashes", "-r", ROOT / "locks" / f"{name}.txt")


def bare(**given: str) -> dict[str, str]:
    """Return an environment in which nothing leads to the checkout or its libraries."""
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "USERPROFILE")
    return {name: os.environ[name] for name in kept if name in os.environ} | given


def typed(
    folder: Path, program: Path, *arguments: str, **given: str
) -> subprocess.CompletedProcess[str]:
    """Run an installed program in a folder, as somebody types it there."""
    return subprocess.run(  # noqa: S603 - our own program
        [program, *arguments],
        cwd=folder,
        env=bare(**given),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
