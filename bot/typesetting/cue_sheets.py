"""Typeset the cue sheet as a PDF, with the same words as the HTML page."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.cue_sheet import Cue, CueSheet
from bot.domain.links import track_url
from bot.domain.model import Recording
from bot.domain.typed_text import one_line, paragraphs
from bot.export import cue_words
from bot.typesetting.compiling import as_json, pdf
from bot.typesetting.font_coverage import Script, missing_in
from bot.typesetting.template_text import TemplateText, template_text

_TEMPLATE = Path(__file__).with_name("cue_sheet.typ")

_Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class SheetPdf:
    """A cue sheet as a PDF; `missing` are scripts of which it shows boxes, and says so."""

    content: bytes
    missing: tuple[Script, ...] = ()


def cue_sheet_pdf(sheet: CueSheet) -> SheetPdf:
    """Return a cue sheet as a PDF that fits on both A4 and Letter.

    Where fonts are missing, a note at its top says which letters are boxes.

    Blocks for as long as it takes: call it in a worker thread.

    Raises:
        TypesettingFailed: The template could not be compiled.
    """
    data = _pages(sheet)
    made = pdf(_TEMPLATE, data)
    missing = () if made.conforms else missing_in(as_json(data).decode())
    if missing:
        boxes = cue_words.boxes([script.name for script in missing])
        made = pdf(_TEMPLATE, data | {"boxes": boxes})
    return SheetPdf(made.content, missing)


def _pages(sheet: CueSheet) -> _Json:
    """Return the template's data."""
    made = datetime.fromtimestamp(sheet.made_at, UTC)
    return {
        "document": cue_words.document_title(sheet),
        "date": [made.year, made.month, made.day, made.hour, made.minute, made.second],
        "show": _one_line(sheet.show),
        "heading": template_text(cue_words.heading(sheet)),
        "name": _one_line(sheet.title),
        "kind": cue_words.KIND,
        "boxes": "",
        "made": f"{cue_words.made(sheet)} {cue_words.lock(sheet)}",
        "board": cue_words.ON_BOARD,
        "columns": cue_words.COLUMNS,
        "cues": [_cue(cue, sheet) for cue in sheet.cues],
        "no_cues": cue_words.NO_SONGS,
        "lost": cue_words.LOST_WITHOUT,
        "runners_up": cue_words.RUNNERS_UP,
        "in_order": cue_words.IN_ORDER,
        "others": [_song(cue.song, cue_words.rights(cue, sheet)) for cue in sheet.runners_up],
        "no_others": cue_words.NO_RUNNERS_UP,
    }


def _cue(cue: Cue, sheet: CueSheet) -> _Json:
    return {
        "slot": str(cue.slot),
        "song": _song(cue.song, cue_words.added(cue)),
        "beat": _one_line(cue.beat),
        "whose": template_text(cue_words.character(cue)),
        "tells": [template_text(line) for line in paragraphs(cue.tells).splitlines()],
        "lost": _one_line(cue.lost_without),
        "status": cue_words.STATUS[cue.clearance],
        "since": cue_words.since(cue, sheet),
        "note": _one_line(cue.note),
    }


def _song(song: Recording, below: str) -> _Json:
    return {
        "title": template_text(cue_words.title(song)),
        "link": track_url(song.uri),
        "artists": template_text(cue_words.artists(song)),
        "facts": template_text(cue_words.facts(song)),
        "below": template_text(below),
    }


def _one_line(typed: str) -> TemplateText:
    return template_text(one_line(typed))
