"""The picture of a round's results, and its alternative text with the same facts."""

import asyncio
import functools
import hashlib
import itertools
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

from msgspec import Struct

from bot import typesetting
from bot.domain.counting.outcome import Number
from bot.services.ports.read_models import Results
from bot.typesetting.template_text import TemplateText, template_text
from cogs.ui.kit import texts
from cogs.ui.rounds import results_rows
from cogs.ui.rounds.results_rows import Row

ALT_MAX = 1000
"""Characters of an alternative text; Discord allows a few more."""

_TEMPLATE = Path(__file__).with_name("results.typ")
_PPI = 144
"""Makes two pixels of each of the template's 400 points, so that straight lines are sharp.

A phone 390 points wide leaves some 270 to a picture, beside the avatar and within the frame of the
message: three pixels for each. A computer shows it at most 550 points wide. Every hundred pixels
more would take a tenth longer to draw.
"""
_COVER = math.ceil(54 * _PPI / 72)
"""Pixels of the template's largest cover, which has 54 points."""
_WORKER = ThreadPoolExecutor(1, "pictures")
"""One picture at a time: each takes a core, and many rounds may close at once.

It takes memory, too: with twelve covers, the process settles at about 120 MB, with 25 at 185.
"""
_TEXT_MAX = 200
"""More characters than two lines hold; the template cuts the text exactly."""

_Json = dict[str, object]


async def results_picture(results: Results, covers: Mapping[str, bytes]) -> bytes:
    """Return the results as a PNG, 800 pixels wide and as high as needed.

    Args:
        results: The round.
        covers: JPEG or PNG files by address. A drawing replaces a missing or damaged cover.

    Raises:
        TypesettingFailed: The template has a fault.
    """
    page = _page(results)
    draw = functools.partial(typesetting.png, _TEMPLATE, page, covers, ppi=_PPI, side=_COVER)
    return await asyncio.get_running_loop().run_in_executor(_WORKER, draw)


def fingerprint(results: Results) -> str:
    """Return a hash of everything the picture shows, and of how it is drawn."""
    shown = json.dumps([_page(results), _PPI], sort_keys=True).encode()
    return hashlib.sha256(shown + b"\0" + _template()).hexdigest()


@functools.cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


def _page(results: Results) -> _Json:
    """Return the data for the template."""
    parts = list(results_rows.parts(results))
    most = max((row.figures[0][1] for part in parts for row in part.rows if row.figures), default=0)
    return {
        "room": _template_text(results.room.title),
        "episode": _template_text(f"Episode {results.episode.number}"),
        "name": _template_text(results.episode.title),
        "facts": results_rows.facts(results),
        "parts": [
            {
                "kind": part.kind,
                "heading": _template_text(part.heading),
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
        "title": _template_text(texts.clean(row.song.title) or texts.BLANK),
        "artist": _template_text(row.song.artist),
        "cover": row.song.recording.cover_url,
        "figure": number,
        "unit": noun,
        "more": [" ".join(figure) for figure in figures[1:]],
        "share": float(Fraction(row.figures[0][1]) / most) if row.figures and most else None,
        "note": _template_text(_capital(row.note)),
    }


def _template_text(typed: str) -> TemplateText:
    return template_text(texts.cut(texts.clean(typed), _TEXT_MAX))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


class _Detail(Struct, frozen=True):
    """How much the alternative text says about each song.

    Attributes:
        title: Characters of its title.
        artist: Characters of its artists.
        note: Characters of the reason for its veto.
        figures: How many of its figures it has.
        grouped: Whether seats decided by the same rule form one sentence, each with its place, or
            else come in order.
    """

    title: int
    artist: int
    note: int
    figures: int = 9
    grouped: bool = False


_DETAILS = (
    _Detail(80, 60, 200),
    _Detail(50, 30, 100),
    _Detail(40, 20, 60),
    _Detail(30, 0, 40),
    _Detail(24, 0, 30, grouped=True),
    _Detail(16, 0, 20, grouped=True),
    _Detail(12, 0, 0, figures=1, grouped=True),
    _Detail(7, 0, 0, figures=1, grouped=True),
)


def alt_text(results: Results) -> str:
    """Return the facts of the picture in words, as detailed as `ALT_MAX` allows."""
    text = ""
    for detail in _DETAILS:
        text = _describe(results, detail)
        if len(text) <= ALT_MAX:
            break
    return texts.cut(text, ALT_MAX)


def _describe(results: Results, detail: _Detail) -> str:
    episode = f"episode {texts.clean(results.episode.number)}"
    if name := texts.cut(texts.clean(results.episode.title), detail.title):
        episode += f" “{name}”"
    summary, facts = results_rows.seated_summary(results), results_rows.facts(results)
    sentences = [f"The cut for {episode}: {summary}. {facts}."]
    for part in results_rows.parts(results):
        if part.kind == "seated":
            sentences += _seat_sentences(results, part.rows, detail)
        elif part.kind == "empty":
            sentences.append(part.heading)
        elif part.rows:
            rows = "; ".join(_row_text(results, row, detail) for row in part.rows)
            sentences.append(f"{part.heading}: {rows}.")
    return " ".join(sentences)


def _seat_sentences(results: Results, rows: Sequence[Row], detail: _Detail) -> Iterator[str]:
    """Yield a sentence for each run of seats that the same rule decided."""
    if detail.grouped:
        notes = [row.note for row in rows]
        rows = sorted(rows, key=lambda row: notes.index(row.note))
    for note, run in itertools.groupby(rows, lambda row: row.note):
        songs = (f"{row.place}. {_row_text(results, row, detail)}" for row in run)
        yield f"{_capital(note)}: {'; '.join(songs)}."


def _row_text(results: Results, row: Row, detail: _Detail) -> str:
    name = texts.option(row.song.title, detail.title)
    if detail.artist and (artist := texts.cut(texts.clean(row.song.artist), detail.artist)):
        name += f" by {artist}"
    facts = [" ".join(figure) for figure in results_rows.figures(results, row)[: detail.figures]]
    if not row.place and row.note and detail.note:
        facts.append(texts.cut(texts.clean(row.note), detail.note))
    return f"{name} ({', '.join(facts)})" if facts else name
