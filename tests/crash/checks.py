"""Compare the database, the world outside and the acknowledgments in the end."""

import json
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from bot.domain.cut import make_cut
from bot.domain.errors import StorageError
from bot.domain.lifecycle import STEPS
from bot.domain.model import RoundId
from bot.services.ports.repositories.outbox import EffectKind
from storage.database import Database, database_at
from tests.builders import NOW
from tests.crash import starring
from tests.crash.arena import Arena, Log
from tests.crash.kept import Kept, Rows
from tests.crash.listening import TOLD, wrong_sessions
from tests.crash.outside import Message, World
from tests.crash.scene import LANES, WORKERS

LEGAL = {(was.value, to.value) for was, to in STEPS}

OVER = ("closed", "cancelled")
EXPECTED_ERRORS = (
    f"{StorageError.__module__}.{StorageError.__name__}",
    "sqlite3.OperationalError: database is locked",
    "asyncpg.exceptions.",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "ConnectionError",
    "TimeoutError",
)
"""With two processes on two busy cores, a lock may take longer than the timeout; and a server may
be away."""


async def faults(arena: Arena) -> list[str]:
    """Return everything that is wrong, a line each, while the database is there."""
    kept = arena.kept
    ballots = await kept.rows("SELECT * FROM ballots")
    rounds, logged, seen, promised, notes = [
        await kept.rows(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 - the names above
        for table in ("rounds", "ballot_log", "seen", "outbox", "notes")
    ]
    playlists = {name: songs async for name, songs in _playlists(kept)}
    found = arena.log.faults + [f"the database: {line}" for line in await kept.damage()]
    found += _unexpected_errors(arena.stderr.read_text().splitlines())
    found += _votes(ballots, logged, arena.log)
    found += _acknowledged(rounds, seen, arena.log)
    for round_ in rounds:
        moves = [row for row in seen if row["round_id"] == round_["id"]]
        found += [f"round {round_['id']}: {fault}" for fault in _wrong_moves(round_, moves)]
    back = Counter(row["round_id"] for row in seen if row["was"] == "cancelled")
    found += _promises(rounds, seen, promised, back)
    found += [*_messages(rounds, arena.world), *_events(rounds, arena.world, back)]
    found += starring.wrong_reasons(arena.log.others, rounds, ballots, notes)
    found += wrong_sessions(
        [one for one in arena.log.others if one[0] in TOLD],
        {
            table: await kept.rows(f"SELECT * FROM {table}")  # noqa: S608 - the names here
            for table in ("waiting_lines", "listening_cards")
        }
        | {"notes": [one for one in notes if one["round_id"] is None]},
        arena.world,
    )
    found += [
        f"playlist {name} holds {arena.world.playlists.get(name)}, not {wanted}"
        for name, wanted in playlists.items()
        if wanted and arena.world.playlists.get(name) != wanted
    ]
    store = database_at(kept.url, lambda: NOW)
    await store.open()
    try:
        return found + [fault async for fault in _counts(store, rounds, ballots)]
    finally:
        await store.close()


def _unexpected_errors(lines: Sequence[str]) -> Iterator[str]:
    """Yield the errors in the log, except that the database was locked for too long."""
    inside = False
    for line in lines:
        if line.startswith("Traceback"):
            inside = True
        elif inside and not line.startswith(" "):
            inside = False
            if not line.startswith(EXPECTED_ERRORS):
                yield f"logged: {line}"


def _votes(ballots: Rows, logged: Rows, log: Log) -> Iterator[str]:
    """Check that the log has every acknowledged change, and each ballot its last change."""
    changes: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for row in logged:
        changes[row["round_id"], row["voter_id"]].append(row["choices"])
    acknowledged: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for round_id, voter, choices in log.votes:
        acknowledged[round_id, voter].append(choices)
    for key, wanted in acknowledged.items():
        there = iter(changes[key])
        if not all(choices in there for choices in wanted):
            yield f"vote {key}: {wanted} acknowledged, {changes[key]} kept"
    current = {(row["round_id"], row["voter_id"]): row["choices"] for row in ballots}
    last = {key: kept[-1] for key, kept in changes.items() if kept}
    for key in current.keys() | last.keys():
        if current.get(key) != last.get(key):
            yield f"ballot {key} is {current.get(key)}, its last change {last.get(key)}"
    # Per lane, one change may be stored whose process was killed before it acknowledged it.
    unacknowledged = len(logged) - len(log.votes)
    if not 0 <= unacknowledged <= (log.kills.total() + WORKERS) * LANES + log.busy:
        yield f"{unacknowledged} more changes kept than acknowledged"


def _acknowledged(rounds: Rows, seen: Rows, log: Log) -> Iterator[str]:
    """Check that what showrunners were told is true, or was, until they took it back."""
    cancelled = {row["round_id"] for row in seen if row["becomes"] == "cancelled"}
    kept = {row["id"]: row for row in rounds}
    for what, *rest in log.others:
        if what in ("busy", *TOLD, *starring.TOLD):
            continue
        row = kept.get(rest[0])
        if row is None:
            yield f"round {rest[0]} was {what}, and is not there"
        elif what == "cancelled" and row["id"] not in cancelled:
            yield f"round {rest[0]} was cancelled, and is {row['state']}"
        elif what == "cast" and (row["casting"] is None or json.loads(row["casting"]) != rest[1]):
            yield f"round {rest[0]} was cast for {rest[1]}, and keeps {row['casting']}"


def _wrong_moves(round_: Mapping[str, Any], moves: Rows) -> Iterator[str]:
    """Check that a round made legal moves only, and opened, closed and was counted once."""
    states = ["scheduled", *(row["becomes"] for row in moves if row["what"] == "state")]
    illegal = [pair for pair in pairwise(states) if pair not in LEGAL]
    if illegal or states[-1] != round_["state"] or states[-1] not in OVER:
        yield f"went through {states}, and is {round_['state']}"
    times = Counter(row["what"] for row in moves)
    closed, opened = round_["state"] == "closed", round_["opened_at"] is not None
    if states.count("closed") != closed or times["outcome"] != closed:
        yield f"closed {states.count('closed')} times, counted {times['outcome']} times"
    if closed != (round_["outcome"] is not None) or (closed and round_["closed_at"] is None):
        yield "is closed without an outcome or a time, or has an outcome and is not closed"
    if times["opened_at"] != opened or opened != ("open" in states):
        yield f"opened {times['opened_at']} times: {states}"
    if times["closed_at"] > 1:
        yield f"its voting ended {times['closed_at']} times: {states}"
    # One for each close: an extension, a resumption and a tie each add a close, and undo a grace.
    more = round_["quorum_extended"] + times["extended"]
    closes = states.count("open") + states.count("casting") + more
    graces = [(row["was"], row["becomes"]) for row in moves if row["what"] == "graced_at"]
    given = [becomes for _, becomes in graces if becomes is not None]
    taken_back = len(graces) - len(given)
    if len(given) > closes or taken_back > max(closes - 1, 0) or _graced_twice(graces):
        yield f"was given grace for {closes} closes: {graces}"


def _graced_twice(graces: list[tuple[object, object]]) -> bool:
    """Return whether a grace followed another that had not been undone."""
    return any(was is not None and becomes is not None for was, becomes in graces)


def _promises(rounds: Rows, seen: Rows, promised: Rows, back: Counter[int]) -> Iterator[str]:
    """Check that each transition promised its effects once, and that all were made."""
    number = Counter((row["kind"], row["subject_id"]) for row in promised)
    ties = {row["round_id"] for row in seen if row["becomes"] == "casting"}
    for row in rounds:
        tied, closed = row["id"] in ties, row["state"] == "closed"
        wanted = {
            "ballot.post": int(row["opened_at"] is not None),
            "results.post": int(closed),
            "casting.ask": int(tied),
            "casting.ask_showrunner": int(tied),
        }
        for kind, times in wanted.items():
            more = back[row["id"]] if kind in ("ballot.post", "casting.ask") else 0
            if not times <= number[kind, row["id"]] <= times + more:
                yield f"round {row['id']}: {kind} promised {number[kind, row['id']]} times"
    for row in promised:
        lapsed = row["last_error"].startswith("Lapsed") and EffectKind(row["kind"]).may_lapse
        if row["state"] != "done" and not (row["state"] == "dropped" and lapsed):
            yield f"{row['kind']} {row['subject_id']} is {row['state']}: {row['last_error']}"


def _messages(rounds: Rows, world: World) -> Iterator[str]:
    """Check that each message exists once, shows the final state, and is the one stored."""
    said: defaultdict[tuple[str, str], list[Message]] = defaultdict(list)
    for message in world.messages.values():
        said[message.to, message.key].append(message)
    for place, copies in said.items():
        if len(copies) > 1 and place not in world.may_be_doubled:
            yield f"{place} was said {len(copies)} times"
    for nonce, times in world.first_sends.items():
        if times > 1:
            yield f"effect {nonce} was made by {times} who each took it for the first try"
    ours = {key: copies[-1] for (to, key), copies in said.items() if to.startswith("channel:")}
    for row in rounds:
        for kind, column in (
            ("BallotMessage", "message_id"),
            ("ResultsMessage", "results_message_id"),
            ("TieMessage", "casting_message_id"),
        ):
            newest = ours.get(f"{kind}:{row['id']}")
            if newest is not None and newest.id != row[column] and newest.unfindable:
                continue  # nobody could have known it
            fault = _message(row, kind, row[column], newest)
            if fault:
                yield f"round {row['id']}: {fault}"


def _message(row: Mapping[str, Any], kind: str, known: int | None, message: Message | None) -> str:
    closed = row["state"] == "closed"
    if message is None:
        # One that was cancelled, or decided, before its message was posted needs none.
        needed = closed and kind in ("BallotMessage", "ResultsMessage")
        return f"no {kind}" if needed or known is not None else ""
    if known != message.id:
        return f"{row['state']}, and its {kind} is not known: it says {message.body}"
    if message.body["state"] != row["state"]:
        return f"{row['state']}, and its {kind} says {message.body['state']}"
    return ""


def _events(rounds: Rows, world: World, back: Counter[int]) -> Iterator[str]:
    """Check that each round had one scheduled event at most, and that it is over.

    A cancelled round that is brought back may have another.
    """
    shown = Counter(event["round"] for event in world.events.values())
    running = {event["round"] for event in world.events.values() if not event["over"]}
    for row in rounds:
        if shown[row["id"]] > 1 + back[row["id"]] or row["id"] in running:
            over = "one goes on" if row["id"] in running else "all over"
            yield f"round {row['id']} is {row['state']}, with {shown[row['id']]} events, {over}"


async def _playlists(kept: Kept) -> AsyncIterator[tuple[str, list[str]]]:
    """Yield what each room's playlist should hold: the winners of its episodes."""
    for room in await kept.rows("SELECT id FROM rooms"):
        songs: dict[str, None] = {}
        for episode in await kept.rows(
            f"SELECT id FROM episodes WHERE room_id = {room['id']} ORDER BY created_at, id"  # noqa: S608 - a number
        ):
            songs |= dict.fromkeys(await _winners(kept, episode["id"]))
        yield f"needledrop-{room['id']}", list(songs)


async def _winners(kept: Kept, episode_id: int) -> list[str]:
    closed = await kept.rows(
        f"SELECT r.id, r.outcome FROM rounds r WHERE r.episode_id = {episode_id}"  # noqa: S608 - a number
        " AND r.state = 'closed'"
        " AND NOT EXISTS (SELECT 1 FROM rounds n WHERE n.follows = r.id AND n.state <> 'cancelled')"
        " ORDER BY r.id"
    )
    if not closed:
        return []
    # A vote that seats nothing leaves the board as it was.
    newest = next((one for one in reversed(closed) if _seats(one)), closed[-1])
    songs = await kept.rows(
        "SELECT s.uri FROM candidates c JOIN songs s ON s.id = c.song_id"  # noqa: S608 - our own words
        f" WHERE c.round_id = {newest['id']} ORDER BY c.position"
    )
    return [songs[int(seat["song"][1:]) - 1]["uri"] for seat in _seats(newest)]


def _seats(closed: Mapping[str, Any]) -> list[dict[str, str]]:
    seats: list[dict[str, str]] = json.loads(closed["outcome"])["seats"]
    return seats


async def _counts(store: Database, rounds: Rows, ballots: Rows) -> AsyncIterator[str]:
    """Count every closed round again: with the counting rules, and the picks by hand."""
    for row in rounds:
        if row["state"] != "closed":
            continue
        outcome = json.loads(row["outcome"])
        round_ = await store.read.rounds.get(RoundId(row["id"]))
        assert round_ is not None
        episode = await store.read.episodes.get(round_.episode_id)
        assert episode is not None
        made = make_cut(round_, episode, await store.read.rounds.ballots(round_))
        again = json.loads(json.dumps(made.to_store))
        # What else is kept with an outcome, such as whether it is hidden, no recount has.
        if again != {name: value for name, value in outcome.items() if name in again}:
            yield f"round {row['id']}: its outcome is {outcome}, recounted {made.to_store}"
        papers = [one["choices"] for one in ballots if one["round_id"] == row["id"]]
        picks = Counter(
            int(mark.rstrip("*")) + 1
            for paper in papers
            if paper != "-"
            for mark in paper.split(",")
            if mark
        )
        approvals = {int(seat["song"][1:]): seat["approvals"] for seat in outcome["seats"]}
        if approvals != {song: picks[song] for song in approvals} or outcome["ballots"] != sum(
            map(bool, papers)
        ):
            yield f"round {row['id']}: {papers} were counted as {outcome}"
