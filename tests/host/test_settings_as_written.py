"""Settings as people and their editors write them."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given as drawn
from hypothesis import strategies as st

from bot import settings
from bot.__main__ import main
from bot.domain.errors import ConfigError
from bot.settings_given import _cleaned
from tests.host.commands import TOKEN

KEY = f"{'A' * 43}="


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in settings.REMEDIES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def loaded(text: str) -> settings.Settings:
    Path(".env").write_text(f"DISCORD_TOKEN={TOKEN}\n{text}", encoding="utf-8", newline="")
    return settings.load()


@pytest.mark.parametrize(
    "line",
    [
        "LOG_LEVEL=debug",
        "LOG_LEVEL = Debug ",
        "export LOG_LEVEL=DEBUG",
        'LOG_LEVEL="DEBUG"',
        "LOG_LEVEL='DEBUG'",
        "LOG_LEVEL=\u201cDEBUG\u201d",
        "LOG_LEVEL=DEBUG # as long as it lasts",
        'LOG_LEVEL="DEBUG" # as long as it lasts',
        "LOG_LEVEL=DEBUG\r",
        "LOG_LEVEL=\u00a0DEBUG\u200b",
        "\r\nLOG_LEVEL=DEBUG\r\n\r\n",
    ],
)
def test_a_word_is_read_however_it_is_written(line: str) -> None:
    assert loaded(f"{line}\n").log_level == "DEBUG"


@pytest.mark.parametrize("value", ["debug", '"DEBUG"', " DEBUG\r", "DEBUG # loud", "\ufeffDebug"])
def test_the_environment_may_hold_what_a_file_would_have_cleaned(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("LOG_LEVEL", value)
    assert loaded("").log_level == "DEBUG"


@pytest.mark.parametrize("nothing", ["", " ", '""', "''", " # nothing", "\r", '" "'])
def test_what_is_empty_is_not_set(nothing: str) -> None:
    lines = [f"{name}={nothing}\n" for name in settings.REMEDIES if name != "DISCORD_TOKEN"]
    assert loaded("".join(lines)) == settings.Settings(TOKEN)


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("~/room.db", "{home}/room.db"),
        ("/a b/r#m.db", "/a b/r#m.db"),
        ("'/a b/r #m.db'", "/a b/r #m.db"),
        ("/ä/漢?x%20.db", "/ä/漢?x%20.db"),
        ("room~.db", "room~.db"),
    ],
)
def test_paths(tmp_path: Path, path: str, file: str) -> None:
    expected = Path(file.format(home=tmp_path / "home"))
    quoted = f"'sqlite:///{path[1:]}" if path.startswith("'") else f"SQLite:///{path}"
    found = loaded(f"DATABASE_URL={quoted}\nENCRYPTION_KEY_FILE={path}\n")
    assert (found.database_file, found.key_file) == (expected, expected)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("DATABASE_URL=sqlite:///:memory:", "DATABASE_URL: cannot be used, since nothing would"),
        ("DATABASE_URL=sqlite:///~nobody-x/a.db", "there is no home folder ~nobody-x. Write"),
        (
            "DATABASE_URL=room.db",
            "DATABASE_URL: cannot be used, since this version can't use that kind",
        ),
        ("SPOTIFY_DAILY_CALLS=1e3", "SPOTIFY_DAILY_CALLS: cannot be used. Write a whole number"),
        ("LOG_LEVEL: INFO", ".env: line 2 can't be read. Write NAME=value"),
        ('\n\nLOG_LEVEL="INFO', ".env: line 4 can't be read. Write NAME=value"),
        ("set LOG_LEVEL=INFO", ".env: line 2 can't be read."),
        ("DISCORD_TOKEN=hello", "DISCORD_TOKEN: cannot be used, since 5 characters are too few"),
        (f"DISCORD_TOKEN={TOKEN}é", "it has characters that no token has. Copy the token"),
        (f"DISCORD_TOKEN={TOKEN} {TOKEN}", "it has characters that no token has. Copy the token"),
        ("DATABASE_URL=sqlite:///rooms/", "since it ends as a folder's path does"),
        ("ENCRYPTION_KEY_FILE=keys/", "since it ends as a folder's path does"),
        (f"DISCORD_TOKEN=robot {TOKEN}", "it has characters that no token has. Copy the token"),
        *(
            (f"ENCRYPTION_KEY_FILE={written}", "it has a key in it, and is no path: ENCRYPTION_KEY")
            for written in (KEY, f"{KEY},{KEY}", f"{KEY}, {KEY}", f"needledrop.key,{KEY}")
        ),
        ("SHARD_COUNT=x\nSHARD_IDS=0", "SHARD_COUNT: cannot be used"),
    ],
)
def test_what_cannot_be_meant_is_a_fault_that_says_why(line: str, fault: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        loaded(line)
    (told,) = refusal.value.faults
    assert fault in told


def test_without_a_home_a_tilde_means_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)  # a user that has no entry
    with pytest.raises(ConfigError, match="there is no home folder ~"):
        loaded("ENCRYPTION_KEY_FILE=~/a.key")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("LOGLEVEL", "LOG_LEVEL"),
        ("DATABSE_URL", "DATABASE_URL"),
        ("discord_token", "DISCORD_TOKEN"),
        ("SPOTIFY-CLIENT-ID", "SPOTIFY_CLIENT_ID"),
        ("ENCRYPTON_KEY", "ENCRYPTION_KEY"),
    ],
)
def test_a_name_close_to_a_setting_is_pointed_out(written: str, meant: str) -> None:
    (doubt,) = loaded(f"{written}=x\nPAGER=less\n").doubts
    assert doubt == f"{written} isn't a setting, and is ignored. If you meant {meant}, write that"


@pytest.mark.parametrize(
    ("lines", "level", "doubts"),
    [
        ("LOG_LEVEL=DEBUG\nLOG_LEVEL=ERROR\n", "ERROR", 1),
        ("LOG_LEVEL=DEBUG\nLOG_LEVEL=ERROR\nLOG_LEVEL=\n", "ERROR", 1),
        ("LOG_LEVEL=\nLOG_LEVEL=DEBUG\n", "DEBUG", 0),
        ("LOG_LEVEL=DEBUG\nLOG_LEVEL=\n", "DEBUG", 1),
        ("LOG_LEVEL=DEBUG\nLOG_LEVEL=''\n", "DEBUG", 1),
        ("LOG_LEVEL=DEBUG\nLOG_LEVEL=\nLOG_LEVEL=DEBUG\n", "DEBUG", 0),
        ("LOG_LEVEL=\nLOG_LEVEL=\n", "INFO", 0),
        ("LOG_LEVEL=DEBUG\nLOG_LEVEL='DEBUG'\n", "DEBUG", 0),
        ("LOG_LEVEL=DEBUG\nPAGER=less\nPAGER=more\n", "DEBUG", 0),
    ],
)
def test_of_a_name_that_is_there_twice_the_last_value_counts(
    lines: str, level: str, doubts: int
) -> None:
    found = loaded(lines)
    told = (
        "LOG_LEVEL is written more than once in .env, and its last value that isn't empty is used."
        " Keep one of them"
    )
    assert (found.log_level, found.doubts) == (level, [told] * doubts)


def test_of_what_the_environment_says_the_file_may_say_anything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "WARNING")
    found = loaded("LOG_LEVEL=DEBUG\nLOG_LEVEL=ERROR\n")
    assert (found.log_level, found.doubts) == ("WARNING", [])


@pytest.mark.parametrize(
    "written", [f"Bot {TOKEN}", f"bot  {TOKEN}", f"Bot '{TOKEN}'", f'"Bot {TOKEN}"']
)
def test_a_token_as_it_stands_in_requests(written: str) -> None:
    Path(".env").write_text(f"DISCORD_TOKEN={written}", encoding="utf-8")
    assert settings.load().discord_token == TOKEN


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_password_that_is_read_from_the_environment_alone(
    monkeypatch: pytest.MonkeyPatch, elsewhere: bool
) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    if elsewhere:
        monkeypatch.setenv("PGPASSWORD", "hush")
    told = "PGPASSWORD is read from the environment, not from .env. Write the password into"
    assert loaded("PGPASSWORD=hush\n").doubts == ([] if elsewhere else [f"{told} DATABASE_URL"])


def test_a_missing_setting_says_what_stands_in_its_place() -> None:
    Path(".env").write_text(f"DISCORD_TOKN={TOKEN}\n", encoding="utf-8-sig")
    ended = CliRunner().invoke(main, ["run"])
    assert ended.exit_code == 2
    told = "DISCORD_TOKEN: missing, while there is DISCORD_TOKN, which isn't a setting. Copy"
    assert told in ended.stderr
    assert TOKEN not in ended.stderr


@drawn(st.text())
def test_cleaning_is_done_once_and_for_all(text: str) -> None:
    once = _cleaned(text)
    assert once in text
    assert once == once.strip()


def test_reading_leaves_the_environment_alone() -> None:
    before = dict(os.environ)
    loaded("LOG_LEVEL=DEBUG\nOTHER=1\n")
    assert dict(os.environ) == before
