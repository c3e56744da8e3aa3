"""What must hold once all has been quiet for a while: everything promised is done, and agrees."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.domain.errors import StorageError
from bot.domain.model import UserId
from bot.services.ports.destinations import person
from bot.services.ports.repositories.outbox import EffectKind
from tests.simulation.invariants import in_quiet
from tests.simulation.invariants.answers import LEARNED
from tests.simulation.invariants.commits import seated
from tests.simulation.invariants.stories import letters
from tests.simulation.stage import Stage
from tests.wire.people import AUTOCOMPLETE
from tests.wire.shapes import carrying, text_of, walk

OF_NO_MORE_USE = ("NotFound", "Lapsed")
"""What may be given up: its subject is gone, or it would come too late or twice."""
STATES = {
    "closed": "Closed",
    "cancelled": "Cancelled",
    "open": "Open",
    "paused": "Paused",
    "closing": "Closing",
}


@in_quiet
def everything_is_answered_in_time(stage: Stage) -> Iterator[str]:
    """Each press, choice, form and command has its answer, unless something prevented it."""
    for deed in stage.world.deeds:
        if deed.disturbed or deed.interaction.payload["type"] == AUTOCOMPLETE:
            continue
        if not deed.interaction.answered:
            yield f"{deed!r} (at {deed.at:.1f}, {deed.process!r}) has no answer: {deed.errors}"


@in_quiet
def what_is_done_once_is_done_by_one(stage: Stage) -> Iterator[str]:
    """However often and to whom something is delivered, one process acts on it."""
    for deed in stage.world.deeds:
        doers = {process for process, tables in deed.commits if set(tables) - LEARNED}
        if len(doers) > 1:
            yield f"{deed!r} was done by {len(doers)} processes"


@in_quiet
def what_could_not_be_saved_is_not_there(stage: Stage) -> Iterator[str]:
    """Whoever is left with the word that nothing has changed finds nothing changed."""
    for deed in stage.world.deeds:
        if deed.disturbed or not isinstance(deed.refused, StorageError):
            continue
        written = {table for _, tables in deed.commits for table in tables} - LEARNED
        if written:
            yield f"{deed!r} was told that nothing has changed, and wrote {sorted(written)}"


@in_quiet
def everything_promised_is_done(stage: Stage) -> Iterator[str]:
    """Nothing waits in the outbox but what waits for its time, or for somebody to take messages.

    Only what may lapse was given up.
    """
    now, held = stage.world.clock.now(), stage.world.discord.held
    closed = {
        person(UserId(int(one["recipients"][0]["id"])))
        for one in held.channels.values()
        if one["type"] == 1 and int(one["id"]) in held.refusals
    }
    for row in stage.world.rows("SELECT * FROM outbox"):
        if row["state"] == "waiting" and row["destination"] in closed:
            continue
        about = f"{row['kind']} of {row['subject_id']}: {row['last_error']}"
        if row["state"] == "waiting" and row["due_at"] <= now - 60:
            yield f"still waiting, after {row['attempts']} attempts: {about}"
        elif row["state"] == "waiting" and row["attempts"] > 0:
            yield f"waiting, after {row['attempts']} attempts, though all is well: {about}"
        elif row["state"] == "dropped" and not (
            row["last_error"].split()[0] in OF_NO_MORE_USE or EffectKind(row["kind"]).may_lapse
        ):
            yield f"{row['state']}: {about}"


@in_quiet
def the_log_ends_in_the_ballots(stage: Stage) -> Iterator[str]:
    """The latest change of each voter is their ballot."""
    last = {
        (row["round_id"], row["voter_id"]): row["choices"]
        for row in stage.world.rows("SELECT * FROM ballot_log ORDER BY rowid")
    }
    kept = {
        (row["round_id"], row["voter_id"]): row["choices"]
        for row in stage.world.rows("SELECT * FROM ballots")
    }
    for key in sorted(last.keys() | kept.keys()):
        if last.get(key) != kept.get(key) and not _forgotten(stage, key):
            yield f"ballot {key} is {kept.get(key)}, its last change {last.get(key)}"


def _forgotten(stage: Stage, key: tuple[int, int]) -> bool:
    return any("forgetme" in one.what for one in stage.world.deeds)


@in_quiet
def picks_add_up(stage: Stage) -> Iterator[str]:
    """Picks counted by hand from the ballots are what the outcome says, song by song."""
    for row in _closed(stage):
        if json.loads(row["rules"]).get("method", "approval") != "approval":
            continue
        picks: Counter[int] = Counter()
        for ballot in stage.world.rows("SELECT choices FROM ballots WHERE round_id = ?", row["id"]):
            picks.update(
                int(one.rstrip("*")) + 1
                for one in ballot["choices"].split(",")
                if one.rstrip("*").isdecimal()
            )
        for seat in json.loads(row["outcome"])["seats"]:
            if seat.get("approvals", 0) != picks[int(seat["song"][1:])] and not seat.get("pinned"):
                yield f"round {row['id']}: {seat} was told, {picks[int(seat['song'][1:])]} counted"


@in_quiet
def the_channel_tells_each_result_once(stage: Stage) -> Iterator[str]:
    """The results of a closed round are posted once, and name every song that was seated."""
    for row, channel in _rounds(stage, "closed"):
        said = _carrying(stage, channel, f"cast:{row['id']}")
        gone = row["results_message_id"] in stage.world.weather.deleted
        if len(said) != 1 and not (gone and not said):
            yield f"the results of round {row['id']} are told {len(said)} times"
        for message in said:
            told = letters(text_of(message))
            missing = [one for one in _titles(stage, row) if letters(one[:20]) not in told]
            if missing:
                yield f"the results of round {row['id']} do not name {missing}"


@in_quiet
def the_ballot_tells_how_it_stands(stage: Stage) -> Iterator[str]:
    """A round's ballot message is there once, and says the state that the round is in."""
    for state, word in STATES.items():
        for row, channel in _rounds(stage, state):
            if row["opened_at"] is None:
                continue
            said = [
                one
                for one in _carrying(stage, channel, f"ballot:{row['id']}")
                if "The vote for" in text_of(one)
            ]
            known = [one for one in said if int(one["id"]) == row["message_id"]]
            if len(said) > 1:
                yield f"round {row['id']} has {len(said)} ballot messages"
            if row["message_id"] in stage.world.weather.deleted:
                continue
            if not known and state != "cancelled":
                yield f"round {row['id']} is {state}, and its ballot message is not there"
            for message in known:
                if f"**{word}" not in text_of(message):
                    yield f"round {row['id']} is {state}: {text_of(message)[:300]}"


@in_quiet
def nothing_is_posted_twice(stage: Stage) -> Iterator[str]:
    """Whatever is promised is posted in one message, though answers are lost and people talk."""
    for channel, messages in stage.world.discord.held.messages.items():
        posted = Counter(one["nonce"] for one in messages.values() if one["nonce"] is not None)
        for nonce, times in posted.items():
            if times > 1:
                twice = next(one for one in messages.values() if one["nonce"] == nonce)
                yield f"channel {channel} has {times} times: {text_of(twice)[:200]}"


@in_quiet
def people_are_called_once(stage: Stage) -> Iterator[str]:
    """The roster is mentioned at most once for a round."""
    called: Counter[str] = Counter()
    for room in stage.rooms:
        for message in stage.messages(room):
            mentions = (message.get("allowed_mentions") or {}).get("users")
            for one in walk(message["components"]):
                if mentions and str(one.get("custom_id", "")).startswith("ballot:"):
                    called[one["custom_id"]] += 1
    for name, times in called.items():
        if times > 1:
            yield f"people were called {times} times for {name}"


@in_quiet
def an_event_ends_with_its_round(stage: Stage) -> Iterator[str]:
    """A round has one scheduled event at most, and none that goes on when it is over."""
    there = stage.world.discord.held.events.values()
    for row in stage.world.rows("SELECT id, state FROM rounds"):
        shown = [one for one in there if f"{row['id']:x}." in str(one.get("description"))]
        going = [one for one in shown if one["status"] in (1, 2)]
        if len(going) > 1 or (going and row["state"] in ("closed", "cancelled")):
            yield f"round {row['id']} is {row['state']}, and {len(going)} events go on"


@in_quiet
def nothing_strange_is_asked(stage: Stage) -> Iterator[str]:
    """The bot asks Discord only for what Discord has."""
    yield from stage.world.discord.strange


def _closed(stage: Stage) -> list[Any]:
    return stage.world.rows("SELECT * FROM rounds WHERE state = 'closed'")


def _rounds(stage: Stage, state: str) -> list[tuple[Any, int]]:
    rows = stage.world.rows(
        "SELECT r.*, o.channel_id FROM rounds r JOIN rooms o ON o.id = r.room_id WHERE r.state = ?",
        state,
    )
    return [(row, row["channel_id"]) for row in rows]


def _carrying(stage: Stage, channel: int, custom_id: str) -> list[Any]:
    return carrying(stage.world.discord.held.messages.get(channel, {}).values(), custom_id)


def _titles(stage: Stage, row: Any) -> list[str]:
    songs = stage.world.rows(
        "SELECT s.title FROM candidates c JOIN songs s ON s.id = c.song_id"
        " WHERE c.round_id = ? ORDER BY c.position",
        row["id"],
    )
    return [songs[int(name[1:]) - 1]["title"] for name in seated(row["outcome"])]
