"""Write the clearance sheet as an HTML page: one file, for a phone, a computer, or paper.

It loads nothing and runs no script. The page is built as a tree and written by the standard
library, which escapes all text.
"""

from pathlib import Path
from xml.etree import ElementTree as ET

from bot.domain.clearance_sheet import ClearanceSheet, SheetSong
from bot.domain.links import track_url
from bot.domain.typed_text import language_of, one_line, paragraphs
from bot.export import sheet_words

_STYLE = Path(__file__).with_name("sheet_page.css")
_CONTENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
"""Has the browser load and run nothing, even if the page ever named something."""

_LONG_ROW = 500
"""Characters; a longer row may be split between two sheets of paper."""

_Node = ET.Element


def sheet_page(sheet: ClearanceSheet) -> bytes:
    """Return a clearance sheet as HTML in UTF-8."""
    page = ET.Element("html", lang="en")
    _add_head(page, sheet)
    main = _add(_add(page, "body"), "main")
    _add_header(main, sheet)
    _add_board(main, sheet)
    _add_runners_up(main, sheet)
    written = ET.tostring(page, encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{written}\n".encode()


def _add_head(page: _Node, sheet: ClearanceSheet) -> None:
    head = _add(page, "head")
    _add(head, "meta", charset="utf-8")
    _add(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _add(head, "meta", {"http-equiv": "Content-Security-Policy"}, content=_CONTENT_POLICY)
    _add(head, "meta", name="referrer", content="no-referrer")
    _add(head, "title").text = sheet_words.document_title(sheet)
    _add(head, "style").text = _STYLE.read_text(encoding="utf-8")


def _add_header(main: _Node, sheet: ClearanceSheet) -> None:
    top = _add(main, "header")
    _add_phrase(_add(top, "p", {"class": "show"}), one_line(sheet.show))
    heading = _add(top, "h1")
    _add_phrase(heading, sheet_words.heading(sheet))
    if name := one_line(sheet.title):
        heading[-1].tail = " "
        _add_phrase(heading, name, {"class": "name"})
    line = _add(top, "p", {"class": "made"})
    _add(line, "strong").text = sheet_words.KIND
    line[-1].tail = f". {sheet_words.made(sheet)} {sheet_words.lock(sheet)}"
    if sheet.confidential:
        _add(_add(top, "p"), "strong").text = sheet_words.CONFIDENTIAL
        _add(top, "p").text = sheet_words.quoted(sheet)


def _add_board(main: _Node, sheet: ClearanceSheet) -> None:
    section = _add_section(main, "board", sheet_words.ON_BOARD)
    if not sheet.songs:
        _add(section, "p").text = sheet_words.NO_SONGS
        return
    _add(section, "p", {"class": "facts"}).text = sheet_words.LEGEND
    # On a narrow screen the rows are laid out as cards, which in some browsers loses the table's
    # semantics; the roles restore them.
    table = _add(section, "table", role="table")
    caption = f"{sheet_words.heading(sheet)}: songs in story order"
    _add(table, "caption").text = caption
    heads = _add(_add(table, "thead", role="rowgroup"), "tr", role="row")
    for name in sheet_words.COLUMNS:
        _add(heads, "th", scope="col", role="columnheader").text = name
    body = _add(table, "tbody", role="rowgroup")
    for entry in sheet.songs:
        row = _add(body, "tr", role="row")
        if len(entry.tells) + len(entry.lost_without) > _LONG_ROW:
            row.set("class", "long")
        _add_row(row, entry, sheet)


def _add_row(row: _Node, entry: SheetSong, sheet: ClearanceSheet) -> None:
    number, song, scene, tells, rights = (
        _add(row, "td", {"class": "number"}, role="cell"),
        _add(row, "th", {"class": "song"}, scope="row", role="rowheader"),
        *(_add_labeled_cell(row, name) for name in sheet_words.COLUMNS[2:]),
    )
    number.text = sheet_words.number(entry)
    _add_song(song, entry)
    _add_line(song, sheet_words.shared(entry), "facts")
    _add_line(song, sheet_words.added(entry), "facts")
    _add_line(scene, one_line(entry.beat))
    if character := sheet_words.character(entry):
        _add_phrase(_add(scene, "p", {"class": "whose"}, "For "), character)
    _add_line(scene, sheet_words.usage(entry), "facts")
    _add_line(tells, paragraphs(entry.tells), "tells")
    if lost := one_line(entry.lost_without):
        line = _add(tells, "p", {"class": "lost"})
        _add(line, "strong").text = sheet_words.LOST_WITHOUT
        line[-1].tail = " "
        _add_phrase(line, lost)
    _add(rights, "p", {"class": "status"}).text = sheet_words.status(entry)
    _add_line(rights, sheet_words.since(entry, sheet), "facts")
    _add_line(rights, one_line(entry.note))
    for side in entry.sides:
        _add(rights, "p", {"class": "side"}).text = sheet_words.side_head(side)
        for told in sheet_words.holders(side, sheet):
            _add_line(rights, told, "facts")


def _add_labeled_cell(row: _Node, name: str) -> _Node:
    """Add a cell that shows its column's name where the heads are hidden."""
    cell = _add(row, "td", role="cell")
    _add(cell, "span", {"class": "label", "aria-hidden": "true"}).text = name
    return cell


def _add_song(parent: _Node, entry: SheetSong) -> None:
    song = entry.song
    line = _add(parent, "p", {"class": "title"})
    link = track_url(song.uri)
    _add_phrase(_add(line, "a", href=link) if link else line, sheet_words.title(song))
    _add_line(parent, sheet_words.artists(song))
    for told in sheet_words.catalogued(entry):
        _add_line(parent, told, "facts")


def _add_runners_up(main: _Node, sheet: ClearanceSheet) -> None:
    section = _add_section(main, "runners-up", sheet_words.RUNNERS_UP)
    if not sheet.runners_up:
        _add(section, "p").text = sheet_words.NO_RUNNERS_UP
        return
    _add(section, "p").text = sheet_words.IN_ORDER
    songs = _add(section, "ol")
    for entry in sheet.runners_up:
        item = _add(songs, "li")
        _add_song(item, entry)
        for line in sheet_words.rights(entry, sheet):
            _add_line(item, line, "facts")


def _add_section(main: _Node, name: str, heading: str) -> _Node:
    section = _add(main, "section", {"aria-labelledby": name})
    _add(section, "h2", id=name).text = heading
    return section


def _add_line(parent: _Node, text: str, kind: str = "") -> None:
    """Add a paragraph of text that somebody typed, unless it is empty."""
    if text:
        attributes = {"class": kind} if kind else {}
        _fill(_add(parent, "p", attributes, dir="auto"), text)


def _add_phrase(parent: _Node, text: str, attributes: dict[str, str] | None = None) -> None:
    """Add text that somebody typed within a line, with its own writing direction."""
    _fill(_add(parent, "bdi", attributes), text)


def _fill(parent: _Node, text: str) -> None:
    """Set text that somebody typed, and the language its script belongs to."""
    if (language := language_of(text)) != "en":
        parent.set("lang", language)
    parent.text = text


def _add(
    parent: _Node,
    tag: str,
    attributes: dict[str, str] | None = None,
    text: str = "",
    /,
    **options: str,
) -> _Node:
    node = ET.SubElement(parent, tag, (attributes or {}) | options)
    node.text = text or None
    return node
