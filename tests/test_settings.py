"""Settings: read, explained, and all faults told at once."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot import settings
from bot.domain.errors import ConfigError
from bot.encryption import is_key, new_key
from bot.settings_database import NEW_KEY

ROOT = Path(__file__).parents[1]
HOSTS_GUIDE = ROOT / "docs" / "guide" / "hosts.md"
GOOD = {"DISCORD_TOKEN": "t" * 70}
SPOTIFY = dict.fromkeys(settings.SPOTIFY_SETTINGS, "secret")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in settings.REMEDIES:
        monkeypatch.delenv(name, raising=False)


def given(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_a_token_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, GOOD)
    loaded = settings.load(None)
    assert loaded.database_url == "sqlite:///needledrop.db"
    assert loaded.spotify is None


def test_an_app_at_spotify_is_two_settings_and_the_hosts_account_a_third(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given(monkeypatch, GOOD | SPOTIFY)
    assert settings.load(None).spotify is not None
    monkeypatch.delenv("SPOTIFY_REFRESH_TOKEN")
    app = settings.load(None).spotify
    assert app is not None
    assert (app.refresh_token, app.redirect) == ("", settings.REDIRECT)
    monkeypatch.delenv("SPOTIFY_CLIENT_SECRET")
    with pytest.raises(ConfigError) as refusal:
        settings.load(None)
    (fault,) = refusal.value.faults
    assert fault.startswith("SPOTIFY_CLIENT_SECRET: missing")


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("http://127.0.0.1:8888/callback", True),
        ("https://needledrop.example/spotify", True),
        ("http://localhost:8888/callback", False),
        ("http://needledrop.example/", False),
        ("https://", False),
        ("https://[", False),
        ("https://needledrop.example:99999/", False),
        ("http://127.0.0.1:99999/callback", False),
        ("nowhere", False),
    ],
)
def test_spotify_sends_people_back_to_https_or_to_their_own_machine(
    monkeypatch: pytest.MonkeyPatch, address: str, good: bool
) -> None:
    given(monkeypatch, GOOD | SPOTIFY | {"SPOTIFY_REDIRECT_URI": address})
    _, faults = settings.read(None)
    assert (not faults) is good


@pytest.mark.parametrize(
    ("contact", "good"),
    [
        ("music@show.example", True),
        ("ana.b+music@mail.show.example", True),
        ("https://show.example/contact?who=music", True),
        ("http://show.example:8080", True),
        ("music", False),
        ("music@show", False),
        ("Ana <music@show.example>", False),
        ("music@show.example) (evil", False),
        ("music@show.example\r\nX-Evil: 1", False),
        ("ftp://show.example", False),
        ("https://show.example/" + "a" * 200, False),
        ("müsic@show.example", False),
    ],
)
def test_musicbrainz_is_told_how_to_reach_the_host(
    monkeypatch: pytest.MonkeyPatch, contact: str, good: bool
) -> None:
    given(monkeypatch, GOOD | {"MUSICBRAINZ_CONTACT": contact})
    found, faults = settings.read(None)
    assert (found.musicbrainz_contact == contact) is good
    assert (not faults) is good


@pytest.mark.parametrize(
    ("dsn", "good"),
    [
        ("https://key@o1.ingest.sentry.io/4505", True),
        ("http://key:secret@sentry.example:9000/below/1", True),
        ("https://o1.ingest.sentry.io/4505", False),
        ("https://key@o1.ingest.sentry.io/mine", False),
        ("https://key@o1.ingest.sentry.io/", False),
        ("https://key@o1.ingest.sentry.io:99999/1", False),
        ("https://key@[::1/1", False),
    ],
)
def test_a_project_at_sentry(monkeypatch: pytest.MonkeyPatch, dsn: str, good: bool) -> None:
    given(monkeypatch, GOOD | {"SENTRY_DSN": dsn})
    found, faults = settings.read(None)
    assert (found.sentry_dsn == dsn) is good
    assert [one.partition(". ")[0] for one in faults] == (
        [] if good else ["SENTRY_DSN: cannot be used, since it isn't a DSN"]
    )


def test_all_faults_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    given(
        monkeypatch,
        {
            "DATABASE_URL": "mysql://x",
            "LOG_LEVEL": "LOUD",
            "LOG_FORMAT": "pretty",
            "METRICS_PORT": "99999",
            "METRICS_HOST": "everywhere",
            "SENTRY_DSN": "sentry.io",
            "SPOTIFY_DAILY_CALLS": "many",
            "SPOTIFY_QUOTA_GROUP": "a b",
            "SPOTIFY_CLIENT_ID": "x",
            "SPOTIFY_REDIRECT_URI": "http://localhost/",
            "MUSICBRAINZ_CONTACT": "me",
            "ENCRYPTION_KEY": "short",
            "ENCRYPTION_KEY_FILE": ".",
            "SHARD_COUNT": "many",
            "SHARD_IDS": "first",
            "DISCORD_API_BASE": "localhost",
            "BACKUP_EVERY": "daily",
            "BACKUP_KEEP": "0",
            "BACKUP_FOLDER": __file__,
        },
    )
    with pytest.raises(ConfigError) as refusal:
        settings.load(None)
    named = {fault.partition(":")[0] for fault in refusal.value.faults}
    assert named == set(settings.REMEDIES) - {"SPOTIFY_CLIENT_ID", "SPOTIFY_REFRESH_TOKEN"}
    for fault in refusal.value.faults:
        assert settings.REMEDIES[fault.partition(":")[0]] in fault


SERVER = "postgresql://ana:hush-hush@db.example/songs"


def test_postgresql_needs_its_key_in_the_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given(monkeypatch, GOOD | {"DATABASE_URL": SERVER, "ENCRYPTION_KEY_FILE": str(tmp_path / "k")})
    _, [fault] = settings.read(None)
    assert fault.startswith("ENCRYPTION_KEY: missing, and with PostgreSQL a key file is not used.")
    assert NEW_KEY in fault
    monkeypatch.setenv("ENCRYPTION_KEY", "short")
    _, [fault] = settings.read(None)
    assert fault.startswith("ENCRYPTION_KEY: cannot be used")
    monkeypatch.setenv("ENCRYPTION_KEY", new_key())
    loaded = settings.load(None)
    assert loaded.server is not None
    assert loaded.server.url == loaded.database_url == SERVER
    assert loaded.key_file is None
    assert "hush-hush" not in repr(loaded)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl here")
def test_what_is_said_to_make_a_key_makes_one() -> None:
    command = NEW_KEY.partition("this makes one: ")[2]
    assert f"\n{command}\n" in HOSTS_GUIDE.read_text(encoding="utf-8")
    made = {subprocess.check_output(["sh", "-c", command], text=True).strip() for _ in range(20)}  # noqa: S603, S607 - our own words
    assert len(made) == 20
    assert all(map(is_key, made))


@pytest.mark.parametrize("address", [f"{SERVER}@x", "postgres://ana:hush-hush@db.example"])
def test_a_server_that_cannot_be_meant_is_a_fault_without_its_password(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    given(monkeypatch, GOOD | {"DATABASE_URL": address, "ENCRYPTION_KEY": new_key()})
    _, [fault] = settings.read(None)
    assert fault.startswith("DATABASE_URL: cannot be used, since it ")
    assert "hush-hush" not in fault


@pytest.mark.parametrize(
    ("cache", "home", "folder"),
    [
        ("/var/cache/x", "/home/ana", "/var/cache/x/needledrop/pictures"),
        ("", "/home/ana", "/home/ana/.cache/needledrop/pictures"),
        ("not/from/the/root", "/home/ana", "/home/ana/.cache/needledrop/pictures"),
        ("", None, None),
    ],
)
def test_pictures_of_a_bot_without_a_file_are_in_the_users_cache(
    monkeypatch: pytest.MonkeyPatch, cache: str, home: str | None, folder: str | None
) -> None:
    given(monkeypatch, {"XDG_CACHE_HOME": cache, "HOME": home or ""})
    if home is None:  # a user that has no entry
        monkeypatch.setattr("os.path.expanduser", lambda path: path)
    found = settings.Settings("", database_url=SERVER)
    assert found.picture_folder == (folder and Path(folder))
    with pytest.raises(ValueError, match="no file"):
        _ = found.database_file


def test_the_environment_goes_before_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text(f"DISCORD_TOKEN={'f' * 70}\nDATABASE_URL=sqlite:///f.db\n")
    given(monkeypatch, {"DATABASE_URL": "sqlite:///e.db", "DISCORD_TOKEN": " "})
    before = dict(os.environ)
    loaded = settings.load(file)
    assert (loaded.discord_token, loaded.database_url) == ("f" * 70, "sqlite:///e.db")
    assert dict(os.environ) == before


def test_secrets_do_not_print(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, GOOD | SPOTIFY)
    loaded = settings.load(None)
    assert "t" * 70 not in repr(loaded)
    assert "secret" not in repr(loaded.spotify)


def test_every_setting_is_explained_in_the_example_file() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    explained = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    assert explained == set(settings.REMEDIES)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {k: v for k, v in os.environ.items() if k not in settings.REMEDIES}
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_run_names_what_is_missing_and_exits_2() -> None:
    ended = run("run", DISCORD_TOKEN="", LOG_LEVEL="LOUD")
    assert ended.returncode == 2
    assert "DISCORD_TOKEN" in ended.stderr
    assert "LOG_LEVEL" in ended.stderr
    assert "https://discord.com/developers/applications" in ended.stderr
    assert "Traceback" not in ended.stderr
