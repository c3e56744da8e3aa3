"""Each way of installing knows its version, and what to type for what is missing."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.install.wheels import PROJECT, ROOT, VERSION, build, install, typed

AS_LOCKED = ("--constraints", ROOT / "locks" / "run.txt")


@dataclass(frozen=True)
class Installed:
    """A venv with the wheel and what the commands themselves need: no demo, no bot."""

    wheel: Path
    programs: Path
    folder: Path

    @property
    def prefix(self) -> Path:
        """The folder of the venv."""
        return self.programs.parent

    def run(self, *arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
        """Type a command in an empty folder."""
        return typed(self.folder, self.programs / "needledrop", *arguments, **given)


@pytest.fixture
def installed(tmp_path: Path) -> Installed:
    wheel = build(tmp_path)
    libraries = (*AS_LOCKED, "click", "msgspec", "typing-extensions", "python-dotenv")
    (tmp_path / "empty").mkdir()
    return Installed(
        wheel, install(wheel, libraries, tmp_path / "venv").resolve(), tmp_path / "empty"
    )


def as_uv_tool(venv: Path) -> None:
    (venv / "uv-receipt.toml").touch()


def as_pipx(venv: Path) -> None:
    (venv / "pipx_metadata.json").touch()


def with_pip(venv: Path) -> None:
    (site,) = venv.rglob("site-packages")
    (site / "pip").mkdir()


def as_it_is(_venv: Path) -> None:
    pass


WAYS: list[tuple[Callable[[Path], None], str]] = [
    (as_uv_tool, 'uv tool install --force "needledrop[demo] @ {wheel}"'),
    (as_pipx, 'pipx install --force "needledrop[demo] @ {wheel}"'),
    (with_pip, '"{python}" -m pip install "needledrop[demo] @ {wheel}"'),
    (as_it_is, 'uv pip install --python "{prefix}" "needledrop[demo] @ {wheel}"'),
]


@pytest.mark.parametrize(("make", "command"), WAYS, ids=[make.__name__ for make, _ in WAYS])
def test_a_demo_without_its_libraries_says_what_to_type(
    installed: Installed, make: Callable[[Path], None], command: str
) -> None:
    make(installed.prefix)
    ended = installed.run("demo")
    expected = command.format(
        wheel=installed.wheel.as_uri(),
        python=installed.programs / "python",
        prefix=installed.prefix,
    )
    told = f"The demo needs simcord, which is not installed. Run: {expected}\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", told)


def test_an_image_has_its_own_way_to_the_demo(installed: Installed) -> None:
    ended = installed.run("demo", NEEDLEDROP_IMAGE="1")
    assert ended.returncode == 2
    assert "Run: docker build --build-arg LOCK=demo " in ended.stderr


def test_a_program_and_a_checkout_have_the_version_of_the_project(installed: Installed) -> None:
    told = (0, f"needledrop {VERSION}\n", "")
    checkout = typed(ROOT, Path(sys.executable), "-m", "bot", "--version")
    for ended in (installed.run("--version"), checkout):
        assert (ended.returncode, ended.stdout, ended.stderr) == told


def test_a_fault_of_the_settings_names_what_is_at_hand(installed: Installed) -> None:
    ended = installed.run("backup", "copy.db", DATABASE_URL="nonsense")
    assert ended.returncode == 2
    assert "What to do (the guide for hosts names every setting):" in ended.stderr
    there = typed(
        ROOT, Path(sys.executable), "-m", "bot", "backup", "copy.db", DATABASE_URL="nonsense"
    )
    assert "What to do (see .env.example):" in there.stderr


def test_the_program_is_known_by_the_name_it_was_started_with(installed: Installed) -> None:
    script = "import sys; from bot.installation import program; print(program())"
    python = installed.programs / "python"
    as_program = f"import sys; sys.argv = [{str(installed.programs / 'needledrop')!r}]; {script}"
    assert typed(installed.folder, python, "-c", as_program).stdout == "needledrop\n"
    assert typed(installed.folder, python, "-c", script).stdout == "python -m bot\n"


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
def test_make_install_takes_what_the_bot_needs_and_no_more() -> None:
    asked = ["make", "--dry-run", "--always-make", "install"]
    would = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603 - only prints
    assert re.findall(r"locks/\w+\.txt", would) == ["locks/run.txt"]
    assert "--require-hashes" in would


def test_the_lock_of_the_build_is_for_what_the_project_names() -> None:
    (backend,) = PROJECT["build-system"]["requires"]
    assert PROJECT["dependency-groups"]["build"] == [backend]
    # uv builds with what it carries, without a download, where the versions allow it.
    assert backend.replace("uv_build", "uv") in PROJECT["dependency-groups"]["dev"]
    (name,) = (
        line.partition("==")[0]
        for line in (ROOT / "locks" / "build.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    )
    assert name == PROJECT["build-system"]["build-backend"].replace("_", "-")
