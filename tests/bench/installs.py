"""What is measured: a bot on a database with an open round, or with as many more as needed."""

import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from bot.app import App, Parts, build
from bot.client import NeedleDrop
from bot.domain.model import (
    Candidate,
    ChannelId,
    Episode,
    EpisodeId,
    EpisodeState,
    GuildId,
    Recording,
    Room,
    RoomId,
    Round,
    RoundId,
    RoundState,
    Rules,
    UserId,
)
from bot.domain.structs import replace
from bot.settings import Settings
from storage.database import Database

SONGS, SEATS = 12, 6
VOTERS = 1500
"""How many voters take turns where votes are measured; after that, they change their ballots."""
NEVER = 4_102_444_800
"""The year 2100 (UTC seconds), which no measurement lives to see."""
COPIED = {
    "rooms": ("id", "guild_id", "channel_id"),
    "episodes": ("id", "room_id"),
    "rounds": ("id", "room_id", "episode_id"),
    "candidates": ("round_id",),
}
"""What is copied for more rounds: the tables in order, and their columns that count up."""


def folder() -> "tempfile.TemporaryDirectory[str]":
    """Return a folder for databases on the disk the bot is on; many a `/tmp` is in memory."""
    return tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-")


def bot_on(path: Path, database: Database | None = None) -> App[NeedleDrop]:
    """Put a bot together over the database in a file, or over the one that is given."""
    settings = Settings("", database_url=f"sqlite:///{path}")
    return build(settings, Parts(database=database))


async def begin(store: Database, state: RoundState = RoundState.OPEN) -> tuple[Episode, Round]:
    """Open a database, and make a room, an episode and a round of 12 songs, all with the id 1."""
    await store.open()
    room = Room(RoomId(1), GuildId(1), ChannelId(1), "Room", "UTC", UserId(1))
    episode = Episode(EpisodeId(1), room.id, "104", "", EpisodeState.ACTIVE, 0)
    async with store.transaction(None) as unit:
        await unit.rooms.save(room, 0)
        await unit.episodes.add(episode)
        songs = [
            await unit.proposals.remember(room.id, Recording(f"Song {n}", (f"Artist {n}",)))
            for n in range(SONGS)
        ]
        round_ = Round(
            id=RoundId(1),
            episode_id=episode.id,
            room_id=room.id,
            state=state,
            rules=Rules(seats=SEATS),
            opens_at=0,
            closes_at=NEVER,
            closes_wall="",
            timezone="UTC",
            candidates=tuple(Candidate(song, UserId(1), "") for song in songs),
            scheduled_by=UserId(1),
        )
        await unit.rounds.add(round_, 0)
        if state is RoundState.OPEN:
            opened = replace(round_, opened_at=0)
            await unit.rounds.retime(round_, opened)
            round_ = opened
    return episode, round_


def add_rounds(path: Path, number: int) -> None:
    """Copy the round with the id 1, and its room and episode: as many more, from the id 2 on."""
    with closing(sqlite3.connect(path)) as raw, raw:
        for table in COPIED:
            raw.execute(
                copying(
                    table, [row[1] for row in raw.execute(f"PRAGMA table_info({table})")], number
                )
            )


def copying(table: str, columns: Iterable[str], number: int) -> str:
    """Return what copies the first row, or a round's, in a table of `COPIED` so many times."""
    counted = COPIED[table]
    values = {name: _count_up(name) if name in counted else name for name in columns}
    # The names are the schema's own.
    return (
        f"INSERT INTO {table} ({', '.join(values)})"  # noqa: S608
        f" WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more"
        f" WHERE n < {number}) SELECT {', '.join(values.values())} FROM {table} CROSS JOIN more"
        f" WHERE {counted[0]} = 1"
    )


def _count_up(column: str) -> str:
    """Return the expression for a column of the n-th copy; servers and channels as `guild` has."""
    return f"{column} + (n + 1) * 1000" if column in ("guild_id", "channel_id") else f"{column} + n"


def add_ballots(path: Path, rounds: Iterable[int], each: int) -> None:
    """Store ballots, each with its line in the log, by voters from a million on."""
    rows = [
        (round_id, 1_000_000 + voter, "0,3*,5", f"{round_id:X}-{voter:X}", 0)
        for round_id in rounds
        for voter in range(each)
    ]
    store_ballots(path, rows)
    logged = [(n, row[0], row[1], row[2], 0) for n, row in enumerate(rows, 1)]
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.executemany("INSERT INTO ballot_log VALUES (?, ?, ?, ?, ?)", logged)


def store_ballots(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """Store ballots as rows of their table: round, voter, choices, receipt, time."""
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.executemany(
            "INSERT INTO ballots (round_id, voter_id, choices, receipt, cast_at)"
            " VALUES (?, ?, ?, ?, ?)",
            rows,
        )
