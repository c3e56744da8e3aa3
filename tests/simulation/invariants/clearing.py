"""What must hold of each step in clearing songs, as it is saved and as it is said."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.domain.rights import write_share
from bot.domain.typed_text import fingerprint
from tests.simulation.clearing import SECRET, supervisor_of
from tests.simulation.deeds import Deed
from tests.simulation.invariants import at_answer, at_commit, at_post
from tests.simulation.stage import Room, Stage
from tests.wire.call import Call
from tests.wire.shapes import text_of, walk
from tests.wire.state import PRIVATE

HUSHED = re.compile(rf"{SECRET}|[0-9] (?:USD|EUR)\b")
"""What only those read who clear songs: contacts, notes, and every amount."""
EDITED = ("name", "contact", "share")
MARK = 6
"""Characters of what tells in a form how each text was when it was opened."""
_TAKEN_OFF = re.compile(r"(?m)^Taken off the shortlist, because .* denied: (.*)\.$")


@at_commit
def a_step_follows_what_was_seen(stage: Stage, tables: list[str]) -> Iterator[str]:
    """Nobody takes a step with a holder, or deletes one, past a step that they have not seen."""
    if "rights_holders" not in tables:
        return
    before: dict[int, Any] = stage.memory.get("holders", {})
    now = {row["id"]: row for row in stage.world.rows("SELECT * FROM rights_holders")}
    stage.memory["holders"] = now
    kind, given = _sent(stage.world.committing)
    if kind in ("holderstep", "rightsdelete"):
        holder, seen = given[0], given[1 if kind == "holderstep" else 2]
        stood = before[holder]["last_step"] if holder in before else None
        if stood != seen:
            yield f"{stage.world.committing!r} went past step {stood} of holder {holder}"
    if kind == "holderedit" and given[0] in before and given[0] in now:
        yield from _merged(stage, before[given[0]], now[given[0]])


def _merged(stage: Stage, before: Any, now: Any) -> Iterator[str]:
    """Yield what a form has done to a holder that its sender did not mean, or did not know of."""
    typed, deed = _typed(stage.world.committing), stage.world.committing
    seen = _custom_id(deed).split(":")[3]
    for place, name in enumerate(EDITED):
        mark = seen[MARK * place : MARK * (place + 1)]
        was, became = _text(before, name), _text(now, name)
        if name == "share" and typed[name].isdecimal():
            typed[name] += "%"
        if mark == fingerprint(typed[name]):
            if became != was:
                yield f"{deed!r} left {name} alone, and it went from {was!r} to {became!r}"
        elif became != typed[name]:
            yield f"{deed!r} typed {typed[name]!r}, and {name} is {became!r}"
        elif mark != fingerprint(was) and was != became:
            yield f"{deed!r} wrote over the {name} {was!r} of somebody else"


@at_commit
def a_step_comes_after_all_others(stage: Stage, tables: list[str]) -> Iterator[str]:
    """Ids tell in which order steps were taken, whatever the clocks of the processes said."""
    if "rights_steps" not in tables:
        return
    known: dict[int, int] = stage.memory.setdefault("latest steps", {})
    seen: set[int] = stage.memory.setdefault("steps", set())
    for row in stage.world.rows("SELECT id, room_id FROM rights_steps ORDER BY id"):
        if row["id"] not in seen:
            seen.add(row["id"])
            if row["id"] < known.get(row["room_id"], 0):
                yield f"step {row['id']} was taken after {known[row['room_id']]}"
            known[row["room_id"]] = row["id"]


@at_commit
def letters_are_sent_once(stage: Stage, tables: list[str]) -> Iterator[str]:
    """Marking letters as sent a second time moves nobody."""
    if "rights_letters" not in tables:
        return
    sent = stage.memory.setdefault("sent letters", {})
    for row in stage.world.rows("SELECT id, sent_at FROM rights_letters WHERE sent_at IS NOT NULL"):
        if sent.setdefault(row["id"], row["sent_at"]) != row["sent_at"]:
            yield f"letters {row['id']} were sent at {sent[row['id']]}, and at {row['sent_at']}"


@at_commit
def what_was_taken_off_is_on_no_ballot(stage: Stage, tables: list[str]) -> Iterator[str]:
    """A vote has none of the songs that its preview said were taken off, and only listed ones."""
    known = stage.memory.setdefault("rounds", set())
    if "rounds" not in tables:
        return
    there = {row["id"]: row for row in stage.world.rows("SELECT * FROM rounds")}
    for round_id in there.keys() - known:
        known.add(round_id)
        songs = stage.world.rows(
            "SELECT s.title, p.shortlisted FROM candidates c JOIN songs s ON s.id = c.song_id"
            " JOIN rounds r ON r.id = c.round_id LEFT JOIN proposals p ON p.song_id = s.id"
            " AND p.episode_id = r.episode_id AND p.withdrawn = 0 WHERE c.round_id = ?",
            round_id,
        )
        if there[round_id]["follows"] is None:
            yield from (f"{one['title']} is not listed" for one in songs if not one["shortlisted"])
        deed = stage.world.committing
        off = _taken_off(deed) if isinstance(deed, Deed) else ""
        for one in songs:
            if off and re.search(rf"{re.escape(one['title'])}(?!\w)", off):
                yield f"{deed!r} put {one['title']} to the vote, which was taken off: {off}"


def _taken_off(deed: Deed) -> str:
    """Return the songs that the preview on which somebody pressed says are taken off."""
    shown = deed.interaction.payload.get("message")
    found = _TAKEN_OFF.search(text_of(shown)) if shown else None
    return found[1].replace("\\", "") if found else ""


@at_answer
def an_acknowledged_step_is_kept(stage: Stage, deed: Deed, call: Call) -> Iterator[str]:
    """Whoever reads that a step was saved finds it in the log, as they typed it."""
    kind, given = _sent(deed)
    if kind != "holderstep" or deed.errors or "Saved: " not in deed.interaction.text:
        return
    kept = stage.world.rows("SELECT * FROM rights_steps WHERE holder_id = ?", given[0])
    typed = _typed(deed)
    mine = [
        one
        for one in kept
        if (one["user_id"], one["status"]) == (deed.who.id, typed["stage"])
        and one["note"] == " ".join(typed["note"].split())
        and (one["fee"] is None) == (not typed["fee"].strip())
    ]
    if kept and not mine:
        yield f"{deed!r} was told that {typed} is saved, and it is not"


@at_answer
def what_is_private_is_told_to_who_clears(stage: Stage, deed: Deed, call: Call) -> Iterator[str]:
    """Fees, contacts and notes are shown to whoever clears the songs, and to nobody else."""
    made, room = deed.interaction, stage.room_of(deed.channel)
    open_ = [
        one
        for one in (made.message, *made.followups)
        if one is not None and not one["flags"] & PRIVATE and deed.channel >= 700
    ]
    for message in open_:
        if (found := HUSHED.search(text_of(message))) is not None:
            yield f"{deed!r} was answered in public with {found[0]!r}"
    if room is None or deed.who.id in _may_read(stage, room):
        return
    typed = " ".join(str(one) for one in _typed(deed).values())
    shown = f"{made.text} {made.modal or ''} {made.choices or ''}"
    for found in HUSHED.finditer(shown):
        if found[0] not in typed and found[0] not in deed.what:
            yield f"{deed!r} was shown {found[0]!r}"


@at_post
def nothing_private_is_posted(stage: Stage, text: str) -> Iterator[str]:
    """No message to a channel, nor to anybody by itself, has a fee, a contact or a note."""
    if (found := HUSHED.search(text)) is not None:
        yield f"{found[0]!r} was posted: {text[:300]}"


@at_commit
def the_supervisors_are_remembered(stage: Stage, tables: list[str]) -> Iterator[str]:
    """Who was ever named is remembered, for what is on its way to them; nothing is broken here."""
    if "rooms" in tables:
        for room in stage.rooms:
            _may_read(stage, room).update({room.boss.user.id, supervisor_of(stage, room)})
    yield from ()


def _may_read(stage: Stage, room: Room) -> set[int]:
    """Return who clears a room's songs, or once did: their screens are as they were."""
    known: dict[str, set[int]] = stage.memory.setdefault("clearing", {})
    row = stage.row(room)
    named = known.setdefault(room.name, {room.boss.user.id})
    if row is not None:
        roles = {row["delegates_role_id"], json.loads(row["settings"]).get("supervisors_role_id")}
        held = (one.user for one in stage.crowd.people.values())
        named.update(one.id for one in held if roles & set(one.roles))
    return named


def _custom_id(deed: object) -> str:
    data: Mapping[str, Any] = deed.interaction.payload["data"] if isinstance(deed, Deed) else {}
    return str(data.get("custom_id", ""))


def _sent(deed: object) -> tuple[str, list[int]]:
    """Return what somebody pressed or sent, and the numbers that it carries."""
    kind, *given = _custom_id(deed).split(":")
    return kind, [int(one) for one in given if one.isdecimal()]


def _typed(deed: object) -> dict[str, str]:
    """Return what was sent in a form, by the names of its fields."""
    if not isinstance(deed, Deed):
        return {}
    fields = walk(deed.interaction.payload["data"].get("components", []))
    return {
        one["custom_id"]: one["values"][0] if one.get("values") else one.get("value", "")
        for one in fields
        if "custom_id" in one
    }


def _text(row: Any, name: str) -> str:
    if name == "share":
        return "" if row["share"] is None else write_share(row["share"])
    return str(row[name])
