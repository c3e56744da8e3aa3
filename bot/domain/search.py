"""Searching songs by a few letters: words in any order, ignoring accents and case."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from bot.domain.folding import fold_loosely as fold
from bot.domain.model import Song

Thing = TypeVar("Thing")


def search_words(words: str) -> list[str]:
    """Return the words to search for, longest first."""
    return sorted(fold(words).split(), key=len, reverse=True)


def folded(song: Song) -> str:
    """Return the title and artists of a song in the form that searches compare."""
    return f"{fold(song.title)} / {fold(song.artist)}"


def best_matches(words: str, things: Iterable[tuple[str, Thing]], limit: int) -> tuple[Thing, ...]:
    """Return the things whose text contains all the words, best first.

    Texts that begin with the words come first, then texts with words that begin with them. Equally
    good things keep their order.

    Args:
        words: What somebody typed.
        things: Each with its folded text.
        limit: How many to return at most.
    """
    wanted, whole = search_words(words), fold(words)
    ranked = [
        (_rank(whole, wanted, text), thing)
        for text, thing in things
        if all(word in text for word in wanted)
    ]
    ranked.sort(key=lambda pair: pair[0])
    return tuple(thing for _, thing in ranked[:limit])


def _rank(whole: str, wanted: Sequence[str], text: str) -> int:
    if text.startswith(whole):
        return 0
    return 1 if all(f" {word}" in f" {text}" for word in wanted) else 2
