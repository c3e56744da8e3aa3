"""Boards that were exported are imported again, those of older versions as well."""

import json
from pathlib import Path

import pytest
from hypothesis import given

from bot.domain.clearance_sheet import ClearanceSheet
from bot.domain.errors import InvalidInput
from bot.domain.song_files import LeftOut, SongFile
from bot.export.sheet_files import sheet_json
from bot.export.sheet_tables import sheet_csv
from bot.songfiles import read
from tests.clearance_sheets import SHEET, confidential, many, sheets

FIRST = Path(__file__).parents[1] / "data" / "boards" / "board-1.json"
URI = f"spotify:track:{'a' * 22}"


def told(file: SongFile) -> list[tuple[str, tuple[str, ...], str, int]]:
    recordings = (one.recording for one in file.songs)
    return [(one.title, one.artists, one.uri, one.duration_ms) for one in recordings]


BLUE = ("Blue", ("Joni", "Mitchell"), URI, 225_000)


@pytest.mark.parametrize(
    "content",
    [FIRST.read_bytes(), sheet_json(SHEET), sheet_json(confidential())],
    ids=["first format", "second format", "confidential"],
)
def test_the_songs_of_a_board_are_read(content: bytes) -> None:
    file = read(content, "board.json")
    assert told(file) == [BLUE]
    # A song by hand without an artist; and the runner-up has the same link as the first song.
    assert [(one.text, one.why) for one in file.left_out] == [
        ("By hand", LeftOut.NO_ARTIST),
        ("Joni, Mitchell - River", LeftOut.DOUBLE),
    ]


def test_the_second_format_brings_album_and_year() -> None:
    [song] = [one.recording for one in read(sheet_json(SHEET), "board.json").songs]
    assert (song.album, song.year) == ("Album", 1971)


def test_the_table_of_a_board_is_read_as_well() -> None:
    [song] = [one.recording for one in read(sheet_csv(confidential()), "board.csv").songs]
    assert (song.title, song.uri, song.album, song.year) == ("Blue", URI, "Album", 1971)


@pytest.mark.parametrize(
    "document",
    [
        {"format": "needledrop-board/3", "songs": [], "runners_up": []},
        {"format": "needledrop-board/1"},
        {"format": "needledrop-board/2", "songs": {}, "runners_up": []},
        {"format": ["needledrop-board/1"], "songs": [], "runners_up": []},
    ],
)
def test_what_is_no_board_is_refused(document: object) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(json.dumps(document).encode(), "board.json")
    assert refused.value.what == "file.unknown"


@pytest.mark.parametrize("song", [7, None, "Blue", [], {"title": 7, "artists": "Joni"}, {}])
def test_what_is_no_song_is_left_out(song: object) -> None:
    good = {"title": "Blue", "artists": ["Joni", 7], "length_ms": "x", "year": True, "isrc": None}
    board = {"format": "needledrop-board/2", "songs": [song, good], "runners_up": []}
    file = read(json.dumps(board).encode(), "board.json")
    assert told(file) == [("Blue", ("Joni",), "", 0)]
    assert len(file.left_out) == 1


@many
@given(sheets)
def test_whatever_is_on_a_board_it_is_read_or_told(sheet: ClearanceSheet) -> None:
    songs = len(sheet.songs) + len(sheet.runners_up)
    try:
        file = read(sheet_json(sheet), "board.json")
    except InvalidInput as refused:
        assert refused.what in ("file.no_songs", "file.links_alone")  # noqa: PT017 - one of several outcomes
    else:
        assert len(file.songs) + len(file.left_out) == songs
