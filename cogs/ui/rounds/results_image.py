"""The results of a round as a picture that anybody can read at a glance on a phone, and in words.

Both say the same.
"""

import asyncio
import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from bot import typesetting
from bot.domain.counting.outcome import Number
from bot.services.ports.read_models import Results
from bot.typesetting.template_text import TemplateText, template_text
from cogs.ui.kit import texts
from cogs.ui.rounds import results_rows
from cogs.ui.rounds.results_rows import Row

ALT_MAX = 1000
"""Characters of an alternative text; Discord takes a few more."""

_TEMPLATE = Path(__file__).with_name("results.typ")
_PPI = 172.8
"""The template's 400 points become 960 pixels: sharp on a phone, and not slow to draw."""
_WORKER = ThreadPoolExecutor(1, "pictures")
"""One at a time: a picture takes a core, and many rounds may close at once.

It takes memory too: with twelve covers of 640 pixels the process settles at about 285 MB.
"""
_TEXT_MAX = 200
"""More characters than two lines hold; the template cuts to the very letter."""

_Json = dict[str, object]


async def results_picture(results: Results, covers: Mapping[str, bytes]) -> bytes:
    """Return the results as a PNG, 960 pixels wide and as high as it takes.

    Args:
        results: The round.
        covers: JPEG or PNG files by address. A song whose cover is missing or damaged gets a
            drawing instead.

    Raises:
        TypesettingFailed: The template is at fault.
    """
    draw = functools.partial(typesetting.png, _TEMPLATE, _page(results), covers, ppi=_PPI)
    return await asyncio.get_running_loop().run_in_executor(_WORKER, draw)


def _page(results: Results) -> _Json:
    """Return what the template is told."""
    parts = list(results_rows.parts(results))
    most = max((row.figures[0][1] for part in parts for row in part.rows if row.figures), default=0)
    return {
        "room": _words(results.room.title),
        "episode": _words(f"Episode {results.episode.number}"),
        "name": _words(results.episode.title),
        "facts": results_rows.facts(results),
        "parts": [
            {
                "kind": part.kind,
                "heading": _words(part.heading),
                "rows": [_row(results, row, most) for row in part.rows],
            }
            for part in parts
        ],
    }


def _row(results: Results, row: Row, most: Number) -> _Json:
    figures = results_rows.figures(results, row)
    number, noun = figures[0] if figures else ("", "")
    return {
        "place": row.place,
        "title": _words(texts.clean(row.song.title) or texts.BLANK),
        "artist": _words(row.song.artist),
        "cover": row.song.recording.cover_url,
        "figure": number,
        "unit": noun,
        "more": [" ".join(figure) for figure in figures[1:]],
        "share": float(Fraction(row.figures[0][1]) / most) if row.figures and most else None,
        "note": _words(_capital(row.note)),
    }


def _words(typed: str) -> TemplateText:
    return template_text(texts.cut(texts.clean(typed), _TEXT_MAX))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class _Length:
    """How much the alternative text says of each song.

    Attributes:
        title: Characters of its title.
        artist: Characters of its artists.
        note: Characters of why it was vetoed.
        figures: How many of its figures.
        gathered: Whether all seats that were decided by the same are told together, each with its
            place; else they are told in order.
    """

    title: int
    artist: int
    note: int
    figures: int = 9
    gathered: bool = False


_LENGTHS = (
    _Length(80, 60, 200),
    _Length(50, 30, 100),
    _Length(40, 20, 60),
    _Length(30, 0, 40),
    _Length(24, 0, 30, gathered=True),
    _Length(16, 0, 20, gathered=True),
    _Length(12, 0, 0, figures=1, gathered=True),
    _Length(7, 0, 0, figures=1, gathered=True),
)


def alt_text(results: Results) -> str:
    """Return the facts of the picture in words, with as much of each song as `ALT_MAX` allows."""
    text = ""
    for length in _LENGTHS:
        text = _told(results, length)
        if len(text) <= ALT_MAX:
            break
    return texts.cut(text, ALT_MAX)


def _told(results: Results, length: _Length) -> str:
    episode = f"episode {texts.clean(results.episode.number)}"
    if name := texts.cut(texts.clean(results.episode.title), length.title):
        episode += f" “{name}”"
    told = [f"The cut for {episode}: {results_rows.taken(results)}. {results_rows.facts(results)}."]
    for part in results_rows.parts(results):
        if part.kind == "seated":
            told += _seats_told(results, part.rows, length)
        elif part.kind == "empty":
            told.append(part.heading)
        elif part.rows:
            rows = "; ".join(_row_told(results, row, length) for row in part.rows)
            told.append(f"{part.heading}: {rows}.")
    return " ".join(told)


def _seats_told(results: Results, rows: Sequence[Row], length: _Length) -> Iterator[str]:
    """Yield a sentence for each run of seats that were decided by the same."""
    if length.gathered:
        notes = [row.note for row in rows]
        rows = sorted(rows, key=lambda row: notes.index(row.note))
    for note, run in itertools.groupby(rows, lambda row: row.note):
        songs = (f"{row.place}. {_row_told(results, row, length)}" for row in run)
        yield f"{_capital(note)}: {'; '.join(songs)}."


def _row_told(results: Results, row: Row, length: _Length) -> str:
    name = texts.option(row.song.title, length.title)
    if length.artist and (artist := texts.cut(texts.clean(row.song.artist), length.artist)):
        name += f" by {artist}"
    facts = [" ".join(figure) for figure in results_rows.figures(results, row)[: length.figures]]
    if not row.place and row.note and length.note:
        facts.append(texts.cut(texts.clean(row.note), length.note))
    return f"{name} ({', '.join(facts)})" if facts else name
