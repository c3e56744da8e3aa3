"""Why songs were starred, beside them in the results, without names."""

from collections.abc import Sequence

from msgspec import Struct

from bot.domain.listening import LINE_MAX
from bot.domain.model import Song
from bot.services.ports.read_models import Results
from cogs.ui.kit import texts
from cogs.ui.kit.song_lists import NOTE_SHOWN, Measure, linked_title

_MARK = "\u21b3"
"""Stands before a line: a list or a quotation would take in the song that follows it."""
_SHORT = 70
"""Characters of a line where there is little room."""


class Depth(Struct, frozen=True):
    """How much the results show of what was said.

    Attributes:
        limit: Characters of a line.
        most: Lines of a song.
        others: Whether songs that did not get in have their lines, too.
    """

    limit: int
    most: int
    others: bool = True


_NONE = Depth(0, 0)
_DEPTHS = {
    NOTE_SHOWN: (Depth(LINE_MAX, 100),),
    80: (Depth(120, 6),),
    40: (Depth(_SHORT, 3), Depth(_SHORT, 2)),
}
"""The depths to try, widest first, by the characters of a note in the measure."""
_LAST = (Depth(_SHORT, 2), Depth(_SHORT, 1), Depth(_SHORT, 1, others=False), _NONE)


def depths(results: Results, measure: Measure) -> Sequence[Depth]:
    """Return how much of the lines a message shows, widest first: the first that fits is taken."""
    return _DEPTHS.get(measure.note, _LAST) if results.said else (_NONE,)


def said_lines(results: Results, song: Song, depth: Depth) -> str:
    """Return the lines about a song, each begun on a line of its own; empty where there are none.

    Where some are not shown, it says how many.
    """
    lines = results.said.get(song.id, ())
    shown = [f"\n{_MARK} {texts.quoted(line, depth.limit)}" for line in lines[: depth.most]]
    if shown and len(lines) > depth.most:
        shown.append(f"\n{_MARK} and {len(lines) - depth.most} more")
    return "".join(shown)


def said_of_others(results: Results, measure: Measure, depth: Depth) -> str:
    """Return the lines about songs that did not get in; empty where there are none."""
    told = [
        f"{linked_title(song, measure)}{said}"
        for song in (_others(results) if depth.others else ())
        if (said := said_lines(results, song, depth))
    ]
    return "\n".join(("**Why others were starred**", *told)) if told else ""


def left_out(results: Results, depth: Depth) -> str:
    """Return where lines are read for which the message has no room; empty if it has all."""
    hidden = () if depth.others else {song.id for song in _others(results)}
    shown = [
        line
        for song_id, lines in results.said.items()
        if song_id not in hidden
        for line in lines[: depth.most]
    ]
    missing = sum(map(len, results.said.values())) - len(shown)
    if missing:
        more = " more" if shown else ""
        wrote = f"1{more} line says" if missing == 1 else f"{missing}{more} lines say"
        them = "it" if missing == 1 else "them"
        return f"{wrote} why songs were starred. Pick a song in `/song list` to read {them}."
    if any(len(texts.clean(line)) > depth.limit for line in shown):
        return "Some lines are cut here. Pick a song in `/song list` to read them whole."
    return ""


def _others(results: Results) -> list[Song]:
    seated = {seat.song for seat in results.outcome.seats}
    return [song for name, song in results.songs.items() if name not in seated]
