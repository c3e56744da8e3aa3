"""Report the numbers of a run as text."""

import sqlite3
from collections import Counter
from contextlib import closing

from tests.crash.arena import Arena


def report(arena: Arena) -> str:
    """Return the numbers of a run as text."""
    with closing(sqlite3.connect(arena.path)) as connection:

        def numbers(sql: str) -> str:
            rows = sorted(connection.execute(sql).fetchall())
            return ", ".join(f"{number} {name}" for name, number in rows)

        rounds = numbers("SELECT state, count(*) FROM rounds GROUP BY state")
        seen = numbers(
            "SELECT CASE WHEN what = 'state' THEN 'to ' || becomes ELSE what END, count(*)"
            " FROM seen GROUP BY 1"
        )
        effects = numbers("SELECT kind, count(*) FROM outbox GROUP BY kind")
        logged = connection.execute("SELECT count(*) FROM ballot_log").fetchone()[0]
        again = connection.execute("SELECT count(*) FROM outbox WHERE attempts > 1").fetchone()[0]
    log, world = arena.log, arena.world
    kills = ", ".join(f"{number} at {how}" for how, number in sorted(log.kills.items()))
    copies = Counter((one.to, one.key) for one in world.messages.values())
    doubles = sum(number - 1 for number in copies.values())
    lines = (
        f"{log.kills.total()} kills: {kills}; {log.downtimes} times both were away",
        f"{len(log.votes)} votes acknowledged, {logged} changes kept; {log.busy} told 'not saved'",
        f"rounds: {rounds}",
        f"moves: {seen}",
        f"effects: {effects}; {again} tried more than once",
        f"messages: {len(world.messages)}; answers lost: {world.lost}; refused: {world.refused}",
        f"doubles: {doubles}; lost and not to be found again: {len(world.may_be_doubled)}",
    )
    return "\n".join(lines) + "\n"
