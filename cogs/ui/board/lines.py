"""The texts of a board's screen: heading, slots, runners-up, rights, and others' changes."""

from collections.abc import Iterator, Mapping

from discord import ui
from msgspec import Struct

from bot.domain.board import BoardAction, BoardChange, Entry
from bot.domain.model import Song, SongId
from bot.domain.rights import SideRights, stand_ins
from bot.domain.rights.words import STATUS, for_episodes
from bot.services.ports.read_models import BoardView
from cogs.ui.kit import texts
from cogs.ui.kit.budget import money_lines
from cogs.ui.kit.components import Piece
from cogs.ui.kit.look_alikes import told_apart
from cogs.ui.kit.song_lists import PER_BLOCK, Measure, in_brackets, linked_title, song_piece

COVERS_MAX = 7
"""A song with its cover takes three components, and the rest takes nineteen of the forty."""
HISTORY = 4
CHANGES = 5
SCANT = 5
"""With titles so short, a list of songs leaves out what their own screens tell."""


class Done(Struct, frozen=True):
    """What the person has just done to a board.

    `called_up` took the place of `song_id`, or was put together with it or taken apart from it.
    There is no `song_id` where it was done to the whole board.
    """

    action: BoardAction
    song_id: SongId | None = None
    called_up: SongId | None = None


def heading(view: BoardView, measure: Measure) -> str:
    """Return the heading of a board, with what others changed since the person saw it."""
    songs = texts.count(len(view.board.entries), "song")
    cleared = sum(entry.cleared for entry in view.board.entries)
    slots = len(view.board.by_slot)
    where = f" in {texts.count(slots, 'slot')}" if slots < len(view.board.entries) else ""
    facts = [f"{songs}{where}, in story order", f"{cleared} cleared"]
    if silent := sum(not entry.beat for entry in view.board.entries):
        facts.append(f"{silent} with no scene yet")
    lines = [f"## The board of {texts.episode_name(view.episode)}", f"{', '.join(facts)}."]
    if view.board.locked:
        lines.append(
            "It is locked: songs, order and words stay as they are, and nothing is proposed or"
            " voted on for it. Rights can still be updated. `/board lock` with `undo` unlocks it;"
            " `/episode create` starts the next episode."
        )
    lines += _changed(view, measure)
    return "\n".join(lines)


def _changed(view: BoardView, measure: Measure) -> Iterator[str]:
    """Yield what others changed since the person saw the board, newest last."""
    if not view.changes:
        return
    yield "**Changed by others in the meantime**"
    if len(view.changes) > CHANGES:
        yield f"{len(view.changes) - CHANGES} changes before these"
    for change in view.changes[-CHANGES:]:
        yield f"\u2022 {texts.person(change.user_id)} {_change_text(view, change, measure)}"


def _change_text(view: BoardView, change: BoardChange, measure: Measure) -> str:
    name, other = (_song_title(view, id_, measure) for id_ in (change.song_id, change.called_up))
    return _CHANGED[change.action].format(name=name, other=other)


_CHANGED = {
    BoardAction.PLACE: "moved {name}",
    BoardAction.EDIT: "edited {name}",
    BoardAction.SWAP: "swapped {name} for {other}",
    BoardAction.ADD: "added {name}",
    BoardAction.REMOVE: "removed {name}",
    BoardAction.PAIR: "put {name} and {other} in one slot",
    BoardAction.APART: "took {name} and {other} apart",
    BoardAction.CLEARANCE: "updated the rights to {name}",
    BoardAction.LOCK: "locked the board",
    BoardAction.UNLOCK: "unlocked the board",
}


def done_line(view: BoardView, done: Done, measure: Measure) -> str:
    """Return what the person has just done."""
    ids = (done.song_id, done.called_up)
    name, other = (_song_title(view, id_, measure, "The song") for id_ in ids)
    slot = view.board.slot_of(done.song_id) if done.song_id is not None else None
    return _DONE[done.action].format(name=name, other=other, slot=slot)


_DONE = {
    BoardAction.PLACE: "Done: {name} is in slot {slot} on the board.",
    BoardAction.EDIT: "Saved what you wrote about {name}.",
    BoardAction.CLEARANCE: "Saved the rights to {name}.",
    BoardAction.UNLOCK: "The board is unlocked.",
    BoardAction.SWAP: "Done: {other} takes the place of {name}.",
    BoardAction.ADD: "Done: {name} is in slot {slot} on the board.",
    BoardAction.REMOVE: "Done: {name} is off the board.",
    BoardAction.PAIR: "Done: {name} and {other} share slot {slot}. Both have to be cleared.",
    BoardAction.APART: "Done: {name} has slot {slot} to itself.",
}


def _song_title(
    view: BoardView, song_id: SongId | None, measure: Measure, otherwise: str = "a song"
) -> str:
    songs = [*(entry.song for entry in view.board.entries), *view.board.runners_up]
    songs += [*(one.song for one in view.board.removed), *view.board.fallen]
    song = next((song for song in songs if song.id == song_id), None)
    return texts.title(song, max(measure.title // 2, 8)) if song else otherwise


def slots(view: BoardView, measure: Measure) -> list[Piece]:
    """Return the songs in story order, with covers if there is room."""
    entries, next_in_line = view.board.entries, stand_ins(view.board, view.rights)
    slot_texts = [_slot(view, entry, measure, next_in_line) for entry in entries]
    if len(entries) <= COVERS_MAX:
        pairs = zip(slot_texts, entries, strict=True)
        return [song_piece(text, entry.song) for text, entry in pairs]
    return [
        ui.TextDisplay("\n".join(slot_texts[first : first + PER_BLOCK]))
        for first in range(0, len(slot_texts), PER_BLOCK)
    ]


def _slot(
    view: BoardView,
    entry: Entry,
    measure: Measure,
    next_in_line: Mapping[SongId, Song | None],
) -> str:
    """Return the text of a song in its slot. No meaning depends on color or an icon."""
    song, note, roomy = entry.song, measure.note, measure.title > SCANT
    sides = _sides(view, song) if roomy else ""
    head = (
        f"{view.board.number_of(song.id)}\\. {linked_title(song, measure)}",
        texts.safe(song.artist, measure.artist, links=False),
        texts.duration(song.recording.duration_ms),
    )
    character = view.characters.get(entry.character_id) if entry.character_id is not None else None
    facts = (
        texts.safe(entry.beat, measure.title, links=False) if measure.artist else "",
        texts.for_character(character) if character and measure.artist else "",
        f"rights: {STATUS[entry.clearance].lower()}{_licensed(entry)}{sides}",
    )
    lines = [" · ".join(filter(None, head)), " · ".join(filter(None, facts))]
    if song.id in next_in_line and roomy:
        lines.append(_next_line(next_in_line[song.id], measure))
    if entry.added is not None:
        lines.append(f"Added by the showrunner: {texts.safe(entry.added, measure.reason or 20)}")
    lines += shared_lines(view, entry, measure)
    if note and entry.note:
        lines.append(texts.safe(entry.note, note))
    if note and entry.lost_without:
        lines.append(f"Lost without it: {texts.safe(entry.lost_without, note)}")
    return "\n".join(lines)


def shared_lines(view: BoardView, entry: Entry, measure: Measure) -> Iterator[str]:
    """Yield with which song one shares its slot, how they meet, and which one fell beside it."""
    board, song_id = view.board, entry.song.id
    beside, fallen = board.beside(song_id), board.fallen_beside(song_id)
    lost = f"{texts.title(fallen, max(measure.title // 2, 8))} came off the board" if fallen else ""
    if beside is None:
        if fallen:
            yield f"{lost}; it shared this slot"
        return
    begins = board.number_of(song_id).endswith("a")
    how = texts.safe(board.how(song_id), measure.reason) if begins and measure.reason else ""
    with_it = f"In one slot with {board.number_of(beside.song.id)}"
    yield f"{with_it}: {how}" if how else with_it
    if fallen and begins:
        yield (
            f"{lost}; how they meet was written about it" if how else f"{lost}; it was in this slot"
        )


def _licensed(entry: Entry) -> str:
    """Return for which other episodes a song is cleared; empty if it is for this one."""
    return for_episodes([texts.episode_number(one) for one in entry.cleared_for])


def _sides(view: BoardView, song: Song) -> str:
    """Return the state of each side, for those who clear rights, where its holders are known."""
    rights = view.rights.about(song, view.episode.id)
    if view.money is None or not rights.holders:
        return ""
    return f" ({', '.join(map(_side, rights.sides))})"


def _side(side: SideRights) -> str:
    numbers = [texts.episode_number(one.number) for one in side.elsewhere]
    return f"{side.side.value} {STATUS[side.clearance].lower()}{for_episodes(numbers)}"


def _next_line(song: Song | None, measure: Measure) -> str:
    if song is None:
        return "Rights denied, and no runner-up is left whose rights aren't."
    return f"Rights denied. Next in line: {texts.title(song, max(measure.title // 2, 8))}"


def below(view: BoardView, measure: Measure) -> str:
    """Return what stands below the slots: songs removed by hand, runners-up, and the budget."""
    waiting = [runners_up_line(view, measure)] if view.board.runners_up else []
    money = money_lines(view.money, measure) if view.money and view.money.matters else []
    return "\n".join((*removed_lines(view, measure), *waiting, *money))


def removed_lines(view: BoardView, measure: Measure) -> Iterator[str]:
    """Yield the songs that the vote seated and the showrunner took off, with the reasons."""
    for one in view.board.removed:
        title = texts.title(one.song, max(measure.title // 2, 8))
        yield f"Removed by the showrunner: {title}: {texts.safe(one.reason, measure.reason or 20)}"


def runners_up_line(view: BoardView, measure: Measure) -> str:
    """Return the runners-up in the order in which they would step in."""
    songs = view.board.runners_up
    most = min(measure.names, 12)
    apart = told_apart(songs[:most], artists_shown=False)
    names = [
        f"{place}\\. {texts.title(song, measure.title // 2)}{in_brackets(apart[song.id])}"
        f"{_denied(view, song)}"
        for place, song in enumerate(songs[:most], 1)
    ]
    if len(songs) > most:
        names.append(f"{len(songs) - most} more")
    return f"**Runners-up**: {', '.join(names)}"


def _denied(view: BoardView, song: Song) -> str:
    return " (rights denied)" if view.rights.refused(song, view.episode.id) else ""


def rights_lines(view: BoardView, entry: Entry, measure: Measure) -> str:
    """Return the history of a song's rights, newest last."""
    steps = [step for step in view.clearances if step.song_id == entry.song.id]
    lines = [f"**Chosen: {texts.safe(entry.song.title, measure.title, links=False)}**"]
    known = view.rights.about(entry.song, view.episode.id)
    if not steps:
        held = "Where its holders stand: press *Rights*."
        lines.append(held if known.holders else "No rights notes yet.")
    if len(steps) > HISTORY:
        lines.append(f"{len(steps) - HISTORY} earlier steps")
    for step in steps[-HISTORY:]:
        note = texts.safe(step.note, measure.note or 20, links=False)
        text = f"{STATUS[step.status]}, {texts.relative(step.at)}, by {texts.person(step.user_id)}"
        lines.append(f"{text}: {note}" if note else text)
    if steps and known.by_holders:
        lines.append("Its holders have had the last word since: press *Rights*.")
    return "\n".join(lines)
