"""Search songs by words, ignoring accents, case and small typos."""

import difflib
import re
import unicodedata
from collections.abc import Sequence

from msgspec import Struct

from bot.demo.spotify.catalogue import Track

_FILTER = re.compile(r"\b(track|artist|album|isrc|year):\s*", re.IGNORECASE)
_MATCH_SHARE = 0.7
"""The share of the words that must match: in `heros by david bowie`, one matches nothing."""


class _Indexed(Struct, frozen=True):
    track: Track
    title: str
    artists: str
    album: str


class _Query(Struct, frozen=True):
    """A parsed query: free words, and pairs of a field's name and the text to find in it."""

    words: tuple[str, ...]
    filters: tuple[tuple[str, str], ...]


class Index:
    """A searchable index of the catalogue."""

    def __init__(self, tracks: Sequence[Track]) -> None:
        self._songs = tuple(
            _Indexed(track, plain(track.title), plain(" ".join(track.artists)), plain(track.album))
            for track in tracks
        )
        texts = (f"{song.title} {song.artists} {song.album}" for song in self._songs)
        self._vocabulary = sorted({word for text in texts for word in text.split()})

    def search(self, query: str) -> tuple[Track, ...]:
        """Return all matching tracks, best first; equal ones in catalogue order."""
        parsed = _parse(query)
        if not parsed.words and not parsed.filters:
            return ()
        words = tuple(self._correct(word) for word in parsed.words)
        scored = []
        for place, song in enumerate(self._songs):
            if not all(_matches_filter(song, *condition) for condition in parsed.filters):
                continue
            score = _song_score(song, words)
            if score or not words:
                scored.append((-score, place, song.track))
        scored.sort(key=lambda one: one[:2])
        return tuple(track for _, _, track in scored)

    def _correct(self, word: str) -> str:
        """Return the word, or the known word of which it is most likely a misspelling."""
        if any(word in known for known in self._vocabulary):
            return word
        near = difflib.get_close_matches(word, self._vocabulary, n=1, cutoff=0.8)
        return near[0] if near else word


def plain(text: str) -> str:
    """Return the words of a text in lowercase without accents, separated by single spaces."""
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text).casefold()
        if not unicodedata.combining(letter)
    )
    # Apostrophes join (don't, dont); anything else that is not a letter or digit separates.
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


def _matches_filter(song: _Indexed, name: str, value: str) -> bool:
    if name == "isrc":
        return song.track.isrc == value.strip().upper()
    if name == "year":
        first, _, last = value.strip().partition("-")
        years = f"{song.track.year:04d}"
        return first <= years <= (last or first)
    text = {"track": song.title, "artist": song.artists, "album": song.album}[name]
    return all(_word_score(word, text) for word in plain(value).split())


def _word_score(word: str, text: str) -> int:
    """Return how well a word matches a text: 3 a word, 2 the start of one, 1 within one, 0 not."""
    # Japanese and Chinese do not separate words, so there *within* is the usual case.
    if word not in text:
        return 0
    padded = f" {text} "
    if f" {word} " in padded:
        return 3
    if f" {word}" in padded:
        return 2
    return 1 if len(word) > 2 or not word.isascii() else 0


def _song_score(song: _Indexed, words: Sequence[str]) -> int:
    """Return how well a song matches; 0 if too few of the words do."""
    points = [
        max(
            3 * _word_score(word, song.title),
            2 * _word_score(word, song.artists),
            _word_score(word, song.album),
        )
        for word in words
    ]
    if sum(1 for one in points if one) < _MATCH_SHARE * len(words):
        return 0
    phrase = " ".join(words)
    exact = 2 * (song.title == phrase) + (bool(phrase) and song.title in phrase)
    return sum(points) + 3 * exact
