"""`settings`: every setting with its value and where that is from, and no secret."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import settings
from bot.__main__ import main
from bot.encryption import new_key
from tests.host.commands import TOKEN

SECRET = "hush-hush"
KEY = f"{'Ab3_' * 10}-9z="


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in settings.REMEDIES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def typed(text: str = "") -> tuple[int, dict[str, list[str]], str]:
    """Type the command; return its status, the columns of each setting, and all it printed."""
    Path(".env").write_text(text, encoding="utf-8")
    ended = CliRunner().invoke(main, ["settings"])
    table = [line.split() for line in ended.output.partition("\n\n")[0].splitlines()]
    return ended.exit_code, {row[0]: row[1:] for row in table}, ended.output


def test_every_setting_is_there_in_the_order_in_which_they_are_listed() -> None:
    status, rows, _ = typed(f"DISCORD_TOKEN={TOKEN}")
    assert (status, list(rows)) == (0, list(settings.REMEDIES))


def test_it_says_where_each_is_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", " debug ")
    monkeypatch.setenv("BACKUP_EVERY", "")
    _, rows, _ = typed(f"DISCORD_TOKEN={TOKEN}\nLOG_LEVEL=INFO\nBACKUP_EVERY=12h # twice a day\n")
    assert rows["LOG_LEVEL"] == ["debug", "environment"]
    assert rows["BACKUP_EVERY"] == ["12h", ".env"]
    assert rows["BACKUP_KEEP"] == ["7", "default"]
    assert rows["DATABASE_URL"] == ["sqlite:///needledrop.db", "default"]
    assert rows["SHARD_IDS"] == ["(not", "set)", "default"]


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_key()
    for name in settings.SECRETS:
        monkeypatch.setenv(name, SECRET * 10)
    monkeypatch.setenv("ENCRYPTION_KEY", key)
    monkeypatch.setenv("SENTRY_DSN", f"https://{SECRET}@sentry.example/1")
    monkeypatch.setenv("SPOTIFY_CLIENT_ID", "seen")
    monkeypatch.setenv("DATABASE_URL", f"postgresql://ana:{SECRET}@db/songs")
    status, rows, told = typed()
    assert status == 0
    assert SECRET not in told
    assert key not in told
    assert [rows[name] for name in settings.SECRETS] == [["(set)", "environment"]] * 5
    assert rows["DATABASE_URL"] == ["postgresql://ana@db/songs", "environment"]
    assert rows["SPOTIFY_CLIENT_ID"][0] == "seen"


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://ana:{SECRET}@x@db/songs",
        f"mysql://ana:{SECRET}@db/songs",
        f"postgre://a:{SECRET}@b",
        f"jdbc:postgresql://db/songs?user=ana&password={SECRET}",
        f"host=db dbname=songs user=ana password={SECRET}",
        f"postgresql:ana:{SECRET}@db/songs",
    ],
)
def test_a_password_in_an_address_that_cannot_be_used_is_not_shown(address: str) -> None:
    status, rows, told = typed(f"DATABASE_URL={address}")
    assert (status, SECRET in told) == (2, False)
    assert rows["DATABASE_URL"][-1] == ".env"


@pytest.mark.parametrize("secret", [KEY, f"{KEY},{KEY}", f"{'Nz' * 13}.GaBcDe.{'x-_9' * 9}"])
@pytest.mark.parametrize("name", ["ENCRYPTION_KEY_FILE", "SPOTIFY_CLIENT_ID", "METRICS_PORT"])
def test_a_secret_that_is_in_the_wrong_place_is_not_shown(name: str, secret: str) -> None:
    _, rows, told = typed(f"DISCORD_TOKEN={TOKEN}\n{name}={secret}\n")
    assert rows[name] == ["(set)", ".env"]
    assert secret not in told


def test_what_may_not_be_meant_so_is_listed_and_no_fault() -> None:
    status, _, told = typed(f"DISCORD_TOKEN={TOKEN}\nLOG_LEVEL=INFO\nLOG_LEVEL=DEBUG\nLOGLEVEL=x\n")
    assert status == 0
    assert "\n\nNot wrong, but is it meant so?\n  - LOGLEVEL isn't a setting" in told
    assert "LOG_LEVEL is written more than once" in told


def test_faults_are_listed_below() -> None:
    status, rows, told = typed("LOG_LEVEL=LOUD\n")
    assert (status, rows["LOG_LEVEL"]) == (2, ["LOUD", ".env"])
    table, _, faults = told.partition("\n\nWhat to do:\n")
    assert "DISCORD_TOKEN" in table
    assert [line.partition(":")[0] for line in faults.splitlines()] == [
        "  - DISCORD_TOKEN",
        "  - LOG_LEVEL",
    ]


def test_a_file_that_cannot_be_read_is_one_fault() -> None:
    Path(".env").write_bytes(b"\xff\xfeD")
    ended = CliRunner().invoke(main, ["settings"])
    assert ended.exit_code == 2
    assert ended.stderr.startswith("No setting is read. What to do")
