"""Report the numbers of a run as text."""

from collections import Counter

from tests.crash.arena import Arena


async def report(arena: Arena) -> str:
    """Return the numbers of a run as text, while its database is there."""

    async def numbers(sql: str) -> str:
        rows = sorted(tuple(row.values()) for row in await arena.kept.rows(sql))
        return ", ".join(f"{number} {name}" for name, number in rows)

    async def number(sql: str) -> int:
        [row] = await arena.kept.rows(sql)
        return int(row["number"])

    rounds = await numbers("SELECT state, count(*) AS number FROM rounds GROUP BY state")
    seen = await numbers(
        "SELECT CASE WHEN what = 'state' THEN 'to ' || becomes ELSE what END AS change,"
        " count(*) AS number FROM seen GROUP BY 1"
    )
    effects = await numbers("SELECT kind, count(*) AS number FROM outbox GROUP BY kind")
    logged = await number("SELECT count(*) AS number FROM ballot_log")
    again = await number("SELECT count(*) AS number FROM outbox WHERE attempts > 1")
    log, world = arena.log, arena.world
    kills = ", ".join(f"{number} at {how}" for how, number in sorted(log.kills.items()))
    troubles = ", ".join(f"{number} times {what}" for what, number in sorted(log.troubles.items()))
    copies = Counter((one.to, one.key) for one in world.messages.values())
    doubles = sum(number - 1 for number in copies.values())
    lines = (
        f"{log.kills.total()} kills: {kills}; {log.downtimes} times both were away",
        f"the database: {troubles or 'no trouble'}",
        f"{len(log.votes)} votes acknowledged, {logged} changes kept; {log.busy} told 'not saved'",
        f"rounds: {rounds}",
        f"moves: {seen}",
        f"effects: {effects}; {again} tried more than once",
        f"messages: {len(world.messages)}; answers lost: {world.lost}; refused: {world.refused}",
        f"doubles: {doubles}; lost and not to be found again: {len(world.may_be_doubled)}",
    )
    return "\n".join(lines) + "\n"
