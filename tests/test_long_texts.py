"""What people type is read in a time that grows with its length, and not with the square of it.

A message has 4,000 characters, a line of a file as many, and a file many lines. Here are far more,
made to mislead: a reader that looks from every place as far as the end takes minutes for them,
where the others take a moment. They are read in a process beside, which the system ends if one
takes long.
"""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain import addresses, folding, hints, links, names, typed_text, versions
from bot.songfiles import lines
from bot.words import phrases
from cogs.ui.kit import texts

ROOT = Path(__file__).parents[1]
LENGTH = 300_000
PATIENCE = 10
"""Seconds of the processor for one text; those here take a few hundredths."""

SONG = "https://youtube.com"
UNITS = {
    "links.parse": [
        "a.",
        "a-",
        "https://",
        "bit.ly.",
        "open.spotify.com/user/",
        "spotify:",
        "spotify://",
        "https%3A",
        "https%253A",
        "&amp;",
    ],
    "links.find_songs": [
        *("a.", "youtu.be/", "&", f"{SONG}/watch?v= ", "https://music.apple.com/album/a?i= "),
        "open.spotify.com/",
    ],
    "of one link": ["/watch?", "&", "/watch?v=&", "/album/", "/album/?i=", "/song/", "/track/"],
    "addresses": ["a.", "a:", "http://a.b/", "."],
    "of_words": ["a.", "p.m.", "a-", "- ", " by ", "https://", "*"],
    "of_page": ["(", "(a", "(official ", "[live (", "a) ", " by ", " on tidal", "| ", " - "],
    "phrases.tidy": ["12:", "12:30 ", ", in 1 day", ", in 1", "one ", "o ' "],
    "lines": [" ", "\t", "1. ", "a - ", "a\n", " \n", "#EXTINF:1", '"a', "[", "(1:11) ", " - 1:11"],
    "m3u": ["#EXTINF:1,", "01 - ", '#EXTINF:1"a', "#EXTINF:1 a\n", "\\", "/"],
    "texts.safe": ["*", "\\", "http://", "https://a", "[a](", "1.", "@"],
    "names": ["a ", "\u200b", "e\u0301"],
    "folding": ["a ", "\u200b", "e\u0301"],
    "versions": ["(", "(a", " - ", " ", "feat. ", "a feat ", "digital ", "2001 ", "live "],
}
READERS: dict[str, Callable[[str], object]] = {
    "links.parse": links.parse,
    "links.find_songs": links.find_songs,
    "of one link": lambda text: [
        links.song_key(links.Link(links.LinkKind.OTHER, "", service, f"https://a.b{text}"))
        for service in ("apple", "youtube", "deezer", "tidal", "soundcloud")
    ],
    "addresses": lambda text: [*addresses.addresses(text, bare=True)],
    "of_words": hints.of_words,
    "of_page": hints.of_page,
    "phrases.tidy": phrases.tidy,
    "lines": lambda text: [*lines.read_lines(text)],
    "m3u": lambda text: [*lines.read_m3u(text)],
    "texts.safe": lambda text: texts.safe(text, LENGTH),
    "names": lambda text: (names.fold(text), names.tidy(text), typed_text.paragraphs(text)),
    "folding": lambda text: (folding.fold(text), folding.fold_loosely(text)),
    "versions": versions.title_key,
}


def read_all() -> None:
    """Read all texts, and say before each which it is."""
    for reader, units in UNITS.items():
        for unit in units:
            print(f"{reader} of {unit!a}", flush=True)  # noqa: T201
            signal.setitimer(signal.ITIMER_PROF, PATIENCE)
            READERS[reader]((unit * (LENGTH // len(unit)))[:LENGTH])


@pytest.mark.skipif(sys.platform == "win32", reason="the system does not count for us")
def test_no_text_takes_long() -> None:
    code = "from tests.test_long_texts import read_all; read_all()"
    read = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=ROOT
    )
    assert read.returncode == 0, f"{read.stdout.splitlines()[-1]} takes long; {read.stderr}"
    assert set(READERS) == set(UNITS)
