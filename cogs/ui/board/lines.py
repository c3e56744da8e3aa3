"""What is said on a board's screen: the slots, who waits, the rights, what others changed."""

from collections.abc import Iterator

from discord import ui

from bot.domain.board import BoardAction, BoardChange, Clearance, Entry
from bot.domain.model import Song, SongId
from bot.export.cue_words import STATUS
from bot.services.ports.read_models import BoardView
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece
from cogs.ui.kit.song_lists import PER_BLOCK, Measure, song_piece, titled

COVERS_MAX = 8
"""With its cover a song takes three components, and what can be done takes a dozen."""
HISTORY = 4
CHANGES = 5


def heading(view: BoardView, measure: Measure) -> str:
    """Return what stands above a board, and what other people changed since it was seen."""
    songs = texts.count(len(view.board.slots), "song")
    cleared = sum(one.clearance is Clearance.CLEARED for one in view.board.slots)
    facts = [f"{songs}, in story order", f"{cleared} cleared"]
    if silent := sum(not one.beat for one in view.board.slots):
        facts.append(f"{silent} without a beat")
    lines = [f"## The board of {texts.episode_name(view.episode)}", f"{', '.join(facts)}."]
    if view.board.locked:
        lines.append(
            "It is locked: songs, order and words stay as they are, and nothing is proposed or"
            " voted on for it. The rights go on. `/board lock` with `undo` unlocks it;"
            " `/episode create` begins the next episode."
        )
    lines += _changed(view, measure)
    return "\n".join(lines)


def _changed(view: BoardView, measure: Measure) -> Iterator[str]:
    """Yield what other people did since the board was seen, the newest last."""
    if not view.changes:
        return
    yield "**Changed by others meanwhile**"
    if len(view.changes) > CHANGES:
        yield f"{len(view.changes) - CHANGES} changes before these"
    for change in view.changes[-CHANGES:]:
        yield f"\u2022 {texts.person(change.user_id)} {_told(view, change, measure)}"


def _told(view: BoardView, change: BoardChange, measure: Measure) -> str:
    name, other = (_named(view, one, measure) for one in (change.song_id, change.called_up))
    match change.action:
        case BoardAction.PLACE:
            return f"moved {name}"
        case BoardAction.EDIT:
            return f"changed what is said of {name}"
        case BoardAction.SWAP:
            return f"swapped {name} for {other}"
        case BoardAction.CLEARANCE:
            return f"wrote down how far the rights to {name} are"
        case BoardAction.LOCK:
            return "locked the board"
        case BoardAction.UNLOCK:
            return "unlocked the board"


def _named(view: BoardView, song_id: SongId | None, measure: Measure) -> str:
    songs = [one.song for one in view.board.slots] + list(view.board.runners_up)
    song = next((one for one in songs if one.id == song_id), None)
    return texts.title(song, max(measure.title // 2, 8)) if song else "a song"


def slots(view: BoardView, measure: Measure) -> list[Piece]:
    """Return the songs in story order, with their covers where there is room."""
    entries = view.board.slots
    written = [_slot(view, n, entry, measure) for n, entry in enumerate(entries, 1)]
    if len(entries) <= COVERS_MAX:
        pairs = zip(written, entries, strict=True)
        return [song_piece(text, entry.song) for text, entry in pairs]
    return [
        ui.TextDisplay("\n".join(written[first : first + PER_BLOCK]))
        for first in range(0, len(written), PER_BLOCK)
    ]


def _slot(view: BoardView, slot: int, entry: Entry, measure: Measure) -> str:
    """Return what is said of a slot. Meaning is in words alone."""
    song, note = entry.song, measure.note
    head = (
        f"{slot}\\. {titled(song, measure)}",
        texts.shown(song.artist, measure.artist, links=False),
        texts.duration(song.recording.duration_ms),
    )
    whose = view.characters.get(entry.character_id) if entry.character_id is not None else None
    facts = (
        texts.shown(entry.beat, measure.title, links=False) if measure.artist else "",
        texts.for_whom(whose) if whose and measure.artist else "",
        f"rights: {STATUS[entry.clearance].lower()}",
    )
    lines = [" · ".join(filter(None, head)), " · ".join(filter(None, facts))]
    if note and entry.note:
        lines.append(texts.shown(entry.note, note))
    if note and entry.lost_without:
        lines.append(f"Lost without it: {texts.shown(entry.lost_without, note)}")
    return "\n".join(lines)


def waiting(view: BoardView, measure: Measure) -> str:
    """Return who would step in, in order."""
    songs = view.board.runners_up
    most = min(measure.names, 12)
    names = [
        f"{place}\\. {texts.title(song, measure.title // 2)}{_denied(view, song)}"
        for place, song in enumerate(songs[:most], 1)
    ]
    if len(songs) > most:
        names.append(f"{len(songs) - most} more")
    return f"**In waiting**: {', '.join(names)}"


def _denied(view: BoardView, song: Song) -> str:
    status = last_step(view, song.id)
    return " (rights denied)" if status is Clearance.DENIED else ""


def last_step(view: BoardView, song_id: SongId) -> Clearance | None:
    """Return how far the rights to a song are; None where nobody wrote anything down."""
    steps = [one for one in view.clearances if one.song_id == song_id]
    return steps[-1].status if steps else None


def rights(view: BoardView, entry: Entry, measure: Measure) -> str:
    """Return how the rights to a song came along, the newest last."""
    steps = [one for one in view.clearances if one.song_id == entry.song.id]
    lines = [f"**Chosen: {texts.shown(entry.song.title, measure.title, links=False)}**"]
    if not steps:
        lines.append("Nobody has written down anything about its rights yet.")
    if len(steps) > HISTORY:
        lines.append(f"{len(steps) - HISTORY} earlier steps")
    for step in steps[-HISTORY:]:
        note = texts.shown(step.note, measure.note or 20, links=False)
        told = f"{STATUS[step.status]}, {texts.ago(step.at)}, by {texts.person(step.user_id)}"
        lines.append(f"{told}: {note}" if note else told)
    return "\n".join(lines)
