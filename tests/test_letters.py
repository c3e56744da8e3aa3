"""Letters that ask for rights: what they say, and that whatever is typed in them is only text."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from bot.domain.model import Recording, Song, SongId
from bot.domain.rights import WHOLE, Beside, Letter, Money, Terms, Why
from bot.domain.structs import replace
from bot.export.letter_archive import COLUMNS, LIST, LIST_WORKBOOK, file_names, letter_archive
from bot.export.letter_docx import letter_docx
from bot.export.letter_text import letter_text
from bot.export.letter_words import blanks
from tests.clearance_sheets import AWKWARD, many, texts
from tests.letters import LABEL, PUBLISHER, WHY, letter, saying
from tests.workbooks import table_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARTS = {
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/core.xml",
    "word/document.xml",
    "word/_rels/document.xml.rels",
    "word/fontTable.xml",
    "word/settings.xml",
    "word/styles.xml",
    "word/theme/theme1.xml",
}
PLAIN = {
    *("document", "body", "p", "pPr", "pStyle", "r", "rPr", "t", "br", "b", "highlight", "sectPr"),
    *("tbl", "tblPr", "tblW", "tblLook", "tblLayout", "tblGrid", "gridCol", "tr", "tc", "tcPr"),
    *("tcW", "spacing", "pgSz", "pgMar", "cols", "docGrid"),
    *("trPr", "cantSplit", "keepNext", "keepLines"),
}
"""What a document of text is made of: nothing of it is a field, a link or an object."""


def document_of(content: bytes) -> ET.Element:
    """Return the body of a document, which is sound and has no parts but those of plain text."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        assert set(package.namelist()) == PARTS
        for name in PARTS:
            ET.fromstring(package.read(name))  # noqa: S314 - our own
        assert b"TargetMode" not in package.read("word/_rels/document.xml.rels")
        document = ET.fromstring(package.read("word/document.xml"))  # noqa: S314 - our own
    assert {node.tag.removeprefix(W) for node in document.iter()} <= PLAIN
    return document


def lines_of(document: ET.Element) -> list[str]:
    """Return the lines that a document shows, without empty ones."""
    shown = []
    for paragraph in document.iter(f"{W}p"):
        pieces = [
            "\n" if node.tag == f"{W}br" else node.text or ""
            for node in paragraph.iter()
            if node.tag in (f"{W}br", f"{W}t")
        ]
        shown += "".join(pieces).split("\n")
    return [line for line in shown if line]


def flat(words: str) -> str:
    """Return words without what the text and the document lay out in their own ways."""
    return re.sub(r"[\s:]+", "", words).casefold()


def files_of(letters: Sequence[Letter]) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(letter_archive(letters))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(set(names)) == len(names)
        return {name: archive.read(name) for name in names}


def test_credits_that_somebody_confirmed_are_in_the_letter() -> None:
    known = replace(letter(), writers="Joni Mitchell, Another", label="Reprise", year=1970)
    said = letter_text(known)
    for words in ("Written by: Joni Mitchell, Another\n", "Label: Reprise\n", "Year: 1970\n"):
        assert words in said
    assert len(blanks(known)) == 1  # the script pages


def test_a_publisher_is_asked_for_their_share_of_the_song() -> None:
    said = letter_text(letter())
    for words in (
        "Dear Quiet Music,",
        "use the song “Blue” in the recording by Joni, Mitchell",
        "episode 104 (“Pilot”) of The Room, a production of Harbor Street Pictures, Inc., and",
        "“She has already left.”",
        "“Nobody turns the radio off.\n    That is the whole marriage.”",
        "In our story, this song belongs to Maya.",
        "    The goodbye nobody says.",
        "    Cold open: Maya packs the car.",
        "[Script pages: ",
        "Rights: The song (the composition), your share of 33.33%.",
        "Written by: [Add the writers]",
        "Album: Kind of\n",
        "Year: 1971\nISRC: USRE17100001\nLength: 3:04",
        "Length of the use: up to 45 seconds",
        "An answer by Dec 13, 2026 would help",
        "Ana Ruiz\nMusic Supervisor\nana@harbor.example\nHarbor Street Pictures, Inc.\n",
    ):
        assert words in said
    assert "We offer" not in said
    assert "Loud Records" not in said


def test_whoever_has_the_whole_song_is_not_told_of_a_share() -> None:
    whole = letter_text(letter(replace(PUBLISHER, share=WHOLE)))
    assert "Rights: The song (the composition).\n" in whole


def test_a_label_is_asked_for_the_recording() -> None:
    said = letter_text(letter(LABEL))
    assert "use the recording of “Blue” by Joni, Mitchell. It" in said
    assert "Rights: The recording (the master).\n" in said
    assert "We are asking for the song itself separately." in said


def test_whoever_holds_both_sides_is_asked_for_both() -> None:
    offers = (Money(500_000, "USD"), Money(250_050, "USD"))
    said = letter_text(letter(LABEL, PUBLISHER, offers=offers))
    assert "use the song and the recording of “Blue”" in said
    assert "The recording (the master). The song (the composition), your share of 33.33%." in said
    assert "We offer: 5,000 USD for the recording; 2,500.50 USD for the song" in said
    assert "separately" not in said


def test_what_nobody_has_written_says_where_to_write_it() -> None:
    bare = letter(why=Why(), terms=Terms(), answer_by=None)
    said, missing = letter_text(bare), blanks(bare)
    assert missing[:1] == ("[your production company]",)
    assert len(missing) == 16
    for blank in missing:
        assert blank in said
    highlighted = [
        "".join(run.itertext())
        for run in document_of(letter_docx(bare)).iter(f"{W}r")
        if run.find(f"{W}rPr/{W}highlight") is not None
    ]
    assert tuple(highlighted) == missing
    assert len(blanks(letter())) == 3  # the writers, the label, the script pages


def test_a_holder_is_told_that_another_recording_is_heard_with_theirs() -> None:
    """How recordings are put together is part of a use, which its holders have to agree to."""
    heading = "Heard with: "
    said = {
        beside: letter_text(letter(why=replace(WHY, beside=beside))).partition(heading)[2]
        for beside in Beside
    }
    assert said[Beside.NOTHING] == ""
    assert said[Beside.BEFORE].startswith("another recording, which comes in")
    assert said[Beside.AFTER].startswith("another recording, on which")


def test_pages_tear_nothing_apart_and_columns_are_as_wide_as_their_cells() -> None:
    body = document_of(letter_docx(letter()))
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in body.iter(f"{W}tr"))
    [grid] = body.iter(f"{W}tblGrid")
    cells = next(body.iter(f"{W}tr")).findall(f"{W}tc/{W}tcPr/{W}tcW")
    assert [one.get(f"{W}w") for one in grid] == [one.get(f"{W}w") for one in cells]
    kept = [
        "".join(one.itertext())
        for one in body.iter(f"{W}p")
        if one.find(f"{W}pPr/{W}keepNext") is not None
    ]
    assert kept == [
        "Here is what this song tells the writers of our show, in their words:",
        "And this is what the episode would lose without it:",
        "This is where the song would play:",
        "With our thanks,",
    ]


def test_words_in_every_script_are_of_one_size() -> None:
    with zipfile.ZipFile(io.BytesIO(letter_docx(letter()))) as package:
        styles = ET.fromstring(package.read("word/styles.xml"))  # noqa: S314 - our own
    for look in styles.iter(f"{W}rPr"):
        size, complex_ = look.find(f"{W}sz"), look.find(f"{W}szCs")
        if size is not None and complex_ is not None:
            assert size.get(f"{W}val") == complex_.get(f"{W}val")


def test_of_very_many_words_some_are_left_to_choose_from() -> None:
    told = tuple(f"Word {n}." for n in range(1, 15))
    said = letter_text(letter(why=Why(tells=told)))
    assert "“Word 12.”\n\n[2 more notes on this song: choose the words to keep]" in said
    assert "Word 13" not in said


@pytest.mark.parametrize("text", AWKWARD)
def test_whatever_is_typed_it_is_the_same_text_in_both(text: str) -> None:
    said = saying(text)
    shown, written = lines_of(document_of(letter_docx(said))), letter_text(said)
    assert flat("".join(shown)) == flat(written)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", written)


@many
@given(texts, texts)
def test_whatever_is_typed_it_is_a_document(text: str, other: str) -> None:
    said = replace(saying(text), why=Why(other, text, (other, text), other))
    shown = lines_of(document_of(letter_docx(said)))
    assert flat("".join(shown)) == flat(letter_text(said))


def test_what_no_file_can_hold_is_left_out() -> None:
    said = replace(saying("\ud83d\ufffe\uffff\x00\x0b!"), why=Why(tells=("\udfff?",)))
    files = files_of([said])
    assert b"\xe2\x80\x9c?\xe2\x80\x9d" in files["1-holder-song.txt"]
    assert "“?”" in lines_of(document_of(files["1-holder-song.docx"]))


def test_a_document_says_of_itself_what_it_is_and_no_more() -> None:
    with zipfile.ZipFile(io.BytesIO(letter_docx(letter()))) as package:
        core = package.read("docProps/core.xml").decode()
    assert "Request to use “Blue” in The Room" in core
    assert "2026-12-03T01:00:00Z" in core
    assert "docx" not in core


@pytest.mark.parametrize("text", AWKWARD)
def test_the_files_of_an_archive_have_plain_names(text: str) -> None:
    files = files_of([saying(text), saying(text), letter()])
    for name in files:
        assert re.fullmatch(r"list\.(csv|xlsx)|[0-9]-[0-9a-z-]+\.(docx|txt)", name), name
    assert len(files) == 8


def test_files_stay_apart_and_in_order_however_alike_their_letters() -> None:
    names = file_names([letter()] * 12)
    assert (names[0], names[11]) == ("01-quiet-music-blue", "12-quiet-music-blue")
    unnamed = replace(PUBLISHER, name="夜", song=Song(SongId(1), Recording("花", ())))
    assert file_names([letter(unnamed)]) == ("1-holder-song",)


@pytest.mark.parametrize("text", AWKWARD)
def test_the_list_says_whose_letter_is_where_without_formulas(text: str) -> None:
    rows = [*csv.reader(io.StringIO(files_of([letter(), saying(text)])[LIST].decode("utf-8-sig")))]
    assert tuple(rows[0]) == COLUMNS
    assert rows[1] == [
        *("1-quiet-music-blue.docx", "Quiet Music", "sync@quiet.example", "Blue"),
        *("Joni, Mitchell", "song, 33.33%", "Dec 13, 2026", "3"),
    ]
    assert not any(cell.lstrip("' \u3000").startswith("=") and cell[0] != "'" for cell in rows[2])


@pytest.mark.parametrize("title", ["7/11", "4:44", "007", "1.10", "=1+1"])
def test_the_list_is_a_workbook_too_in_which_titles_stay_as_they_are(title: str) -> None:
    heads, row = table_of(files_of([saying(title)])[LIST_WORKBOOK], 1)
    assert tuple(heads.values()) == COLUMNS
    assert row[3] == title
