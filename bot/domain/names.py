"""Names that people give: how they are kept, and when two of them are the same.

Two names that look the same are the same, however they were typed: with full-width letters, in
another case, with two spaces, or with characters that nobody sees.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from bot.domain.folding import fold as fold_letters
from bot.domain.folding import fold_loosely
from bot.domain.reasons import has_visible_text
from bot.domain.typed_text import one_line

Thing = TypeVar("Thing")

ELLIPSIS = "…"
"""The end of a name that was cut for want of room."""

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
"""Characters that show nothing by themselves: Unicode's default ignorables, and the empty Braille.

Some of them join what stands around them, so they are left out of comparisons only.
"""


def is_blank(text: str) -> bool:
    """Return whether a text shows nothing."""
    return not has_visible_text(text)


def tidy(text: str) -> str:
    """Return a name as it is kept: on one line, composed; empty if it would show nothing."""
    return "" if is_blank(text) else unicodedata.normalize("NFC", one_line(text))


def fold(name: str) -> str:
    """Return a name as it is compared: by NFKC, without case or unseen characters, single spaces.

    What would show nothing is empty. Folding it once more changes nothing.
    """
    if name.isascii() and name.isprintable():
        return " ".join(name.casefold().split())
    before, after = "", name
    while before != after:
        before = after
        seen = _UNSEEN.sub("", one_line(unicodedata.normalize("NFKC", before)))
        after = " ".join(unicodedata.normalize("NFKC", seen.casefold()).split())
    return "" if is_blank(after) else after


class Named(Struct, Generic[Thing], frozen=True):
    """A thing with what it is called.

    Attributes:
        thing: The thing.
        value: What a program calls it, which is sent when somebody picks it.
        label: What people see, unlike the label of any other thing beside it.
        names: The other names it goes by, which others may share.
        folded: What a search looks through, in the form of `bot.domain.search`.
    """

    thing: Thing
    value: str
    label: str
    names: Sequence[str] = ()
    folded: str = ""


def called(words: str, among: Iterable[Named[Thing]]) -> tuple[Thing, ...]:
    """Return the things that words mean: several if they fit several equally well.

    A value comes before a label, a label before another name, and what is written alike before what
    has the same letters. Words that end in an ellipsis were cut, and fit what begins with them.
    """
    things = list(among)
    exact = [one.thing for one in things if one.value == words.strip()]
    if exact:
        return tuple(exact)
    for form in (fold, fold_letters, fold_loosely):
        wanted = form(words)
        for names in (_label, _other_names):
            found = [one.thing for one in things if wanted in map(form, names(one))]
            if wanted and found:
                return tuple(found)
    begun = fold(words.rstrip().removesuffix(ELLIPSIS)) if words.rstrip().endswith(ELLIPSIS) else ""
    if not begun:
        return ()
    every = [(one.thing, (*_label(one), *_other_names(one))) for one in things]
    return tuple(
        thing for thing, names in every if any(fold(name).startswith(begun) for name in names)
    )


def _label(one: Named[Thing]) -> Sequence[str]:
    return (one.label,)


def _other_names(one: Named[Thing]) -> Sequence[str]:
    return (one.value, *one.names)
