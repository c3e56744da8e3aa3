"""What is written can be read again, by us and by those it is for."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.model import TITLE_MAX, Recording
from bot.domain.names import is_blank
from bot.domain.song_files import FileKind, name_key
from bot.domain.structs import replace
from bot.domain.typed_text import one_line
from bot.songfiles import read, write

ODD = [
    "7/11",
    "1.10",
    "007",
    "=1+1",
    "4:44",
    'A "q", b; c',
    "<b>&amp;</b>",
    "ガラス",
    "دل",
    "🎬",
]
SONGS = [
    Recording(title, (f"Singer {n}",), f"spotify:track:{n:022}", f"GBUM716{n:05}", "LP", 1000 * n)
    for n, title in enumerate(ODD, 100)
]


@pytest.mark.parametrize("kind", FileKind)
def test_what_is_written_can_be_read_again(kind: FileKind) -> None:
    file = read(write(kind, "Episode 104", SONGS), f"a.{kind}")
    assert file.kind is kind
    assert not file.left_out
    back = [one.recording for one in file.songs]
    assert [(one.title, one.artists) for one in back] == [(one.title, one.artists) for one in SONGS]
    if kind is not FileKind.TEXT:
        codes = [(one.uri, one.isrc, one.duration_ms) for one in SONGS]
        assert [(one.uri, one.isrc, one.duration_ms) for one in back] == codes


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(
    lambda text: (
        not is_blank(one_line(text).strip("'")) and " - " not in text and len(text) < TITLE_MAX
    )
)
codes = st.integers(1, 99999)


@st.composite
def recordings(draw: st.DrawFn) -> Recording:
    number = draw(codes)
    made = Recording(draw(words), (draw(words).replace(";", ","),))
    if draw(st.booleans()):
        made = replace(made, uri=f"spotify:track:{number:022}", isrc=f"GBUM716{number:05}")
    return made


@pytest.mark.parametrize("kind", [FileKind.CSV, FileKind.XSPF, FileKind.JSPF])
@settings(max_examples=80, deadline=None)
@given(songs=st.lists(recordings(), min_size=1, max_size=5, unique_by=lambda one: name_key(one)[0]))
def test_whatever_songs_are_called_they_come_back(kind: FileKind, songs: list[Recording]) -> None:
    unique = list({one.uri or one.title: one for one in songs}.values())
    back = [one.recording for one in read(write(kind, "t", unique), "a").songs]
    wanted = [(one_line(one.title), one_line(one.artists[0])) for one in unique]
    assert [(one.title, one.artists[0]) for one in back] == wanted
    assert [one.uri for one in back] == [one.uri for one in unique]


def test_services_find_the_heads_they_look_for_and_no_cell_is_a_formula() -> None:
    text = write(FileKind.CSV, "t", SONGS).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0]["Track Name"] == "7/11"
    assert rows[0]["Artist Name(s)"] == "Singer 100"
    assert rows[0]["Track URI"] == SONGS[0].uri
    assert rows[3]["Track Name"] == "'=1+1"


def test_a_song_without_a_link_is_named_as_a_file_beside_the_list() -> None:
    by_hand = Recording("AC/DC: live?", ("Some: Band",))
    lines = write(FileKind.M3U8, "t", [by_hand]).decode().splitlines()
    assert lines == [
        "#EXTM3U",
        "#PLAYLIST:t",
        "#EXTINF:-1,Some: Band - AC/DC: live?",
        "Some_ Band - AC_DC_ live_.mp3",
    ]


def test_the_playlists_for_sharing_are_as_their_page_says() -> None:
    root = ET.fromstring(write(FileKind.XSPF, "t", SONGS))  # noqa: S314 - our own
    assert root.tag == "{http://xspf.org/ns/0/}playlist"
    assert root.attrib == {"version": "1"}
    order = ["location", "identifier", "title", "creator", "album", "duration"]
    assert [one.tag.rpartition("}")[2] for one in root[1][0]] == order
    track = json.loads(write(FileKind.JSPF, "t", SONGS))["playlist"]["track"][0]
    assert track["location"] == [f"https://open.spotify.com/track/{100:022}"]
    assert track["duration"] == 100_000
