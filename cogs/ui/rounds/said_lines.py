"""Why songs were starred, beside them in the results, without names."""

from bot.domain.listening import LINE_MAX
from bot.domain.model import Song
from bot.services.ports.read_models import Results
from cogs.ui.kit import texts
from cogs.ui.kit.song_lists import NOTE_SHOWN, Measure, linked_title

_MARK = "\u21b3"
"""Stands before a line: a list or a quotation would take in the song that follows it."""
_MOST = {NOTE_SHOWN: (LINE_MAX, 100), 80: (120, 6), 40: (70, 3)}
"""Characters of a line, and lines of a song, by the characters of a note in the measure."""


def said_lines(results: Results, song: Song, measure: Measure) -> str:
    """Return the lines about a song, each begun on a line of its own; empty where there are none.

    Where the message has no room for any, `left_out` says how many there are.
    """
    lines = results.said.get(song.id, ())
    limit, most = _MOST.get(measure.note, (0, 0))
    shown = [f"\n{_MARK} {texts.quoted(line, limit)}" for line in lines[:most]]
    if shown and len(lines) > most:
        shown.append(f"\n{_MARK} and {len(lines) - most} more")
    return "".join(shown)


def said_of_others(results: Results, measure: Measure) -> str:
    """Return the lines about songs that did not get in; empty where there are none."""
    seated = {seat.song for seat in results.outcome.seats}
    told = [
        f"{linked_title(song, measure)}{said}"
        for name, song in results.songs.items()
        if name not in seated and (said := said_lines(results, song, measure))
    ]
    return "\n".join(("**Why others were starred**", *told)) if told else ""


def left_out(results: Results, measure: Measure) -> str:
    """Return where lines are read for which the message has no room."""
    number = sum(map(len, results.said.values()))
    if not number or measure.note in _MOST:
        return ""
    wrote = "1 line says" if number == 1 else f"{number} lines say"
    return f"{wrote} why songs were starred: `/longlist` shows each with its song."
