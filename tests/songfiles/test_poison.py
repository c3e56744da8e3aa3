"""What no text should have in it costs a file one song at most, whatever kind of file it is."""

import pytest

from bot.domain.model import TITLE_MAX
from bot.domain.song_files import LeftOut
from bot.songfiles import read

CSV = "Title,Artist\nFirst,Her\n{}\nLast,Her\n"
M3U = "#EXTM3U\n#EXTINF:1,Her - First\na.mp3\n#EXTINF:1,{}\nb.mp3\n#EXTINF:1,Her - Last\nc.mp3\n"
TEXT = "Her - First\n{}\nHer - Last\n"
XSPF = (
    '<playlist xmlns="http://xspf.org/ns/0/"><trackList>'
    "<track><title>First</title><creator>Her</creator></track>"
    "<track><title>{}</title><creator>Her</creator></track>"
    "<track><title>Last</title><creator>Her</creator></track></trackList></playlist>"
)
JSPF = (
    '{{"playlist":{{"track":[{{"title":"First","creator":"Her"}},'
    '{{"title":"{}","creator":"Her","duration":1}},{{"title":"Last","creator":"Her"}}]}}}}'
)
KINDS = {
    "csv": (CSV, "{},Her"),
    "m3u": (M3U, "Her - {}"),
    "txt": (TEXT, "Her - {}"),
    "xspf": (XSPF, "{}"),
    "jspf": (JSPF, "{}"),
}


def titles(content: bytes) -> list[str]:
    return [one.recording.title for one in read(content, "a").songs]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("poison", "kept"),
    [
        (b"Smile \xed\xa0\xbd", "Smile"),
        (b"Smile \xed\xa0\xbd\xed\xb8\x80", "Smile \U0001f600"),
        (b"Smi\x00le", "Smile"),
        (b"\x01S\x02m\x03i\x04l\x05e\x06\x07", "Smile"),
        (b"Smile \xef\xbf\xbf", "Smile"),
    ],
    ids=["half an emoji", "two halves", "null", "controls", "no character"],
)
def test_a_title_is_read_without_what_no_text_has(kind: str, poison: bytes, kept: str) -> None:
    file, song = KINDS[kind]
    content = file.format(song.format("@")).encode().replace(b"@", poison)
    assert titles(content)[0] == "First"
    assert titles(content)[-1] == "Last"
    assert titles(content)[1].removesuffix(" \N{REPLACEMENT CHARACTER}") == kept


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("length", [TITLE_MAX + 1, 200_000])
def test_a_title_that_is_too_long_is_told_and_costs_no_other(kind: str, length: int) -> None:
    file, song = KINDS[kind]
    found = read(file.format(song.format("x" * length)).encode(), "a")
    assert [one.recording.title for one in found.songs] == ["First", "Last"]
    assert [(one.why, one.text[-3:]) for one in found.left_out] == [(LeftOut.TOO_LONG, "xxx")]


@pytest.mark.parametrize(
    "reference", ["&#xD83D;", "&#0;", "&#1;", "&#x1F;", "&#xFFFF;", "&#99999999;", "&#x110000;"]
)
def test_references_to_what_is_no_character_are_left_out(reference: str) -> None:
    assert titles(XSPF.format(f"Sm{reference}ile &#x1F600;").encode())[1] == "Smile \U0001f600"


@pytest.mark.parametrize("written", [r"Smile \ud83d", r"\ude00Smile", "Smi\tle", r"Smi\u0000le"])
def test_what_json_escapes_is_cleaned_too(written: str) -> None:
    title = titles(JSPF.format(written).encode())[1]
    assert title.replace(" ", "") == "Smile"
    assert title.encode()


def test_a_number_without_end_costs_only_the_length() -> None:
    content = JSPF.format("Smile").replace('"duration":1', f'"duration":{"9" * 6000}')
    assert titles(content.encode()) == ["First", "Smile", "Last"]
