"""Very many rounds, put into the database the short way."""

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

COPIED = {
    "rooms": ("id", "channel_id"),
    "roster": ("room_id",),
    "episodes": ("id", "room_id"),
    "rounds": ("id", "room_id", "episode_id"),
    "candidates": ("round_id",),
}
"""What a round consists of, and which columns are told apart in a copy."""


def copy_round(path: Path, number: int) -> None:
    """Copy the only round there is, with its room and episode: as many more."""
    with contextlib.closing(sqlite3.connect(path)) as raw, raw:
        for table, apart in COPIED.items():
            columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
            values = [f"{name} + n" if name in apart else name for name in columns]
            raw.execute(
                f"INSERT INTO {table} ({', '.join(columns)})"  # noqa: S608 - the schema's names
                " WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more"
                f" WHERE n < ?) SELECT {', '.join(values)} FROM {table} CROSS JOIN more",
                (number,),
            )


def asked(path: Path, sql: str) -> Sequence[tuple[object, ...]]:
    """Ask the file itself."""
    with contextlib.closing(sqlite3.connect(path)) as raw:
        return raw.execute(sql).fetchall()
