"""The files of a board: whatever people type, they say it, and no cell is a formula."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given

from bot.domain.clearance_sheet import ClearanceSheet
from bot.domain.structs import replace
from bot.export.sheet_files import FORMAT, file_stem, sheet_json
from bot.export.sheet_tables import COLUMNS, CONFIDENTIAL_COLUMNS, sheet_csv
from bot.export.tables import escape_formula
from tests.clearance_sheets import SHEET, confidential, full, many, sheets

ROOT = Path(__file__).parents[1]
FORMULA = set("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def table(sheet: ClearanceSheet) -> list[dict[str, str]]:
    read = io.StringIO(sheet_csv(sheet).decode("utf-8-sig"), newline="")
    return list(csv.DictReader(read, strict=True))


SAME = {
    "show": "The Room",
    "episode": "104",
    "episode title": "Pilot",
    "locked": "yes",
    "made": "2026-12-02T17:00:00-08:00",
    "added by the showrunner": "",
}
"""The cells that are the same in every line."""


def test_the_table_has_a_line_for_every_song() -> None:
    first, *_ = table(SHEET)
    assert first == SAME | {
        "list": "board",
        "place": "1",
        "song": "Blue",
        "artists": "Joni, Mitchell",
        "ISRC": "USX",
        "length": "3:45",
        "link": f"https://open.spotify.com/track/{'a' * 22}",
        "scene": "Cold open",
        "character": "Maya",
        "what it tells us": "She leaves.\nThe song stays.",
        "lost without it": "The goodbye.",
        "rights": "pending",
        "rights since": "2026-11-29T16:53:20-08:00",
        "rights note": "",
        "album": "Album",
        "label": "Reprise Records",
        "year": "1971",
        "writers": "Joni Mitchell (66.67%); Another",
        "publishers": "Crazy Crow Music (50%); Someone Else Music (16.67%)",
        "recording rights": "pending",
        "recording holders": "Reprise: asked, answer by 2026-11-29",
        "song rights": "pending",
        "song holders": "Crazy Crow Music (50%): cleared; Someone Else Music (16.67%): quoted",
        "use": "Background",
        "seconds": "45",
        "shooting": "Jan 12",
        "airing": "spring 2027",
        "in one slot with": "",
        "how they meet": "",
        "cleared for episodes": "",
    }


def test_what_nobody_has_said_is_an_empty_cell() -> None:
    _, second, third = table(SHEET)
    nothing = dict.fromkeys(COLUMNS, "")
    by_hand = {"list": "board", "place": "2", "song": "By hand", "rights": "to clear"}
    assert second == nothing | SAME | by_hand
    assert (third["list"], third["place"], third["song"]) == ("runner-up", "1", "River")
    assert (third["rights"], third["rights note"]) == ("denied", "")
    assert not third["scene"]


def test_the_confidential_table_has_fees_contacts_and_notes_besides() -> None:
    first, second, third = table(confidential())
    assert set(first) - set(COLUMNS) == set(CONFIDENTIAL_COLUMNS)
    assert [one["rights note"] for one in (first, third)] == [
        "Asked the estate.",
        "The label said no.",
    ]
    assert first["fees"] == (
        "Crazy Crow Music: fee 4,000 USD;"
        " Someone Else Music: fee 1,000 USD, most favored nations, so 1,333.60 USD"
    )
    assert first["contacts"] == "Reprise: sync@reprise.example; Crazy Crow Music: +1 555 0100"
    assert first["notes on holders"] == "Reprise: Asked Ann."
    assert [second[name] for name in CONFIDENTIAL_COLUMNS] == [""] * 3


def test_the_table_is_read_by_the_most_used_spreadsheet() -> None:
    written = sheet_csv(SHEET)
    assert written.startswith(b"\xef\xbb\xbfshow,")
    assert written.count(b"\r\n") == 4


@pytest.mark.parametrize("sign", "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
@pytest.mark.parametrize("before", ["", " ", "\u00a0", "\u3000 "])
def test_no_cell_is_a_formula(sign: str, before: str) -> None:
    cells = [cell for line in table(full(f"{before}{sign}1")) for cell in line.values()]
    assert f"'{before}{sign}1" in cells
    assert not any(cell.strip(" \u00a0\u3000")[:1] in FORMULA for cell in cells if cell.strip())


@many
@given(sheets)
def test_the_table_says_what_was_typed(sheet: ClearanceSheet) -> None:
    lines = table(sheet)
    assert len(lines) == len(sheet.songs) + len(sheet.runners_up)
    for line, entry in zip(lines, sheet.songs, strict=False):
        typed = {
            "song": entry.song.title,
            "scene": entry.beat,
            "character": entry.character,
            "what it tells us": entry.tells,
            "lost without it": entry.lost_without,
            "rights note": entry.note,
            "album": entry.song.album,
            "label": entry.label,
            "use": entry.usage.use,
            "airing": entry.usage.airing,
        }
        told = {name: line[name] for name in typed}
        assert told == {name: escape_formula(text) for name, text in typed.items()}
    for line in lines:
        assert (line["show"], line["episode"]) == (
            escape_formula(sheet.show),
            escape_formula(sheet.number),
        )
        cells = (cell.lstrip(" \u00a0\u3000") for cell in line.values())
        assert not any(cell[:1] in FORMULA for cell in cells if cell)


def test_the_json_is_as_documented() -> None:
    document = json.loads(sheet_json(confidential()))
    page = (ROOT / "docs" / "board-file.md").read_text(encoding="utf-8")
    example = re.search(r"```json\n(.+?)```", page, re.DOTALL)
    assert example is not None
    assert json.loads(example[1]) == document
    explained = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    assert explained == set(keys(document))
    assert document["format"] == FORMAT


def test_whoever_reads_the_first_format_finds_all_its_keys() -> None:
    """What `needledrop-board/1` wrote of this sheet, key by key."""
    first, *_ = (document := json.loads(sheet_json(confidential())))["songs"]
    board = ["show", "episode", "timezone", "made_at", "locked", "songs", "runners_up"]
    assert set(board) <= set(document)
    assert {name: first[name] for name in OF_A_SONG} == {
        "slot": 1,
        "title": "Blue",
        "artists": ["Joni", "Mitchell"],
        "isrc": "USX",
        "length_ms": 225000,
        "spotify_uri": f"spotify:track:{'a' * 22}",
        "link": f"https://open.spotify.com/track/{'a' * 22}",
        "scene": "Cold open",
        "character": "Maya",
        "tells": "She leaves.\nThe song stays.",
        "lost_without": "The goodbye.",
        "added": None,
    }
    rights = {"status": "pending", "since": "2026-11-29T16:53:20-08:00"}
    assert rights | {"note": "Asked the estate."} == {
        name: first["rights"][name] for name in ("status", "since", "note")
    }
    [other] = document["runners_up"]
    assert (other["place"], other["title"], other["rights"]["status"]) == (1, "River", "denied")


OF_A_SONG = (
    *("slot", "title", "artists", "isrc", "length_ms", "spotify_uri", "link", "scene"),
    *("character", "tells", "lost_without", "added"),
)


def test_nothing_confidential_is_in_the_json_for_all() -> None:
    told = sheet_json(SHEET).decode()
    assert not re.search("fee|contact|favored|remark|raised|Asked", told)
    assert json.loads(told)["confidential"] is False


@pytest.mark.parametrize(
    ("show", "number", "stem"),
    [
        ("The Long Encore", "104", "The-Long-Encore_104_2026-12-02_clearance-sheet"),
        ("../../etc/passwd", "1/04 «Pilot»", "etc-passwd_1-04-Pilot_2026-12-02_clearance-sheet"),
        ("第四話", "第四話", "show_episode_2026-12-02_clearance-sheet"),
        ("A" * 90, "9" * 90, f"{'A' * 40}_{'9' * 40}_2026-12-02_clearance-sheet"),
    ],
)
def test_a_file_is_named_by_show_episode_and_date(show: str, number: str, stem: str) -> None:
    sheet = replace(SHEET, show=show, number=number)
    assert file_stem(sheet) == stem
    assert file_stem(replace(sheet, confidential=True)) == f"{stem}-CONFIDENTIAL"


def keys(value: object) -> list[str]:
    if isinstance(value, list):
        return [key for one in value for key in keys(one)]
    if isinstance(value, dict):
        return [*value, *(key for one in value.values() for key in keys(one))]
    return []


@many
@given(sheets)
def test_the_json_says_exactly_what_was_typed(sheet: ClearanceSheet) -> None:
    document = json.loads(sheet_json(sheet).decode())
    assert keys(document)[:7] == list(json.loads(sheet_json(SHEET)))[:7]
    assert document["episode"] == {"number": sheet.number, "title": sheet.title}
    for told, entry in zip(document["songs"], sheet.songs, strict=True):
        assert list(told) == list(json.loads(sheet_json(SHEET))["songs"][0])
        typed = (entry.beat, entry.character, entry.tells, entry.lost_without)
        assert tuple(told[key] for key in ("scene", "character", "tells", "lost_without")) == typed
        assert told["rights"]["note"] == entry.note
    for told, song in zip(
        [*document["songs"], *document["runners_up"]],
        [*(entry.song for entry in sheet.songs), *(entry.song for entry in sheet.runners_up)],
        strict=True,
    ):
        assert (told["title"], tuple(told["artists"])) == (song.title, song.artists)
        assert (told["isrc"], told["length_ms"]) == (song.isrc, song.duration_ms)
