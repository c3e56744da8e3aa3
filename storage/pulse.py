"""Reading how the bot is doing from a database of either kind."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bot.domain.allowance import HOUR
from bot.services.ports.pulse import Pulse, Waiting

Ask = Callable[[str, str], Iterable[Sequence[Any]]]
"""Runs a query about a table; returns nothing where there is no such table."""

_SEEN_UNDIVIDED = "SELECT value FROM facts WHERE name = 'last_seen' AND value <> ''"
_SEEN = "SELECT total, shard, seen_at FROM shards"
_ROUNDS = (
    "SELECT state, count(*), min(CASE state WHEN 'scheduled' THEN"
    " CASE WHEN waits = 0 THEN opens_at END WHEN 'open' THEN closes_at"
    " WHEN 'casting' THEN casting_until END)"
    " FROM rounds WHERE state NOT IN ('closed', 'cancelled') GROUP BY state"
)
_EFFECTS = (
    "SELECT kind, state, count(*), min(due_at) FROM outbox WHERE state IN ('waiting', 'dropped')"
    " GROUP BY kind, state"
)


def pulse(ask: Ask, now: float) -> Pulse:
    """Return how the bot is doing."""
    seen = {(total, shard): at for total, shard, at in ask("shards", _SEEN)}
    for (undivided,) in ask("facts", _SEEN_UNDIVIDED):
        seen[1, 0] = int(undivided)
    rounds = list(ask("rounds", _ROUNDS))
    moves = [due for _, _, due in rounds if due is not None]
    effects = list(ask("outbox", _EFFECTS))
    calls = list(ask("spotify_calls", _calls(int(now) // HOUR)))
    return Pulse(
        seen=seen,
        rounds={state: number for state, number, _ in rounds},
        next_due=min(moves, default=None),
        waiting={
            kind: Waiting(number, due) for kind, state, number, due in effects if state == "waiting"
        },
        given_up={kind: number for kind, state, number, _ in effects if state == "dropped"},
        spotify_calls=int(calls[0][0]) if calls else 0,
    )


def _calls(hour: int) -> str:
    return (
        f"SELECT sum(calls) AS calls FROM spotify_calls WHERE hour > {hour - 24}"  # noqa: S608 - a number
        " GROUP BY account ORDER BY 1 DESC LIMIT 1"
    )
