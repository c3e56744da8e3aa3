"""Typeset the clearance sheet as a PDF, with the same words as the HTML page."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from bot.domain.clearance_sheet import ClearanceSheet, SheetSong
from bot.domain.links import track_url
from bot.domain.typed_text import one_line, paragraphs
from bot.export import sheet_words
from bot.typesetting.compiling import as_json, pdf
from bot.typesetting.font_coverage import Script, missing_in
from bot.typesetting.template_text import TemplateText, template_text

_TEMPLATE = Path(__file__).with_name("clearance_sheet.typ")

_Json = dict[str, object]


class SheetPdf(Struct, frozen=True):
    """A clearance sheet as a PDF; `missing` are scripts of which it shows boxes, and says so."""

    content: bytes
    missing: tuple[Script, ...] = ()


def clearance_sheet_pdf(sheet: ClearanceSheet) -> SheetPdf:
    """Return a clearance sheet as a PDF that fits on both A4 and Letter.

    Where fonts are missing, a note at its top says which letters are boxes.

    Blocks for as long as it takes: call it in a worker thread.

    Raises:
        TypesettingFailed: The template could not be compiled.
    """
    data = _pages(sheet)
    made = pdf(_TEMPLATE, data)
    missing = () if made.conforms else missing_in(as_json(data).decode())
    if missing:
        boxes = sheet_words.boxes([script.name for script in missing])
        made = pdf(_TEMPLATE, data | {"boxes": boxes})
    return SheetPdf(made.content, missing)


def _pages(sheet: ClearanceSheet) -> _Json:
    """Return the template's data."""
    made = datetime.fromtimestamp(sheet.made_at, UTC)
    return {
        "document": sheet_words.document_title(sheet),
        "date": [made.year, made.month, made.day, made.hour, made.minute, made.second],
        "show": _one_line(sheet.show),
        "heading": template_text(sheet_words.heading(sheet)),
        "name": _one_line(sheet.title),
        "kind": sheet_words.KIND,
        "boxes": "",
        "confidential": sheet_words.CONFIDENTIAL if sheet.confidential else "",
        "footer": "Confidential ·" if sheet.confidential else "",
        "quoted": sheet_words.quoted(sheet),
        "made": f"{sheet_words.made(sheet)} {sheet_words.lock(sheet)}",
        "board": sheet_words.ON_BOARD,
        "legend": sheet_words.LEGEND,
        "columns": sheet_words.COLUMNS,
        "songs": [_entry(entry, sheet) for entry in sheet.songs],
        "no_songs": sheet_words.NO_SONGS,
        "lost": sheet_words.LOST_WITHOUT,
        "runners_up": sheet_words.RUNNERS_UP,
        "in_order": sheet_words.IN_ORDER,
        "others": [_song(one, sheet_words.rights(one, sheet)) for one in sheet.runners_up],
        "no_others": sheet_words.NO_RUNNERS_UP,
    }


def _entry(entry: SheetSong, sheet: ClearanceSheet) -> _Json:
    return {
        "slot": sheet_words.number(entry),
        "song": _song(entry, [sheet_words.shared(entry), sheet_words.added(entry)]),
        "beat": _one_line(entry.beat),
        "whose": template_text(sheet_words.character(entry)),
        "tells": [template_text(line) for line in paragraphs(entry.tells).splitlines()],
        "lost": _one_line(entry.lost_without),
        "status": template_text(sheet_words.status(entry)),
        "since": sheet_words.since(entry, sheet),
        "note": _one_line(entry.note),
        "usage": template_text(sheet_words.usage(entry)),
        "sides": [
            {
                "head": sheet_words.side_head(side),
                "holders": list(map(template_text, sheet_words.holders(side, sheet))),
            }
            for side in entry.sides
        ],
    }


def _song(entry: SheetSong, below: Sequence[str]) -> _Json:
    song = entry.song
    return {
        "title": template_text(sheet_words.title(song)),
        "link": track_url(song.uri),
        "artists": template_text(sheet_words.artists(song)),
        "facts": list(map(template_text, sheet_words.catalogued(entry))),
        "below": list(map(template_text, below)),
    }


def _one_line(typed: str) -> TemplateText:
    return template_text(one_line(typed))
