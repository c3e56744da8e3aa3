"""The cue sheet as a page: one file, read on a phone, on a desk, or on paper.

It asks for nothing from anywhere and runs nothing. The page is built as a tree and written by the
standard library, so that text is text whatever is in it.
"""

from pathlib import Path
from xml.etree import ElementTree as ET

from bot.domain.cue_sheet import Cue, CueSheet
from bot.domain.links import track_url
from bot.domain.model import Recording
from bot.domain.typed_text import language_of, one_line, paragraphs
from bot.export import cue_words

_STYLE = Path(__file__).with_name("cue_page.css")
_NOTHING_ELSE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""Asks the browser to load and run nothing, should anything ever be there."""

_LONG = 500
"""Characters; a row that holds more may be torn between two sheets of paper."""

_Node = ET.Element


def cue_page(sheet: CueSheet) -> bytes:
    """Return a cue sheet as HTML in UTF-8."""
    page = ET.Element("html", lang="en")
    _head(page, sheet)
    main = _put(_put(page, "body"), "main")
    _top(main, sheet)
    _board(main, sheet)
    _runners_up(main, sheet)
    written = ET.tostring(page, encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{written}\n".encode()


def _head(page: _Node, sheet: CueSheet) -> None:
    head = _put(page, "head")
    _put(head, "meta", charset="utf-8")
    _put(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _put(head, "meta", {"http-equiv": "Content-Security-Policy"}, content=_NOTHING_ELSE)
    _put(head, "meta", name="referrer", content="no-referrer")
    _put(head, "title").text = cue_words.document_title(sheet)
    _put(head, "style").text = _STYLE.read_text(encoding="utf-8")


def _top(main: _Node, sheet: CueSheet) -> None:
    top = _put(main, "header")
    _words(_put(top, "p", {"class": "show"}), one_line(sheet.show))
    heading = _put(top, "h1")
    _words(heading, cue_words.heading(sheet))
    if name := one_line(sheet.title):
        heading[-1].tail = " "
        _words(heading, name, {"class": "name"})
    line = _put(top, "p", {"class": "made"})
    _put(line, "strong").text = cue_words.KIND
    line[-1].tail = f". {cue_words.made(sheet)} {cue_words.lock(sheet)}"


def _board(main: _Node, sheet: CueSheet) -> None:
    part = _part(main, "board", cue_words.ON_BOARD)
    if not sheet.cues:
        _put(part, "p").text = cue_words.NO_SONGS
        return
    # On a narrow screen the rows are set as cards, which takes a table's meaning away in some
    # browsers; the roles give it back.
    table = _put(part, "table", role="table")
    caption = f"{cue_words.heading(sheet)}: songs in story order"
    _put(table, "caption").text = caption
    heads = _put(_put(table, "thead", role="rowgroup"), "tr", role="row")
    for name in cue_words.COLUMNS:
        _put(heads, "th", scope="col", role="columnheader").text = name
    body = _put(table, "tbody", role="rowgroup")
    for cue in sheet.cues:
        row = _put(body, "tr", role="row")
        if len(cue.tells) + len(cue.lost_without) > _LONG:
            row.set("class", "long")
        _row(row, cue, sheet)


def _row(row: _Node, cue: Cue, sheet: CueSheet) -> None:
    number, song, scene, tells, rights = (
        _put(row, "td", {"class": "number"}, role="cell"),
        _put(row, "th", {"class": "song"}, scope="row", role="rowheader"),
        *(_labelled(row, name) for name in cue_words.COLUMNS[2:]),
    )
    number.text = str(cue.slot)
    _song(song, cue.song)
    _line(scene, one_line(cue.beat))
    if whose := cue_words.whose(cue):
        _words(_put(scene, "p", {"class": "whose"}, "For "), whose)
    _line(tells, paragraphs(cue.tells), "tells")
    if lost := one_line(cue.lost_without):
        line = _put(tells, "p", {"class": "lost"})
        _put(line, "strong").text = cue_words.LOST_WITHOUT
        line[-1].tail = " "
        _words(line, lost)
    _put(rights, "p", {"class": "status"}).text = cue_words.STATUS[cue.clearance]
    _line(rights, cue_words.since(cue, sheet), "facts")
    _line(rights, one_line(cue.note))


def _labelled(row: _Node, name: str) -> _Node:
    """Put in a cell that says its column's name where the heads are not seen."""
    cell = _put(row, "td", role="cell")
    _put(cell, "span", {"class": "label", "aria-hidden": "true"}).text = name
    return cell


def _song(at: _Node, song: Recording) -> None:
    line = _put(at, "p", {"class": "title"})
    link = track_url(song.uri)
    _words(_put(line, "a", href=link) if link else line, cue_words.title(song))
    _line(at, cue_words.artists(song))
    _line(at, cue_words.facts(song), "facts")


def _runners_up(main: _Node, sheet: CueSheet) -> None:
    part = _part(main, "runners-up", cue_words.RUNNERS_UP)
    if not sheet.runners_up:
        _put(part, "p").text = cue_words.NO_RUNNERS_UP
        return
    _put(part, "p").text = cue_words.IN_ORDER
    songs = _put(part, "ol")
    for cue in sheet.runners_up:
        item = _put(songs, "li")
        _song(item, cue.song)
        _line(item, cue_words.rights(cue, sheet), "facts")


def _part(main: _Node, name: str, heading: str) -> _Node:
    part = _put(main, "section", {"aria-labelledby": name})
    _put(part, "h2", id=name).text = heading
    return part


def _line(at: _Node, text: str, kind: str = "") -> None:
    """Put in a paragraph that somebody typed, unless there is nothing to say."""
    if text:
        given = {"class": kind} if kind else {}
        _typed(_put(at, "p", given, dir="auto"), text)


def _words(at: _Node, text: str, given: dict[str, str] | None = None) -> None:
    """Put in words that somebody typed, among others. They keep to their own direction."""
    _typed(_put(at, "bdi", given), text)


def _typed(at: _Node, text: str) -> None:
    """Fill in what somebody typed, in the letters of its language."""
    if (language := language_of(text)) != "en":
        at.set("lang", language)
    at.text = text


def _put(
    at: _Node, tag: str, given: dict[str, str] | None = None, text: str = "", /, **more: str
) -> _Node:
    node = ET.SubElement(at, tag, (given or {}) | more)
    node.text = text or None
    return node
