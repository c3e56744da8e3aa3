"""The files of a board: whatever people type, they say it, and no cell is a formula."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given

from bot.domain.clearance_sheet import ClearanceSheet
from bot.export.board_files import COLUMNS, FORMAT, board_csv, board_json
from bot.export.tables import escape_formula
from tests.clearance_sheets import SHEET, full, many, sheets

ROOT = Path(__file__).parents[1]
FORMULA = set("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def table(sheet: ClearanceSheet) -> list[dict[str, str]]:
    read = io.StringIO(board_csv(sheet).decode("utf-8-sig"), newline="")
    return list(csv.DictReader(read, strict=True))


def test_the_table_has_a_line_for_every_song() -> None:
    first, second, third = table(SHEET)
    same = {
        "show": "The Room",
        "episode": "104",
        "episode title": "Pilot",
        "locked": "yes",
        "made": "2026-12-02T17:00:00-08:00",
        "added by the showrunner": "",
    }
    assert first == same | {
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
        "rights note": "Asked the estate.",
    }
    nothing = dict.fromkeys(COLUMNS, "")
    by_hand = {"list": "board", "place": "2", "song": "By hand", "rights": "to clear"}
    assert second == nothing | same | by_hand
    assert (third["list"], third["place"], third["song"]) == ("runner-up", "1", "River")
    assert (third["rights"], third["rights note"]) == ("denied", "The label said no.")
    assert not third["scene"]


def test_the_table_is_read_by_the_most_used_spreadsheet() -> None:
    written = board_csv(SHEET)
    assert written.startswith(b"\xef\xbb\xbfshow,")
    assert written.count(b"\r\n") == 4


@pytest.mark.parametrize("sign", "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
@pytest.mark.parametrize("before", ["", " ", "\u00a0", "\u3000 "])
def test_no_cell_is_a_formula(sign: str, before: str) -> None:
    cells = [cell for line in table(full(f"{before}{sign}1")) for cell in line.values()]
    assert f"'{before}{sign}1" in cells
    assert not any(cell.strip(" \u00a0\u3000")[:1] in FORMULA for cell in cells if cell.strip())


@many
@given(sheets())
def test_the_table_says_what_was_typed(sheet: ClearanceSheet) -> None:
    lines = table(sheet)
    assert len(lines) == len(sheet.songs) + len(sheet.runners_up)
    for line, entry in zip(lines, sheet.songs, strict=False):
        typed = (
            entry.song.title,
            entry.beat,
            entry.character,
            entry.tells,
            entry.lost_without,
            entry.note,
        )
        names = ("song", "scene", "character", "what it tells us", "lost without it", "rights note")
        assert [line[name] for name in names] == [escape_formula(text) for text in typed]
    for line in lines:
        assert (line["show"], line["episode"]) == (
            escape_formula(sheet.show),
            escape_formula(sheet.number),
        )
        cells = (cell.lstrip(" \u00a0\u3000") for cell in line.values())
        assert not any(cell[:1] in FORMULA for cell in cells if cell)


def test_the_json_is_as_documented() -> None:
    document = json.loads(board_json(SHEET))
    page = (ROOT / "docs" / "board-file.md").read_text(encoding="utf-8")
    example = re.search(r"```json\n(.+?)```", page, re.DOTALL)
    assert example is not None
    assert json.loads(example[1]) == document
    explained = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    assert explained == set(keys(document))
    assert document["format"] == FORMAT


def keys(value: object) -> list[str]:
    if isinstance(value, list):
        return [key for one in value for key in keys(one)]
    if isinstance(value, dict):
        return [*value, *(key for one in value.values() for key in keys(one))]
    return []


@many
@given(sheets())
def test_the_json_says_exactly_what_was_typed(sheet: ClearanceSheet) -> None:
    document = json.loads(board_json(sheet).decode())
    assert keys(document)[:7] == list(json.loads(board_json(SHEET)))[:7]
    assert document["episode"] == {"number": sheet.number, "title": sheet.title}
    for told, entry in zip(document["songs"], sheet.songs, strict=True):
        assert list(told) == list(json.loads(board_json(SHEET))["songs"][0])
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
