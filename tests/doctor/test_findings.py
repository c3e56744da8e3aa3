"""How checks are run, and the command as a whole."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import __main__ as commands
from bot import diagnosis, encryption, settings
from bot.backup_files import target
from bot.demo.spotify.server import SimulatedSpotify
from bot.doctor import Check, Finding, Verdict, findings
from bot.doctor.checks import Setup, checks
from bot.doctor.database_file import file_checks
from bot.doctor.findings import blocking, note, ok, unusable, wrong
from bot.doctor.spotify import HostApp
from bot.settings import Settings, SpotifySettings
from storage.checkup import Checkup
from storage.database import Database
from tests.doctor.conftest import TOKEN, FakeDiscord, lines
from tests.fakes import FakeClock

ROOT = Path(__file__).parents[2]
SLOW = "Check whether the network or the disk is slow, and try again"
SECRET = "a-secret-that-is-never-told"


async def told(*listed: Check) -> list[str]:
    return lines([finding async for finding in findings(listed)])


def saying(*found: Finding) -> Check:
    return Check("words", blocking(lambda: found))


async def test_all_run_in_their_order_whatever_becomes_of_others() -> None:
    async def breaks() -> AsyncIterator[Finding]:
        yield ok("begun")
        raise ValueError(SECRET)

    async def hangs() -> AsyncIterator[Finding]:
        yield ok("first half")
        await asyncio.Event().wait()

    assert await told(
        saying(ok("one")),
        Check("second", breaks),
        Check("third", hangs, seconds=0),
        Check("fourth", blocking(lambda: [1 / 0])),  # type: ignore[list-item]
        saying(wrong("five", "Do it")),
    ) == [
        "ok one",
        "wrong second: the check itself failed (ValueError). Report it",
        "ok first half",
        f"wrong third: not done after 0 seconds. {SLOW}",
        "wrong fourth: the check itself failed (ZeroDivisionError). Report it",
        "wrong five. Do it",
    ]


async def test_those_who_stop_listening_leave_nothing_running() -> None:
    ended = asyncio.Event()

    async def waits() -> AsyncIterator[Finding]:
        try:
            yield ok("begun")
            await asyncio.Event().wait()
        finally:
            ended.set()

    listening = findings([saying(ok("one")), Check("two", waits)])
    async for _ in listening:
        break
    await listening.aclose()  # type: ignore[attr-defined]
    async with asyncio.timeout(10):
        await ended.wait()


@pytest.mark.parametrize(
    ("finding", "line"),
    [
        (ok("all well"), "ok         all well"),
        (wrong("bad", "Mend it"), "wrong      bad. Mend it"),
        (Finding(Verdict.UNCHECKED, "unknown"), "unchecked  unknown"),
        (ok("a\x1b[31m\nb"), "ok         a [31m b"),
    ],
)
def test_a_finding_is_one_line(finding: Finding, line: str) -> None:
    assert str(finding) == line


def leave_a_copy(chosen: Settings, now: float) -> None:
    """Leave a copy that was made now."""
    assert chosen.backups
    chosen.backups.folder.mkdir()
    target(chosen.backups, now).touch()


async def test_a_good_set_up_is_good_all_over(
    discord: FakeDiscord,
    simulated: SimulatedSpotify,
    store: Database,
    clock: FakeClock,
    tmp_path: Path,
) -> None:
    chosen = Settings(
        TOKEN,
        f"sqlite:///{tmp_path}/needledrop.db",
        spotify=SpotifySettings("id", SECRET, SECRET),
        encryption_keys=(encryption.new_key(),),
        backup_every=86_400,
    )
    await asyncio.to_thread(leave_a_copy, chosen, clock.now())
    its_app = HostApp(
        simulated.token_url,
        simulated.api_url,
        simulated.client_id,
        simulated.client_secret,
        simulated.refresh_token,
    )
    setup = Setup(
        chosen,
        [],
        tmp_path / ".env",
        database := Checkup(chosen.database_file),
        file_checks(database),
        its_app,
        list,
        clock.now,
        "https://drop.example/callback",
        discord.address,
    )
    all_told = await told(*checks(setup))
    assert len(all_told) >= len(checks(setup))
    assert [line for line in all_told if not line.startswith("ok ")] == [
        "note Spotify: the account has no playlist yet to try reading"
    ]


async def test_a_bad_set_up_is_told_of_in_full_and_without_secrets(
    discord: FakeDiscord,
    simulated: SimulatedSpotify,
    clock: FakeClock,
    tmp_path: Path,
    nowhere: str,
) -> None:
    key_file, database = tmp_path / "needledrop.key", tmp_path / "needledrop.db"
    key_file.write_text(SECRET)
    database.write_text(SECRET * 100)
    chosen = Settings(SECRET, f"sqlite:///{database}", spotify=None)
    its_app = HostApp(simulated.token_url, simulated.api_url, "id", SECRET, SECRET)
    setup = Setup(
        chosen,
        ["LOG_LEVEL: cannot be used. Write INFO"],
        tmp_path / ".env",
        Checkup(database),
        file_checks(Checkup(database)),
        its_app,
        list,
        lambda: clock.now() + 60,
        "http://localhost",
        discord.address,
    )
    all_told = await told(*checks(setup))
    begun = [line for line in all_told if line.startswith("wrong ")]
    for what in ("setting LOG", "Discord:", "database:", "key:", "Spotify: does", "clock:"):
        assert any(line.startswith(f"wrong {what}") for line in begun), what
    assert SECRET not in "".join(all_told)


@pytest.mark.parametrize("faulty", [*settings.REMEDIES, ".env"])
async def test_what_hangs_on_a_wrong_setting_is_never_said_to_be_so(
    discord: FakeDiscord, clock: FakeClock, tmp_path: Path, faulty: str
) -> None:
    """What the bot would do without the setting is not what was asked for."""
    setup = Setup(
        Settings(TOKEN),
        [f"{faulty}: no. Write another"],
        tmp_path / ".env",
        database := Checkup(tmp_path / "needledrop.db"),
        file_checks(database),
        None,
        list,
        clock.now,
        "https://drop.example/" if faulty == "SPOTIFY_REDIRECT_URI" else "",
        discord.address,
    )
    all_told = await told(*checks(setup))
    left_out = [line for line in all_told if f"not checked before {faulty} is put right" in line]
    about = {
        "DISCORD_TOKEN": "Discord",
        "DISCORD_API_BASE": "Discord",
        "DATABASE_URL": "database",
        "SPOTIFY_CLIENT_ID": "Spotify",
        "SPOTIFY_CLIENT_SECRET": "Spotify",
        "SPOTIFY_REDIRECT_URI": "redirect address",
        "SPOTIFY_DAILY_CALLS": "Spotify's calls",
        "SPOTIFY_QUOTA_GROUP": "Spotify's calls",
        "ENCRYPTION_KEY": "key",
        "ENCRYPTION_KEY_FILE": "key",
        "BACKUP_EVERY": "backups",
        "BACKUP_KEEP": "backups",
        "BACKUP_FOLDER": "backups",
        "SHARD_IDS": "backups",
        "MUSICBRAINZ_CONTACT": "credits",
        ".env": "key",
    }
    assert bool(left_out) is (faulty in about)
    if left_out:
        assert f"unchecked {about[faulty]}: not checked" in "\n".join(left_out)
        assert not [line for line in all_told if line.startswith(f"ok {about[faulty]}:")]


@pytest.mark.parametrize(
    ("found", "status"),
    [(ok("fine"), 0), (note("so-so"), 0), (wrong("bad", "Mend it"), 1), (unusable("gone"), 2)],
)
def test_the_command_tells_and_ends_with_a_status(
    monkeypatch: pytest.MonkeyPatch, found: Finding, status: int
) -> None:
    unchecked = Finding(Verdict.UNCHECKED, "unknown")
    monkeypatch.setattr(diagnosis, "doctor_checks", lambda _: [saying(found, unchecked)])
    ended = CliRunner().invoke(commands.main, ["doctor"])
    assert ended.exit_code == status
    assert ended.output.splitlines() == [str(found), str(unchecked)]


def test_the_command_tells_programs_what_each_check_found(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [ok("fine"), note("so-so", "Look"), wrong("bad\n\x1b[31m", "Fix it")]
    monkeypatch.setattr(diagnosis, "doctor_checks", lambda _: [saying(*found)])
    ended = CliRunner().invoke(commands.main, ["doctor", "--json"])
    assert ended.exit_code == 1
    assert json.loads(ended.output) == [
        {"check": "words", "kind": "ok", "what": "fine", "to_do": ""},
        {"check": "words", "kind": "note", "what": "so-so", "to_do": "Look"},
        {"check": "words", "kind": "wrong", "what": "bad [31m", "to_do": "Fix it"},
    ]


async def test_a_check_that_fails_is_named_in_what_it_found() -> None:
    hanging = asyncio.Event()

    async def hangs() -> AsyncIterator[Finding]:
        await hanging.wait()
        yield ok("never")

    def breaks() -> list[Finding]:
        raise ValueError(SECRET)

    listed = (Check("slow", hangs, seconds=0), Check("broken", blocking(breaks)))
    assert [one.check async for one in findings(listed)] == ["slow", "broken"]


def test_the_command_works_before_anything_is_set_up(tmp_path: Path) -> None:
    inherited = {k: v for k, v in os.environ.items() if k not in settings.REMEDIES}
    script = (
        # No network: every connection is refused before it is made.
        "import socket, sys\n"
        "def refuse(*_): raise OSError('no network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "sys.argv = ['bot', 'doctor']\n"
        "from bot.__main__ import main\n"
        "main()\n"
    )
    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=inherited | {"PYTHONPATH": str(ROOT), "LOG_LEVEL": "LOUD"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 1, ended.stderr
    assert ended.stderr == ""
    said = "\n".join(" ".join(line.split()) for line in ended.stdout.splitlines())
    for line in (
        "wrong setting DISCORD_TOKEN: missing. Copy the token",
        "wrong setting LOG_LEVEL: cannot be used. Write DEBUG",
        "unchecked Discord: not checked before DISCORD_TOKEN is put right",
        f"note database: {tmp_path}/needledrop.db is not there, so the next start makes a new one",
        f"note key: {tmp_path}/needledrop.key is not there, so the next start makes a new one",
        "ok Spotify: not set up",
        "unchecked clock: could not be checked, since Discord does not answer",
    ):
        assert line in said
    assert list(tmp_path.iterdir()) == []
