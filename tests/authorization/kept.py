"""All that is kept and posted, so that one thing done can be looked at and taken back."""

import asyncio
import copy
import sqlite3
from pathlib import Path

from tests.authorization.world import World
from tests.wire.loopback import PATIENCE
from tests.wire.rest import DIRECT, MESSAGE, MESSAGES, THREADS

NOT_OF_A_ROOM = ("facts", "interactions", "playlist_leases", "spotify_calls", "spotify_pauses")
"""Tables that say nothing of a room: counters, and what is remembered of the bot itself."""
_POSTING = (
    ("POST", MESSAGES),
    ("PATCH", MESSAGE),
    ("DELETE", MESSAGE),
    ("POST", THREADS),
    ("POST", DIRECT),
)

_ALL, _NONE = "SELECT * FROM {}", "DELETE FROM {}"
_ONE = "INSERT INTO {} VALUES ({})"

Row = tuple[object, ...]
Dump = dict[str, list[Row]]


class Kept:
    """Reads all tables, and brings them and Discord's messages back to how they were at first."""

    def __init__(self, world: World, path: Path) -> None:
        self._world, self._discord = world, world.house.discord
        self._sql = sqlite3.connect(
            path / "needledrop.db", PATIENCE, isolation_level=None, check_same_thread=False
        )
        self._sql.execute("PRAGMA foreign_keys = OFF")
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        names = [str(one) for (one,) in self._sql.execute(named)]
        self._tables = sorted({*names} - {*NOT_OF_A_ROOM})
        self._version = -1
        self.first = self.now()
        self._spent = self._rows("spotify_calls")
        self.receipts: dict[int, set[str]] = {}
        """The receipts of ballots, by who cast them: nobody else may read one."""
        for voter, receipt in self._sql.execute("SELECT voter_id, receipt FROM ballots"):
            self.receipts.setdefault(voter, set()).add(receipt)
        assert len(self.receipts) > 1
        state = self._discord.state
        self._posted = copy.deepcopy((state.messages, state.channels))

    def close(self) -> None:
        """Let go of the database."""
        self._sql.close()

    def now(self) -> Dump:
        """Return every row of every table, as long as `bring_back` follows each change."""
        [(version,)] = self._sql.execute("PRAGMA data_version")
        unchanged, self._version = version == self._version, version
        return self.first if unchanged else self._dump()

    def _dump(self) -> Dump:
        return {table: self._rows(table) for table in self._tables}

    def _rows(self, table: str) -> list[Row]:
        return sorted(self._sql.execute(_ALL.format(table)), key=repr)

    def posts(self) -> int:
        """Return how often anything was posted, edited, deleted, or begun."""
        return sum(self._discord.calls(method, route) for method, route in _POSTING)

    def touched(self, now: Dump) -> list[str]:
        """Return the tables in which anything of the room is gone, changed or new."""
        there, own = self._world.things_elsewhere, self._world.things
        return [
            table
            for table, rows in self.first.items()
            if any(there.isdisjoint(row) for row in {*rows} - {*now[table]})
            or any(not own.isdisjoint(row) for row in {*now[table]} - {*rows})
        ]

    async def bring_back(self) -> None:
        """Make the tables and the messages what they were at first, once the bot has settled."""
        await self._world.house.bot.settled()
        # Waited for beside the loop: a transaction of the bot's needs the loop to end.
        await asyncio.to_thread(self._sql.execute, "BEGIN IMMEDIATE")
        now = self._dump()
        changed = {table: rows for table, rows in self.first.items() if now[table] != rows}
        for table, rows in {**changed, "spotify_calls": self._spent}.items():
            self._sql.execute(_NONE.format(table))
            for row in rows:
                marks = ", ".join("?" for _ in row)
                self._sql.execute(_ONE.format(table, marks), row)
        self._sql.execute("COMMIT")
        messages, channels = copy.deepcopy(self._posted)
        state = self._discord.state
        state.messages.clear()
        state.messages.update(messages)
        state.channels.clear()
        state.channels.update(channels)
