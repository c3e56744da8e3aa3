"""What is asked of sessions and lines at each press, or each sweep, is found by an index."""

import sqlite3
from contextlib import closing

import pytest

from storage.migrate import load_migrations
from storage.statements import FOLDER

INDEXES = {
    "songs_shown": "listenings_of_episode",
    "waiting_lines_by": "waiting_lines_of_proposal",
    "cards_that_show": "listening_cards_of_proposal",
    "answered_card": "notes_of_proposal",
    "take_out_old_lines": "notes_with_writers",
    "take_out_useless_lines": "notes_with_writers",
    "forget_old_waiting_lines": "waiting_lines_by_date",
}


def query(name: str) -> str:
    """Return the text of a query about listening together."""
    text = (FOLDER / "listening.sql").read_text(encoding="utf-8")
    found = next(part for part in text.split("-- name: ") if part.startswith(f"{name}("))
    return found.partition("\n")[2]


@pytest.mark.parametrize(("name", "index"), INDEXES.items())
def test_a_query_uses_an_index(name: str, index: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        for migration in load_migrations():
            connection.executescript(migration.sql)
        given = {"proposal_id": 1, "card_id": 1, "before": 1, "episode_id": 1, "user_id": 1}
        plan = connection.execute(f"EXPLAIN QUERY PLAN {query(name)}", given).fetchall()
    assert index in str(plan)
