"""What must hold in the database after each commit, whoever made it."""

import json
from collections import Counter
from collections.abc import Iterator

from bot.domain.allowance import HOUR
from bot.domain.lifecycle import BACK, STEPS
from bot.domain.model import RoundState
from bot.domain.timing import UNDO
from tests.simulation.invariants import at_commit
from tests.simulation.process import DAILY_CALLS
from tests.simulation.stage import Stage

_ONE = {(was.value, to.value) for was, to in STEPS}
_BACK = {(was.value, to.value) for was in BACK for to in (*BACK[was], RoundState.PAUSED)}
"""Taken back where nothing can be posted, a round that was open is paused instead."""
LEGAL = (
    _ONE
    | _BACK
    | {(was, to) for was, by in _ONE for via, to in _ONE if by == via and was == "scheduled"}
)
"""A round that opens where nothing can be posted is paused in the same transaction."""
ONCE = ("ballot.post", "results.post", "shortlist.present")
"""What is promised once in the life of its round or message, however many processes there are."""
FOLLOWS = {
    "open": {"ballot.post"},
    "closed": {"results.post", "ballot.edit"},
    "casting": {"casting.ask", "casting.ask_showrunner", "ballot.edit"},
    "held": {"round.tell_showrunner", "ballot.edit"},
    "closing": {"ballot.edit"},
    "cancelled": set(),
}
"""What a round promises, in the same transaction, when it comes to a state."""


@at_commit
def every_transition_is_legal(stage: Stage, tables: list[str]) -> Iterator[str]:
    """A round goes only where the rules let it, and never anywhere from its end."""
    if "rounds" not in tables:
        return
    before = stage.memory.setdefault("states", {})
    for row in stage.world.rows("SELECT id, state FROM rounds"):
        was, state = before.get(row["id"], "scheduled"), row["state"]
        if was != state and (was, state) not in LEGAL:
            yield f"round {row['id']} went from {was} to {state}"


@at_commit
def what_follows_is_promised_with_it(stage: Stage, tables: list[str]) -> Iterator[str]:
    """A transition and the promise of what people will see of it are one transaction."""
    if "rounds" not in tables:
        return
    before = stage.memory.setdefault("states", {})
    for row in stage.world.rows("SELECT id, state FROM rounds"):
        was, state = before.get(row["id"], "scheduled"), row["state"]
        before[row["id"]] = state
        if was == "cancelled" != state:
            again = stage.memory.setdefault("brought_back", Counter())
            again[row["id"]] += 1
        if was == state or (state == "open" and was != "scheduled"):
            continue
        kept = stage.world.rows("SELECT kind FROM outbox WHERE subject_id = ?", row["id"])
        missing = FOLLOWS.get(state, set()) - {one["kind"] for one in kept}
        if missing:
            yield f"round {row['id']} is {state}, and nobody promised {sorted(missing)}"


@at_commit
def nothing_is_promised_twice(stage: Stage, tables: list[str]) -> Iterator[str]:
    """Whatever is promised at a transition is promised by one process, once."""
    if "outbox" not in tables:
        return
    again = stage.memory.get("brought_back", {})
    marks = ", ".join("?" * len(ONCE))
    for row in stage.world.rows(
        "SELECT kind, subject_id, count(*) AS times FROM outbox"  # noqa: S608
        f" WHERE kind IN ({marks}) AND kind <> 'shortlist.present'"
        " GROUP BY kind, subject_id HAVING count(*) > 1",
        *ONCE,
    ):
        # A ballot that was not posted yet when its round was cancelled is still to be posted.
        if row["kind"] == "ballot.post" and row["times"] <= 1 + again.get(row["subject_id"], 0):
            continue
        yield f"{row['kind']} of {row['subject_id']} was promised {row['times']} times"


@at_commit
def a_promise_is_kept_by_one(stage: Stage, tables: list[str]) -> Iterator[str]:
    """Nobody takes what another process is making, before that one's time for it has run out."""
    if "outbox" not in tables:
        return
    leases, now = stage.memory.setdefault("leases", {}), stage.world.clock.now()
    for row in stage.world.rows("SELECT * FROM outbox WHERE state = 'waiting'"):
        attempts, until = leases.get(row["id"], (0, 0))
        if row["attempts"] > attempts and until > now + 1:
            yield f"{row['kind']} of {row['subject_id']} was taken, leased for {until - now:.0f} s"
        leases[row["id"]] = (row["attempts"], row["leased_until"])


@at_commit
def one_round_of_an_episode_is_live(stage: Stage, tables: list[str]) -> Iterator[str]:
    """Two votes about one episode would contradict each other."""
    if "rounds" not in tables:
        return
    for row in stage.world.rows(
        "SELECT episode_id, count(*) AS live FROM rounds WHERE waits = 0"
        " AND state NOT IN ('closed', 'cancelled') GROUP BY episode_id HAVING count(*) > 1"
    ):
        yield f"episode {row['episode_id']} has {row['live']} live rounds"


@at_commit
def votes_are_taken_only_while_open(stage: Stage, tables: list[str]) -> Iterator[str]:
    """What the count saw is what the table holds: nothing is written after the close."""
    if not {"ballots", "ballot_log"} & set(tables):
        return
    seen = stage.memory.get("last_vote", 0)
    states = stage.memory.get("states", {})
    for row in stage.world.rows("SELECT id, round_id FROM ballot_log WHERE id > ?", seen):
        stage.memory["last_vote"] = max(stage.memory.get("last_vote", 0), row["id"])
        if states.get(row["round_id"]) != "open":
            yield f"a vote was taken in round {row['round_id']}: {states.get(row['round_id'])}"


@at_commit
def what_was_counted_stays(stage: Stage, tables: list[str]) -> Iterator[str]:
    """An outcome is written once, and no later vote, ruling or clock changes it."""
    if "rounds" not in tables:
        return
    kept = stage.memory.setdefault("outcomes", {})
    for row in stage.world.rows(
        "SELECT id, outcome, record_sha256 FROM rounds WHERE outcome IS NOT NULL"
    ):
        told = (row["outcome"], row["record_sha256"])
        if kept.setdefault(row["id"], told) != told:
            yield f"round {row['id']} was counted as {kept[row['id']]}, and is {told} now"


@at_commit
def money_is_counted(stage: Stage, tables: list[str]) -> Iterator[str]:
    """No account is asked for more in 24 hours than the host allows."""
    if "spotify_calls" not in tables:
        return
    hour = int(stage.world.clock.now()) // HOUR
    for row in stage.world.rows(
        f"SELECT account, sum(calls) AS calls FROM spotify_calls WHERE hour > {hour - 24}"  # noqa: S608 - a number
        " GROUP BY account"
    ):
        if not 0 < row["calls"] <= DAILY_CALLS:
            yield f"{row['account']} was asked {row['calls']} times in a day"


def seated(outcome: str) -> list[str]:
    """Return the songs that an outcome seats, as it calls them."""
    return [one["song"] for one in json.loads(outcome)["seats"]]


@at_commit
def nothing_is_told_before_it_is_counted(stage: Stage, tables: list[str]) -> Iterator[str]:
    """While a close can be undone, there is no outcome; a count comes when that is over."""
    if "rounds" not in tables:
        return
    now, stopped = stage.world.clock.now(), stage.memory.setdefault("stopped", {})
    for row in stage.world.rows(
        "SELECT id, state, stopped_at, outcome, results_message_id FROM rounds"
    ):
        if row["state"] == "closing":
            stopped[row["id"]] = row["stopped_at"]
            if row["outcome"] is not None:
                yield f"round {row['id']} is being closed, and has an outcome"
            continue
        since = stopped.pop(row["id"], now - UNDO)
        if row["state"] in ("closed", "casting") and now < since + UNDO:
            yield f"round {row['id']} was counted {now - since:.0f} s after it was closed"


@at_commit
def ballots_wait_for_a_vote_to_come_back(stage: Stage, tables: list[str]) -> Iterator[str]:
    """Whatever a cancelled round comes back with, it is what it had."""
    if not {"rounds", "ballots"} & set(tables):
        return
    kept = stage.memory.setdefault("cancelled_ballots", {})
    for row in stage.world.rows("SELECT id, state FROM rounds"):
        if row["state"] == "cancelled" or row["id"] in kept:
            ballots = stage.world.rows(
                "SELECT receipt, choices FROM ballots WHERE round_id = ? ORDER BY receipt",
                row["id"],
            )
            now = [(one["receipt"], one["choices"]) for one in ballots]
            if kept.setdefault(row["id"], now) != now:
                yield f"the ballots of round {row['id']} changed while it was cancelled"
        if row["state"] != "cancelled":
            kept.pop(row["id"], None)
