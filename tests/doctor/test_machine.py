"""Checks of the machine: each good and bad."""

from pathlib import Path

import pytest

from bot.doctor import machine
from bot.doctor.machine import CLOCK_ERROR_MAX
from bot.domain.errors import StorageError
from bot.installation import IMAGE
from bot.typesetting import font_coverage
from tests.doctor.conftest import FakeDiscord, found, lines
from tests.fakes import FakeClock

WOULD = "note fonts: pictures would show boxes in place of"
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
    assert lines(machine.settings([], ["LOGLEVEL isn't a setting. Write LOG_LEVEL"])) == [
        "note setting LOGLEVEL isn't a setting. Write LOG_LEVEL",
        "ok settings: complete and well-formed",
    ]


@pytest.mark.parametrize(
    ("fault", "status"), [("DATABASE_URL: no. X", 2), (".env: no. X", 2), ("LOG_LEVEL: no. X", 1)]
)
def test_what_no_command_can_do_without_has_a_status_of_its_own(fault: str, status: int) -> None:
    assert [finding.status for finding in machine.settings([fault])] == [status]


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
    assert told == "unchecked clock: couldn't be checked, since Discord doesn't say the time"


def test_missing_fonts_name_the_packages_that_bring_them() -> None:
    by_name = {script.name: script for script in font_coverage.SCRIPTS}
    lacking = [by_name[name] for name in ("Tamil", "Japanese", "Korean", "emoji")]
    assert lines(machine.fonts(lambda: lacking, lambda: "한 🎬")) == [
        f"{verdict}. {APT} {package}"
        for verdict, package in (
            ("wrong fonts: pictures show boxes in place of Korean", "fonts-noto-cjk"),
            ("wrong fonts: pictures show boxes in place of emoji", "fonts-noto-color-emoji"),
            (f"{WOULD} Tamil, which no title has", "fonts-noto-core"),
            (f"{WOULD} Japanese, which no title has", "fonts-noto-cjk"),
        )
    ]
    assert lines(machine.fonts(list, str)) == ["ok fonts: everything pictures need"]


def test_missing_fonts_in_a_container_get_into_its_image(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(IMAGE, "1")
    [script] = (one for one in font_coverage.SCRIPTS if one.name == "Korean")
    to_do = 'Add fonts-noto-cjk to FONTS="" in .env, and build the image again'
    what = "wrong fonts: pictures show boxes in place of Korean"
    assert lines(machine.fonts(lambda: [script], lambda: "한")) == [f"{what}. {to_do}"]


@pytest.mark.parametrize("script", font_coverage.SCRIPTS, ids=lambda script: script.name)
def test_a_script_is_known_by_its_letters(script: font_coverage.Script) -> None:
    used = {one.name for one in font_coverage.SCRIPTS if one.used_in(f"1 {script.letter}!")}
    assert used == {script.name}


def test_a_database_that_cannot_be_read_has_no_say_in_fonts() -> None:
    def broken() -> str:
        raise StorageError("damaged")

    (told,) = lines(machine.fonts(lambda: font_coverage.SCRIPTS[:1], broken))
    assert told.startswith("note fonts: ")


@pytest.mark.parametrize("now", [0.0, -1.0, 1_500_000_000.0])
async def test_a_clock_of_long_ago_is_said_before_anything_is_asked(
    discord: FakeDiscord, now: float
) -> None:
    (told,) = await found(machine.clock(discord.address, lambda: now))
    assert told.startswith("wrong clock: it says ")
    assert discord.asked == []


@pytest.mark.usefixtures("bundled_fonts")
def test_what_the_bundled_fonts_can_and_cannot_show() -> None:
    missing = {script.name for script in font_coverage.missing()}
    assert {"Chinese", "Japanese", "Korean", "emoji"} <= missing
    assert missing.isdisjoint(
        {"Latin", "Greek", "Cyrillic", "Arabic", "Hebrew", "Devanagari", "Thai"}
    )
