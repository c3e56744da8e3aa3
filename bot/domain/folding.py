"""Words in the forms that are compared: one to tell names apart, a looser one to search with."""

import unicodedata
from functools import lru_cache

FOLDING = 2
"""The number of the forms made here; what is stored in older ones is folded anew at the start."""

_ACCENTED = frozenset({"LATIN", "GREEK"})
"""Scripts whose marks are accents, which people leave out as they type."""
_STRESS = frozenset("\u0300\u0301")
_YO = ("\u0435", "\u0308")
_STRESSED = frozenset("аеиоуыэюяіѣѵ")
"""Cyrillic letters on which a stroke is stress. Elsewhere a mark makes a letter: й, ї, ў, ќ."""


@lru_cache(maxsize=8192)  # a longlist is compared with every song that is added to it
def fold(words: str) -> str:
    """Return words as names are told apart by: no accents, no case, single spaces.

    Marks stay where they make another letter of a letter or another word of a word, as in kana,
    in Hindi, in Arabic. The wildcards of SQL's LIKE are removed too, so that what people type is
    only text.

    Whoever changes this raises `FOLDING`, since stored songs and characters are found by it.
    """
    return _folded(words, loosely=False)


@lru_cache(maxsize=8192)  # each letter typed into a search compares a whole longlist
def fold_loosely(words: str) -> str:
    """Return words as searches compare them: like `fold`, without any marks."""
    return _folded(words, loosely=True)


def _folded(words: str, *, loosely: bool) -> str:
    if words.isascii():
        plain = "".join(c if c.isalnum() else " " for c in words.casefold())
    else:
        plain = _letters(words, loosely=loosely)
    folded = " ".join(plain.split())
    return folded or words.replace("%", " ").replace("_", " ").strip().casefold()


def _letters(words: str, *, loosely: bool) -> str:
    """Return words without case, with spaces for signs, and the marks that make letters."""
    letters, base = list[str](), ""
    for character in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", words).casefold()):
        kind = unicodedata.category(character)
        if kind[0] == "M":
            if base and not loosely and _makes_a_letter(character, base):
                letters.append(character)
        elif kind != "Cf":  # joiners stand within words
            base = character if character.isalnum() else ""
            letters.append(base or " ")
    return "".join(letters)


@lru_cache(maxsize=4096)
def _makes_a_letter(mark: str, base: str) -> bool:
    """Return whether a mark on a letter or digit makes something else of it."""
    if not base.isalpha() or "VARIATION SELECTOR" in unicodedata.name(mark, ""):
        return False
    script = unicodedata.name(base, "").partition(" ")[0]
    if script == "CYRILLIC":
        stress = mark in _STRESS and base in _STRESSED
        return not stress and (base, mark) != _YO
    return script not in _ACCENTED
