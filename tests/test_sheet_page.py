"""The page of a board: whatever people type, it says it, and nothing in it runs."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given

from bot.domain.clearance_sheet import ClearanceSheet
from bot.domain.rights.words import STATUS
from bot.domain.structs import replace
from bot.domain.typed_text import language_of, one_line, paragraphs
from bot.export import sheet_words
from bot.export.sheet_page import sheet_page
from tests.clearance_sheets import AWKWARD, SHEET, full, many, sheets

ROOT = Path(__file__).parents[1]
VOID = {"meta"}
TAGS = (
    "html head meta title style body main header section p h1 h2 strong bdi a table caption thead"
    " tbody tr th td span ol li"
)
ATTRIBUTES = (
    "lang charset name content http-equiv class dir href role scope id aria-labelledby aria-hidden"
)


class Page(HTMLParser):
    """A page as a browser takes it: its tags in order, and its text."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.opened: list[str] = []
        self.shape: list[tuple[str, tuple[str, ...]]] = []
        self.given: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shape.append((tag, tuple(name for name, _ in attrs)))
        self.given += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


@many
@given(sheets)
def test_the_page_is_well_formed_and_has_no_tag_of_others(sheet: ClearanceSheet) -> None:
    page = Page(sheet_page(sheet))
    assert page.opened == []
    assert {tag for tag, _ in page.shape} <= set(TAGS.split())
    assert {name for name, _ in page.given} <= set(ATTRIBUTES.split())
    for name, value in page.given:
        if name == "href":
            assert re.fullmatch(r"https://open\.spotify\.com/track/[0-9A-Za-z]{22}", value)


@pytest.mark.parametrize("text", [text for text in AWKWARD if one_line(text)])
def test_the_page_has_every_text_as_text_and_the_same_shape(text: str) -> None:
    page = Page(sheet_page(full(text)))
    said, lines = one_line(text), paragraphs(text)
    # The show, the episode's name, four titles; scene, character, loss, and the notes on two songs'
    # rights, of which a runner-up's has words before it; what it tells.
    assert page.texts.count(said) == (11 if said == lines else 10)
    assert page.texts.count(lines) == (11 if said == lines else 1)
    assert page.texts.count(one_line(f"{text}, {text}")) == 3
    assert page.texts.count(f"3:20 · ISRC {said}") == 3
    assert page.texts.count(f"Album: {said}") == 3
    assert page.texts.count(f"Label: {said} · Year: 1971") == 2
    assert page.texts.count(f"Writers: {said} (50%), {said}") == 2
    stands = f"{said}, 50%: asked, answer by Nov 29, 2026, fee 0.01 USD, most favored nations"
    assert page.texts.count(stands) == 2
    assert page.texts.count(f"Contact: {said}") == page.texts.count(f"Note: {said}") == 2
    assert f"Use: {said}; 45 seconds; shooting {said}; airing {said}" in page.texts
    assert f"Episode {said}" in page.texts
    eastern = language_of(text) != "en"
    harmless = Page(sheet_page(full(("花" if eastern else "a") * len(text))))
    assert page.shape == harmless.shape


@many
@given(sheets)
def test_the_page_shows_whatever_is_on_the_board(sheet: ClearanceSheet) -> None:
    texts = set(Page(sheet_page(sheet)).texts)
    for entry in sheet.songs:
        assert {
            sheet_words.title(entry.song),
            STATUS[entry.clearance],
            str(entry.slot),
        } <= texts
        assert set(sheet_words.catalogued(entry)) <= texts
        for side in entry.sides:
            assert {sheet_words.side_head(side), *sheet_words.holders(side, sheet)} <= texts
        typed = (entry.beat, entry.character, entry.lost_without, entry.note)
        assert {one_line(text) for text in typed} - {""} <= texts
        assert paragraphs(entry.tells) in texts | {""}
    assert {sheet_words.title(song) for song in (entry.song for entry in sheet.runners_up)} <= texts
    assert {
        line for entry in sheet.runners_up for line in sheet_words.rights(entry, sheet)
    } <= texts


def test_the_page_asks_for_nothing_and_runs_nothing() -> None:
    written = sheet_page(SHEET).decode()
    assert "<script" not in written
    assert re.findall(r"url\(|@import|src=|srcset=|<link", written) == []
    assert "default-src 'none'" in written
    assert set(re.findall(r"https?://[^\"\s]+", written)) == {
        f"https://open.spotify.com/track/{'a' * 22}"
    }


def test_the_page_can_be_read_aloud() -> None:
    page = Page(sheet_page(SHEET))
    assert page.shape[0] == ("html", ("lang",))
    assert [tag for tag, _ in page.shape if re.fullmatch("h[1-6]", tag)] == ["h1", "h2", "h2"]
    assert [tag for tag, _ in page.shape].count("caption") == 1
    heads = [names for tag, names in page.shape if tag == "th"]
    assert len(heads) == len(sheet_words.COLUMNS) + len(SHEET.songs)
    assert all("scope" in names for names in heads)
    ids = {value for name, value in page.given if name == "id"}
    assert {value for name, value in page.given if name == "aria-labelledby"} == ids


@pytest.mark.parametrize(
    ("locked", "told"),
    [(True, "The board is locked."), (False, "The board is not locked: it may still change.")],
)
def test_the_page_says_when_it_was_made_and_whether_it_may_change(locked: bool, told: str) -> None:
    text = "".join(Page(sheet_page(replace(SHEET, locked=locked))).texts)
    assert f"Clearance sheet. Made Wed, Dec 2, 2026, 5:00 PM PST (UTC-8). {told}" in text
    assert ("Pending" in text, "since Nov 29, 2026" in text) == (True, True)


def test_an_empty_board_says_so() -> None:
    text = "".join(Page(sheet_page(replace(SHEET, songs=(), runners_up=()))).texts)
    assert "There is no song on the board." in text
    assert "There are none." in text


def brightness(colour: str) -> float:
    """Return the relative luminance of a colour, by WCAG 2."""
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    shares = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "soft", "link"])
@pytest.mark.parametrize("ground", ["ground", "card"])
def test_text_stands_out_from_what_is_behind_it(scheme: int, ink: str, ground: str) -> None:
    style = (ROOT / "bot" / "export" / "sheet_page.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{([^}]*--ground[^}]*)\}", style)
    colours = dict(re.findall(r"--(\w+): (#\w+)", blocks[scheme]))
    dark, light = sorted((brightness(colours[ink]), brightness(colours[ground])))
    assert (light + 0.05) / (dark + 0.05) >= 4.5
