"""Files that are no files of songs, or mean harm: each is answered with a sentence, in bounds."""

import gzip
import json
import tracemalloc
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.model import TITLE_MAX
from bot.domain.names import is_blank
from bot.domain.song_files import BYTES_MAX, SONGS_MAX, LeftOut
from bot.domain.typed_text import one_line
from bot.songfiles import read
from cogs.ui.kit.input_error_texts import INVALID

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY l1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY l2 "&l1;&l1;&l1;&l1;&l1;&l1;&l1;&l1;&l1;&l1;">]>
<playlist><trackList><track><title>&l2;</title></track></trackList></playlist>"""
FILES = b"""<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<playlist><trackList><track><title>&x;</title></track></trackList></playlist>"""


def archive(name: str = "bomb") -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, b"\x00" * 1_000_000)
    return file.getvalue()


def playlist(song: str, count: int = 1) -> bytes:
    return f"<playlist><trackList>{song * count}</trackList></playlist>".encode()


HOSTILE = {
    "nothing": (b"", "empty"),
    "a mark alone": (b"\xff\xfe", "empty"),
    "spaces": (b" \r\n\t" * 1000, "empty"),
    "nulls": (b"\x00" * BYTES_MAX, "empty"),
    "an archive": (archive(), "binary"),
    "an archive of another kind": (gzip.compress(b"Joni - Blue\n" * 1_000_000), "binary"),
    "a workbook": (archive("xl/workbook.xml"), "binary"),
    "noise": (bytes(range(256)) * 1000, "binary"),
    "too large": (b"a" * (BYTES_MAX + 1), "too_large"),
    "too many": (b"Joni - Blue\n" * 100_000, "too_many"),
    "too many rows": (b"Title,Artist\n" + b"a,\n" * 100_000, "too_many"),
    "too many tracks": (playlist("<track/>", SONGS_MAX + 1), "too_many"),
    "too many attributes": (
        b"<playlist " + b" ".join(b'a%d="b"' % n for n in range(200_000)) + b"><trackList/>",
        "broken",
    ),
    "a bomb of attributes": (LAUGHS.replace(b"<title>&l2;</title>", b"<a b='&l2;'/>"), "unsafe"),
    "a tower of lists": (b'{"playlist": {"track": ' + b"[" * 90_000, "unknown"),
    "too many in JSON": (json.dumps({"playlist": {"track": [0] * 9999}}).encode(), "too_many"),
    "laughs": (LAUGHS, "unsafe"),
    "a file of the host": (FILES, "unsafe"),
    "half XML": (playlist("<track><title>Blue"), "broken"),
    "a web page": (b"<html><body><p>No</p></body></html>", "unknown"),
    "deep XML": (b"<playlist>" + b"<a>" * 400_000, "unknown"),
    "wide XML": (b"<playlist>" + b"<a/>" * 1_000_000, "unknown"),
    "half JSON": (b'{"playlist": {"track": [', "broken"),
    "other JSON": (b'{"songs": []}', "unknown"),
    "deep JSON": (b'{"a":' * 20_000 + b"1" + b"}" * 20_000, "unknown"),
    "wide JSON": (b'{"a":[' + b"[]," * 1_200_000 + b"0]}", "unknown"),
    "an endless number": (b'{"a":' + b"9" * 1_000_000 + b"}", "unknown"),
    "prose": (b"Dear all,\nplease find attached.\n", "no_songs"),
    "a table of nothing": (b"Title,Artist\n,\n", "no_songs"),
    "one endless line": (b"a" * BYTES_MAX, "no_songs"),
    "one endless cell": (b'Title,Artist\n"' + b"a" * 1_000_000 + b'",b\n', "no_songs"),
    "quotes": (b'Title,Artist\n"' + b'"' * 1_000_001, "no_songs"),
    "commas": (b"," * BYTES_MAX, "no_songs"),
    "dashes": (b" - " * (BYTES_MAX // 3), "no_songs"),
    "spaces in a line": (b"a" + b" " * (BYTES_MAX - 2) + b"b", "no_songs"),
    "information without end": (b"#EXTM3U\n#EXTINF:1" + b'"' * 1_000_000, "no_songs"),
    "links alone": (b"https://open.spotify.com/track/0000000000000000000001\n", "links_alone"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_file_of_songs_is_refused_with_a_sentence(name: str) -> None:
    content, what = HOSTILE[name]
    with pytest.raises(InvalidInput) as refused:
        read(content, "songs.csv")
    assert refused.value.what == f"file.{what}"
    assert refused.value.given == "songs.csv"
    assert "{given}" in INVALID[refused.value.what]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_takes_much_memory(name: str) -> None:
    content, _ = HOSTILE[name]
    tracemalloc.start()
    try:
        with pytest.raises(InvalidInput):
            read(content, "songs.csv")
        assert tracemalloc.get_traced_memory()[1] < 30 * BYTES_MAX
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "title", ["x" * (TITLE_MAX + 1), "x" * 100_000, "\u202e" * 50 + "x" * 400, "\ud83d\ude00" * 301]
)
def test_a_title_that_is_too_long_costs_itself_alone(title: str) -> None:
    document = {"playlist": {"track": [_song(title), _song("Blue")]}}
    file = read(json.dumps(document).encode(), "a.jspf")
    assert [one.recording.title for one in file.songs] == ["Blue"]
    [omission] = file.left_out
    assert omission.why is LeftOut.TOO_LONG
    assert len(omission.text) <= TITLE_MAX


def _song(title: object) -> dict[str, object]:
    return {"title": title, "creator": "Joni"}


@pytest.mark.parametrize("title", ["half \ud83d emoji", "nu\x00ll", "b\x07ell", "\u202eright"])
def test_what_cannot_be_kept_is_cleaned_away(title: str) -> None:
    document = {"playlist": {"track": [_song(title)]}}
    [entry] = read(json.dumps(document).encode(), "a.jspf").songs
    assert entry.recording.title.isprintable()
    assert entry.recording.title.encode()


@pytest.mark.parametrize("title", [None, 1, True, [], {}, [[["a"]]], float("inf")])
def test_titles_of_odd_types_are_left_out(title: object) -> None:
    document = {"playlist": {"track": [_song("Blue"), _song(title), title]}}
    file = read(json.dumps(document).encode(), "a.jspf")
    assert file.songs[0].recording.title == "Blue"


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [
            b"",
            b"Title,Artist\n",
            b"#EXTM3U\n",
            b"<playlist>",
            b'{"playlist":',
            b"\xff\xfe",
            b"[",
            b"\xef\xbb\xbf",
        ]
    ),
)
def test_whatever_bytes_come_they_are_read_or_refused(content: bytes, before: bytes) -> None:
    refused: InvalidInput | None = None
    try:
        file = read(before + content, "a")
    except InvalidInput as error:
        refused = error
    if refused is not None:
        assert refused.what in INVALID
        return
    assert file.songs
    for one in file.songs:
        assert one.recording.artists
        for text in (one.recording.title, *one.recording.artists):
            assert text == one_line(text)
            assert not is_blank(text)
        assert "".join((one.recording.title, *one.recording.artists)).encode()
