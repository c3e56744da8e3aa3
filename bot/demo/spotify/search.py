"""Finding songs by words: accents, case and small slips do not matter."""

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.demo.spotify.catalogue import Track

_FILTER = re.compile(r"\b(track|artist|album|isrc|year):\s*", re.IGNORECASE)
_ENOUGH = 0.7
"""The part of the words that must be found: `heros by david bowie` has one that is nowhere."""


@dataclass(frozen=True, slots=True)
class _Indexed:
    track: Track
    title: str
    artists: str
    album: str


@dataclass(frozen=True, slots=True)
class _Query:
    """What was asked: free words, and text by the name of the field it is to be found in."""

    words: tuple[str, ...]
    filters: tuple[tuple[str, str], ...]


class Index:
    """The catalogue, ready to be searched."""

    def __init__(self, tracks: Sequence[Track]) -> None:
        self._songs = tuple(
            _Indexed(track, plain(track.title), plain(" ".join(track.artists)), plain(track.album))
            for track in tracks
        )
        texts = (f"{song.title} {song.artists} {song.album}" for song in self._songs)
        self._vocabulary = sorted({word for text in texts for word in text.split()})

    def search(self, query: str) -> tuple[Track, ...]:
        """Return all tracks that match, best first, equal ones in the catalogue's order."""
        asked = _parse(query)
        if not asked.words and not asked.filters:
            return ()
        words = tuple(self._spelled(word) for word in asked.words)
        scored = []
        for place, song in enumerate(self._songs):
            if not all(_passes(song, *condition) for condition in asked.filters):
                continue
            score = _score(song, words)
            if score or not words:
                scored.append((-score, place, song.track))
        scored.sort(key=lambda one: one[:2])
        return tuple(track for _, _, track in scored)

    def _spelled(self, word: str) -> str:
        """Return the word, or the known word it most likely is a slip of."""
        if any(word in known for known in self._vocabulary):
            return word
        near = difflib.get_close_matches(word, self._vocabulary, n=1, cutoff=0.8)
        return near[0] if near else word


def plain(text: str) -> str:
    """Return the words of a text in small letters without accents, separated by single spaces."""
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text).casefold()
        if not unicodedata.combining(letter)
    )
    # Apostrophes join (don't, dont); everything else that is no letter or digit separates.
    joined = re.sub(r"['\u2019`]", "", bare)
    return " ".join(re.sub(r"[\W_]+", " ", joined).split())


def _parse(query: str) -> _Query:
    pieces = _FILTER.split(query)
    filters = []
    words = plain(pieces[0])
    for name, text in zip(pieces[1::2], pieces[2::2], strict=True):
        quoted = re.match(r'"([^"]*)"(.*)', text, re.DOTALL)
        value, rest = quoted.groups() if quoted else (text, "")
        filters.append((name.lower(), value))
        words = f"{words} {plain(rest)}"
    return _Query(tuple(words.split()), tuple(filters))


def _passes(song: _Indexed, name: str, value: str) -> bool:
    if name == "isrc":
        return song.track.isrc == value.strip().upper()
    if name == "year":
        first, _, last = value.strip().partition("-")
        years = f"{song.track.year:04d}"
        return first <= years <= (last or first)
    text = {"track": song.title, "artist": song.artists, "album": song.album}[name]
    return all(_found(word, text) for word in plain(value).split())


def _found(word: str, text: str) -> int:
    """Say how well a word stands in a text: 3 as a word, 2 as a beginning, 1 within, 0 not."""
    # Japanese and Chinese do not separate words: there, *within* is the usual case.
    if word not in text:
        return 0
    padded = f" {text} "
    if f" {word} " in padded:
        return 3
    if f" {word}" in padded:
        return 2
    return 1 if len(word) > 2 or not word.isascii() else 0


def _score(song: _Indexed, words: Sequence[str]) -> int:
    """Say how well a song matches; 0 where too few of the words are there."""
    points = [
        max(3 * _found(word, song.title), 2 * _found(word, song.artists), _found(word, song.album))
        for word in words
    ]
    if sum(1 for one in points if one) < _ENOUGH * len(words):
        return 0
    phrase = " ".join(words)
    exact = 2 * (song.title == phrase) + (bool(phrase) and song.title in phrase)
    return sum(points) + 3 * exact
