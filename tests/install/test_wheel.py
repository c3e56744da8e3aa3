"""The wheel holds what the bot needs and nothing else, and works where nothing else is."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.install.wheels import PACKAGES, ROOT, build, install, locked, typed


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wheel"))


def needed() -> set[str]:
    """Return every file of the packages: code, and what it reads while it runs."""
    files = (file for package in PACKAGES for file in (ROOT / package).rglob("*"))
    return {
        file.relative_to(ROOT).as_posix()
        for file in files
        if file.is_file() and "__pycache__" not in file.parts
    }


def test_it_holds_the_packages_whole_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        held = {name for name in opened.namelist() if not name.endswith("/")}
    of_wheels = {name for name in held if name.partition("/")[0].endswith(".dist-info")}
    assert held - of_wheels == needed()
    kinds = {Path(name).suffix for name in held - of_wheels}
    assert {".py", ".sql", ".ttf", ".typ", ".css", ".js", ".html", ".csv", ".json"} <= kinds


def test_it_works_on_every_system_and_brings_the_program(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as opened:
        (points,) = (name for name in opened.namelist() if name.endswith("entry_points.txt"))
        assert "needledrop = bot.program:main" in opened.read(points).decode()
        (about,) = (name for name in opened.namelist() if name.endswith("/METADATA"))
        described = opened.read(about).decode()
    assert "Provides-Extra: demo" in described
    assert "Requires-Python: >=3.11" in described


def test_the_demo_plays_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    programs = install(wheel, locked("demo"), tmp_path / "venv")
    empty = tmp_path / "empty"
    empty.mkdir()
    played = typed(empty, programs / "needledrop", "demo", "--headless", "--json", "--out", "out")
    assert played.returncode == 0, played.stderr
    story = json.loads(played.stdout)
    assert len(story["seats"]) == 6
    written = {one.name: one.read_bytes() for one in (empty / "out").iterdir() if one.is_file()}
    # Templates and fonts are there: these come from typst.
    assert written["results.png"].startswith(b"\x89PNG")
    assert any(
        name.endswith("_clearance-sheet.pdf") and content.startswith(b"%PDF")
        for name, content in written.items()
    )
    inside = typed(empty, programs / "python", "-c", "import bot, tests", PYTHONPATH="")
    assert "No module named 'tests'" in inside.stderr
