"""What the house promises itself: who is forgotten, decisions with a date, releases in order."""

import inspect
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.repositories import privacy
from tests import audit
from tests.check import reach
from tests.check.__main__ import MOST, chosen
from tests.check.deadline import Deadline

ROOT = Path(__file__).parents[1]
DECISIONS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))

PERSONAL = re.compile(r"_id$|(^|_)by$|person|member|user|author(?!ized)|owner|name$|destination$")
"""Names of columns that may name a person; a column with such a name is accounted for below."""

OF_NOBODY = {
    "a room, an episode, a song, a vote, a character or a board": {
        "room_id",
        "episode_id",
        "song_id",
        "round_id",
        "proposal_id",
        "character_id",
        "subject_id",
    },
    "an import": {"import_id"},
    "a session of listening together, or a card of it": {"listening_id", "card_id"},
    "somebody outside the room who holds rights": {"holder_id"},
    "a server, a channel, a message or a role of Discord": {
        "guild_id",
        "channel_id",
        "message_id",
        "earlier_message_id",
        "presented_message_id",
        "results_message_id",
        "casting_message_id",
        "decision_message_id",
        "thread_id",
        "event_id",
        "delegates_role_id",
        "writers_role_id",
    },
    "an app or a playlist of Spotify": {"client_id", "playlist_id"},
}
"""What columns name that name nobody, whichever table they are in."""

KEPT = {
    "rooms.showrunner_id": "whoever runs the room is asked to hand it over first",
    "kept_playlists.owner_id": "the account at Spotify in which the playlist is",
    "rooms.current_episode_id": "an episode",
    "imports.name": "the name of a playlist",
    "imports.page_by": "the effect that read the last page",
    "characters.name": "somebody in the show",
    "rights_steps.answer_by": "a date",
    "rights_letters.answer_by": "a date",
    "rights_holders.name": "somebody outside the room; deleting the holder deletes it",
    "credits.name": "who wrote or published a song, as its catalogue says",
    "facts.name": "the name of a fact",
    "migrations.name": "the name of a migration",
}
"""Columns that may name somebody and are not forgotten, with the reason."""


SAID = {"ballots.lines"}
"""What somebody wrote, which goes with their name."""


def columns(database: Path) -> list[tuple[str, str]]:
    """Return table and column of everything in a database whose name may mean a person."""
    with closing(sqlite3.connect(database)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        return [
            (table, row[1])
            for (table,) in tables
            for row in connection.execute(f'PRAGMA table_info("{table}")')
            if PERSONAL.search(row[1])
        ]


def forgotten() -> set[str]:
    """Return the columns that `/room forget-me` changes, or deletes the rows of."""
    sql = (ROOT / "storage" / "queries" / "privacy.sql").read_text(encoding="utf-8")
    updates = re.findall(r"UPDATE (\w+)\s+SET (.+?)\s+WHERE", sql, re.DOTALL)
    changed = [
        (table, column)
        for table, sets in updates
        for column in re.findall(r"(\w+) = (?::becomes|'')", sets)
    ]
    deleted = re.findall(
        r"DELETE FROM (\w+) WHERE [^;]*?(\w+) = :(?:user_id|destination)", sql, re.DOTALL
    )
    return {f"{table}.{column}" for table, column in (*changed, *deleted)}


def test_every_column_that_names_a_person_is_known_to_forget_me(migrated: Path) -> None:
    nobodys = set[str]().union(*OF_NOBODY.values())
    found = columns(migrated)
    unknown = {
        f"{table}.{column}"
        for table, column in found
        if column not in nobodys and f"{table}.{column}" not in forgotten() | set(KEPT)
    }
    assert unknown == set(), "forget them in privacy.sql, or give a reason in KEPT"


def test_nothing_is_excused_that_is_not_there(migrated: Path) -> None:
    found = {f"{table}.{column}" for table, column in columns(migrated)}
    assert set(KEPT) <= found
    assert forgotten() - SAID <= found
    assert not forgotten() & set(KEPT)


def test_every_statement_that_forgets_is_run() -> None:
    sql = (ROOT / "storage" / "queries" / "privacy.sql").read_text(encoding="utf-8")
    named = set(re.findall(r"-- name: forget_(\w+)", sql))
    code = inspect.getsource(privacy)
    assert {name for name in named if not re.search(rf'["_]{name}\b', code)} == set()


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_every_decision_has_a_status_and_a_date_and_the_index_says_so(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    found = re.match(
        r"# (\d+)\. (.+)\n\n"
        r"Status: (accepted|superseded by \[\d+\]\(\S+\.md\))  \n"
        r"Date: (\d{4}-\d{2}-\d{2})\n",
        text,
    )
    assert found is not None
    number, title, status, date = found.groups()
    index = (page.parent / "README.md").read_text(encoding="utf-8")
    assert f"| {number} | [{title}]({page.name}) | {status} | {date} |" in index


def test_releases_are_in_order_and_the_newest_is_the_version_of_the_project() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[(.+?)\](?: - (\S+))?$", text, re.MULTILINE)
    assert headings[0] == ("Unreleased", "")
    releases = [(tuple(map(int, version.split("."))), date) for version, date in headings[1:]]
    assert releases == sorted(releases, reverse=True)
    assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", date) for _, date in releases)
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\nversion = "{headings[1][0]}"\n' in project


REPORT = {
    "dependencies": [
        {"name": "sound", "version": "1", "vulns": []},
        {"name": "weak", "version": "2", "vulns": [{"id": "X-1", "fix_versions": ["3"]}]},
        {"name": "unheard", "skip_reason": "not found: unheard (4)"},
    ]
}


def test_an_audit_passes_only_what_the_service_was_asked_about() -> None:
    found = audit.read(REPORT)
    assert (found.asked, found.sound) == (3, False)
    assert audit.tell("run.txt", found) == [
        "run.txt: weak 2: X-1, mended in 3",
        "run.txt: 1 of 3 packages NOT AUDITED, the first since: not found: unheard (4)",
    ]
    sound = audit.read({"dependencies": REPORT["dependencies"][:1]})
    assert sound.sound
    assert not audit.Audit(0, (), ("no network",)).sound


BY = {
    "bot.a": frozenset({"bot.b", "tests.test_a"}),
    "bot.b": frozenset({"tests.conftest"}),
    "tests.conftest": frozenset({"tests.test_a", "tests.test_b"}),
    "tests.test_a": frozenset[str](),
    "tests.test_b": frozenset[str](),
}


@pytest.mark.parametrize(
    ("changed", "reached"),
    [
        ("bot/a.py", ["tests/test_a.py", "tests/test_b.py"]),
        ("bot/b.py", ["tests/test_a.py", "tests/test_b.py"]),
        ("bot/picture.typ", ["tests/test_a.py", "tests/test_b.py"]),
        ("tests/test_b.py", ["tests/test_b.py"]),
        ("README.md", list(reach.GENERAL)),
    ],
)
def test_a_check_runs_what_imports_the_change_the_nearest_first(
    changed: str, reached: list[str]
) -> None:
    assert reach.tests_reached([changed], BY) == reached


def test_a_check_knows_the_real_imports() -> None:
    by = reach.importers()
    assert "tests/test_habits.py" in reach.tests_reached(["tests/check/reach.py"], by)
    assert "tests/storage/test_migrate.py" in reach.tests_reached(
        ["storage/migrations/0001_first_season.sql"], by
    )
    for file in reach.GENERAL:
        assert (ROOT / file).exists()


def test_a_check_leaves_out_what_is_slow_or_far_but_not_what_was_changed() -> None:
    near, slow = [f"tests/test_{n}.py" for n in range(MOST + 2)], "tests/e2e/test_page.py"
    assert chosen([slow, *near], []) == (near[:MOST], near[MOST:], [slow])
    assert chosen([slow, *near], [slow]) == ([slow, *near[: MOST - 1]], near[MOST - 1 :], [])


def test_a_check_begins_no_test_when_its_time_is_over() -> None:
    assert Deadline(-1).pytest_runtest_protocol() is True
    assert Deadline(60).pytest_runtest_protocol() is None
