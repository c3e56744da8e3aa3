"""Finding songs among many by a few letters: words in any order, without accents or case."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from bot.domain.model import Song
from bot.domain.versions import fold

Thing = TypeVar("Thing")


def sought(words: str) -> list[str]:
    """Return what is looked for, the longest word first; none where nothing is."""
    return sorted(fold(words).split(), key=len, reverse=True)


def folded(song: Song) -> str:
    """Return title and artists of a song as they are compared."""
    return f"{fold(song.title)} / {fold(song.artist)}"


def best(words: str, things: Iterable[tuple[str, Thing]], most: int) -> tuple[Thing, ...]:
    """Return what holds all the words, best first: else as they come.

    What begins with them comes first, then what has them at the beginning of words.

    Args:
        words: What somebody typed.
        things: Each with the folded text that stands for it.
        most: How many are wanted.
    """
    wanted, whole = sought(words), fold(words)
    found = [
        (_rank(whole, wanted, text), thing)
        for text, thing in things
        if all(word in text for word in wanted)
    ]
    found.sort(key=lambda one: one[0])
    return tuple(thing for _, thing in found[:most])


def _rank(whole: str, wanted: Sequence[str], text: str) -> int:
    if text.startswith(whole):
        return 0
    return 1 if all(f" {word}" in f" {text}" for word in wanted) else 2
