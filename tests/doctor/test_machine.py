"""Checks of the machine: each good and bad."""

from pathlib import Path

import pytest

from bot.doctor import machine
from bot.doctor.machine import CLOCK_ERROR_MAX
from bot.typesetting import compiling, font_coverage
from tests.doctor.conftest import FakeDiscord, found, lines
from tests.fakes import FakeClock

APT = "On Debian and Ubuntu: apt install"


@pytest.mark.parametrize(
    ("version", "verdict"),
    [((3, 11, 0), "ok"), ((3, 14, 2), "ok"), ((4, 0, 0), "ok"), ((3, 10, 9), "wrong")],
)
def test_the_version_of_python(version: tuple[int, ...], verdict: str) -> None:
    (told,) = lines(machine.python(version))
    assert told.startswith(f"{verdict} Python {version[0]}.{version[1]}.")


def test_all_faults_of_the_settings_are_told() -> None:
    faults = ["A: missing. Get it. There", "B: cannot be used. Write 1"]
    assert lines(machine.settings(faults)) == [
        "wrong setting A: missing. Get it. There",
        "wrong setting B: cannot be used. Write 1",
    ]
    assert lines(machine.settings([])) == ["ok settings: complete and well-formed"]


@pytest.mark.parametrize(("mode", "verdict"), [(0o600, "ok"), (0o400, "ok"), (0o640, "wrong")])
def test_who_can_read_the_settings(tmp_path: Path, mode: int, verdict: str) -> None:
    file = tmp_path / ".env"
    assert lines(machine.dotenv(file))[0].startswith("ok")
    file.write_text("DISCORD_TOKEN=secret")
    file.chmod(mode)
    (told,) = lines(machine.dotenv(file))
    assert told.startswith(verdict)
    assert (f"chmod 600 {file}" in told) == (verdict == "wrong")


@pytest.mark.parametrize(("free", "verdict"), [(500_000_000, "ok"), (499_999_999, "wrong")])
def test_room_on_the_disk(tmp_path: Path, free: int, verdict: str) -> None:
    asked: list[Path] = []

    def measured(folder: Path) -> int:
        asked.append(folder)
        return free

    (told,) = lines(machine.disk(tmp_path / "not" / "yet" / "needledrop.db", measured))
    assert told.startswith(verdict)
    assert asked == [tmp_path]


def test_the_disk_there_really_is(tmp_path: Path) -> None:
    (told,) = lines(machine.disk(tmp_path / "needledrop.db"))
    assert "MB are free" in told


@pytest.mark.parametrize(
    ("off", "said"),
    [
        (0.0, "ok clock: right"),
        (CLOCK_ERROR_MAX - 1, "ok clock: right"),
        (1 - CLOCK_ERROR_MAX, "ok clock: right"),
        (60.5, "wrong clock: 60 seconds fast"),
        (-59.5, "wrong clock: 60 seconds slow"),
    ],
)
async def test_the_clock_is_compared_with_discords(
    discord: FakeDiscord, clock: FakeClock, off: float, said: str
) -> None:
    (told,) = await found(machine.clock(discord.address, lambda: clock.now() + off))
    assert told.startswith(said)


async def test_the_clock_needs_no_token_and_no_health(
    discord: FakeDiscord, clock: FakeClock
) -> None:
    discord.everything = 503
    assert await found(machine.clock(discord.address, clock.now)) == ["ok clock: right"]


async def test_a_clock_that_cannot_be_compared(
    discord: FakeDiscord, clock: FakeClock, nowhere: str
) -> None:
    (told,) = await found(machine.clock(nowhere, clock.now))
    assert told == "unchecked clock: could not be checked, since Discord does not answer"
    discord.date = "yesterday"
    (told,) = await found(machine.clock(discord.address, clock.now))
    assert told == "unchecked clock: could not be checked, since Discord does not tell the time"


def test_missing_fonts_name_the_packages_that_bring_them() -> None:
    by_name = {script.name: script for script in font_coverage.SCRIPTS}
    lacking = [by_name[name] for name in ("Tamil", "Japanese", "Korean", "emoji")]
    assert lines(machine.fonts(lambda: lacking)) == [
        f"wrong fonts: pictures show boxes in place of {names}. {APT} {package}"
        for names, package in (
            ("Tamil", "fonts-noto-core"),
            ("Japanese, Korean", "fonts-noto-cjk"),
            ("emoji", "fonts-noto-color-emoji"),
        )
    ]
    assert lines(machine.fonts(list)) == ["ok fonts: all that pictures need"]


def test_what_the_bundled_fonts_can_and_cannot_show(monkeypatch: pytest.MonkeyPatch) -> None:
    import typst  # noqa: PLC0415

    bundled = typst.Fonts(include_system_fonts=False, font_paths=[compiling._FONTS])
    monkeypatch.setattr(compiling, "_fonts", lambda: bundled)
    missing = {script.name for script in font_coverage.missing()}
    assert {"Chinese", "Japanese", "Korean", "emoji"} <= missing
    assert missing.isdisjoint(
        {"Latin", "Greek", "Cyrillic", "Arabic", "Hebrew", "Devanagari", "Thai"}
    )
