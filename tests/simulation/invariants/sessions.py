"""What must hold of rooms that listen together."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.domain.listening.session import COMPANY
from bot.services.listening.sessions import Move
from tests.simulation.invariants import at_commit, in_quiet
from tests.simulation.listening import END, LINE, STEP, cards
from tests.simulation.stage import Stage
from tests.wire.shapes import text_of

CLOCKS_APART = 5
"""Seconds that may pass between a look at the clock and the commit of what it led to."""


@at_commit
def lines_are_shown_once_all_who_are_there_have_answered(
    stage: Stage, tables: list[str]
) -> Iterator[str]:
    """Nobody's line is shown before, unless time is up, or whoever leads the room moves on."""
    if "listenings" not in tables:
        return
    before = stage.memory.setdefault("sessions", {})
    for row in stage.world.rows("SELECT * FROM listenings"):
        was, before[row["id"]] = before.get(row["id"]), row
        if was is None or (was["stage"], row["stage"]) != ("hidden", "shown"):
            continue
        due = was["due_at"]
        timely = due is not None and due <= stage.world.clock.now() + CLOCKS_APART
        if timely or was["place"] != row["place"] or _moved_by_hand(stage, was):
            continue
        here, answered = _here(stage, row), _answered(stage, row)
        if len(here) < COMPANY or not here <= answered:
            yield f"of {len(here)} in session {row['id']}, {len(here & answered)} have answered"


def _moved_by_hand(stage: Stage, was: Any) -> bool:
    end = f":{was['id']}:{was['revision']}"
    return any(STEP in deed.what and deed.what.endswith(end) for deed in stage.world.deeds)


def _here(stage: Stage, row: Any) -> set[int]:
    found = stage.world.rows(
        "SELECT l.user_id FROM listeners l WHERE l.listening_id = ? AND NOT EXISTS (SELECT 1"
        " FROM roster r WHERE r.room_id = l.room_id AND r.user_id = l.user_id AND r.removed = 1)",
        row["id"],
    )
    return {one["user_id"] for one in found}


def _answered(stage: Stage, row: Any) -> set[int]:
    card = "SELECT {} FROM listening_cards c JOIN {} WHERE c.listening_id = ? AND c.place = ?{}"
    wrote = card.format("n.user_id", "notes n ON n.proposal_id = c.proposal_id", " AND drawn > 0")
    nothing = card.format("n.user_id", "nothing_to_add n ON n.card_id = c.id", "")
    return {
        one["user_id"]
        for query in (wrote, nothing)
        for one in stage.world.rows(query, row["id"], row["place"])
    }


@in_quiet
def a_step_of_a_session_is_taken_once(stage: Stage) -> Iterator[str]:
    """Of all who press a button that moves a session, one moves it, and the others are told."""
    taken = Counter(
        tuple(deed.interaction.payload["data"]["custom_id"].split(":")[-2:])
        for deed in stage.world.deeds
        if deed.what.startswith((f"presses {STEP}", f"presses {END}"))
        # Whoever is only asked whether a session is to end has not moved it.
        and not deed.what.startswith(f"presses {STEP}{Move.END}:")
        and deed.interaction.text
        and not deed.errors
    )
    for (session, revision), times in taken.items():
        if times > 1:
            yield f"session {session} was moved {times} times from its step {revision}"


@in_quiet
def a_line_that_waits_is_seen_by_nobody(stage: Stage) -> Iterator[str]:
    """What somebody wrote about a song is on no card before its lines are shown."""
    waiting = [row["text"] for row in stage.world.rows("SELECT text FROM waiting_lines")]
    for room in stage.rooms:
        for card in cards(stage, room):
            for text in waiting:
                if text.startswith(LINE) and text in text_of(card):
                    yield f"“{text}” is on a card of {room.name} before its time"
