"""Find out which scripts the fonts cover, and name the packages for the others."""

import unicodedata
from collections import defaultdict

from msgspec import Struct

from bot.typesetting.compiling import can_be_set, compile_png

_PICTURES = 0x1F000
_UNASSIGNED = "\U0005fffe"
"""A code point that no font has: it is shown as the box for missing glyphs."""


class Script(Struct, frozen=True):
    """A script that titles and names may be written in.

    Attributes:
        name: Its everyday name.
        letter: One of its letters.
        package: The package in Debian and Ubuntu with fonts for it.
        begins: How Unicode's names of its characters begin; empty for pictures, which have no such
            beginning.
    """

    name: str
    letter: str
    package: str
    begins: tuple[str, ...] = ()

    def used_in(self, text: str) -> bool:
        """Return whether a text has a character of this script."""
        return any(map(self.has, set(text)))

    def has(self, character: str) -> bool:
        """Return whether a character is of this script."""
        if not self.begins:
            return ord(character) >= _PICTURES
        return unicodedata.name(character, "").startswith(self.begins)


SCRIPTS = (
    Script("Latin", "A", "fonts-noto-core", ("LATIN",)),
    Script("Greek", "Ω", "fonts-noto-core", ("GREEK",)),
    Script("Cyrillic", "Ж", "fonts-noto-core", ("CYRILLIC",)),
    Script("Arabic", "ع", "fonts-noto-core", ("ARABIC",)),
    Script("Hebrew", "ש", "fonts-noto-core", ("HEBREW",)),
    Script("Devanagari", "क", "fonts-noto-core", ("DEVANAGARI",)),
    Script("Thai", "ก", "fonts-noto-core", ("THAI",)),
    Script("Armenian", "Ա", "fonts-noto-core", ("ARMENIAN",)),
    Script("Bengali", "ক", "fonts-noto-core", ("BENGALI",)),
    Script("Georgian", "ქ", "fonts-noto-core", ("GEORGIAN",)),
    Script("Tamil", "க", "fonts-noto-core", ("TAMIL",)),
    Script("Chinese", "汉", "fonts-noto-cjk", ("CJK", "IDEOGRAPHIC")),
    Script("Japanese", "あ", "fonts-noto-cjk", ("HIRAGANA", "KATAKANA")),
    Script("Korean", "한", "fonts-noto-cjk", ("HANGUL",)),
    Script("emoji", "🎬", "fonts-noto-color-emoji", ()),
)


def missing() -> list[Script]:
    """Return the scripts that neither the bundled nor the system's fonts cover.

    Blocks for a moment: call it in a worker thread.
    """
    box = _typeset(_UNASSIGNED)
    return [script for script in SCRIPTS if _typeset(script.letter) == box]


_PACKAGE = "fonts-noto-core"
"""Has most of the scripts that are not listed above."""


def missing_in(text: str) -> tuple[Script, ...]:
    """Return the scripts of a text of which some letters have no font, in the order they occur.

    Blocks for a moment for each script of the text: call it in a worker thread.
    """
    letters = defaultdict[Script, set[str]](set)
    for character in dict.fromkeys(text):
        if character.isascii() or unicodedata.category(character)[0] in "MCZ":
            continue
        letters[_script_of(character)].add(character)
    return tuple(
        script for script, found in letters.items() if not can_be_set(" ".join(sorted(found)))
    )


def _script_of(character: str) -> Script:
    known = next((script for script in SCRIPTS if script.has(character)), None)
    if known is not None:
        return known
    word = unicodedata.name(character, "").partition(" ")[0].capitalize()
    return Script((word or "letters") if character.isalpha() else "signs", "", _PACKAGE)


def _typeset(letter: str) -> bytes:
    source = f'#set page(width: 40pt, height: 40pt)\n#text(font: "Noto Sans")[{letter}]'
    return compile_png({"main.typ": source.encode()}, ppi=72)
