"""Reading how the bot is doing from a database of either kind."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.domain.allowance import HOUR
from bot.services.ports.pulse import Pulse, Waiting

Ask = Callable[[Mapping[str, str]], Mapping[str, Sequence[Sequence[Any]]]]
"""Runs a query about each of some tables; finds nothing where there is no such table."""

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
    found = ask(
        {
            "shards": _SEEN,
            "facts": _SEEN_UNDIVIDED,
            "rounds": _ROUNDS,
            "outbox": _EFFECTS,
            "spotify_calls": _calls(int(now) // HOUR),
        }
    )
    seen = {(total, shard): at for total, shard, at in found["shards"]}
    for (undivided,) in found["facts"]:
        seen[1, 0] = max(int(undivided), seen.get((1, 0), 0))
    rounds, effects, calls = found["rounds"], found["outbox"], found["spotify_calls"]
    moves = [due for _, _, due in rounds if due is not None]
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
