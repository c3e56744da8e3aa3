"""Find out which scripts the fonts cover, and name the packages for the others."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from bot.typesetting.compiling import can_be_set, compile_png

_UNASSIGNED = "\U0005fffe"
"""A code point that no font has: it is shown as the box for missing glyphs."""


@dataclass(frozen=True, slots=True)
class Script:
    """A script that titles and names may be written in.

    Attributes:
        name: Its everyday name.
        letter: One of its letters.
        package: The package in Debian and Ubuntu with fonts for it.
    """

    name: str
    letter: str
    package: str


SCRIPTS = (
    Script("Latin", "A", "fonts-noto-core"),
    Script("Greek", "Ω", "fonts-noto-core"),
    Script("Cyrillic", "Ж", "fonts-noto-core"),
    Script("Arabic", "ع", "fonts-noto-core"),
    Script("Hebrew", "ש", "fonts-noto-core"),
    Script("Devanagari", "क", "fonts-noto-core"),
    Script("Thai", "ก", "fonts-noto-core"),
    Script("Armenian", "Ա", "fonts-noto-core"),
    Script("Bengali", "ক", "fonts-noto-core"),
    Script("Georgian", "ქ", "fonts-noto-core"),
    Script("Tamil", "க", "fonts-noto-core"),
    Script("Chinese", "汉", "fonts-noto-cjk"),
    Script("Japanese", "あ", "fonts-noto-cjk"),
    Script("Korean", "한", "fonts-noto-cjk"),
    Script("emoji", "🎬", "fonts-noto-color-emoji"),
)


def missing() -> list[Script]:
    """Return the scripts that neither the bundled nor the system's fonts cover.

    Blocks for a moment: call it in a worker thread.
    """
    box = _typeset(_UNASSIGNED)
    return [script for script in SCRIPTS if _typeset(script.letter) == box]


_BY_WORD = {
    "CJK": "Chinese",
    "IDEOGRAPHIC": "Chinese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
}
"""Scripts by the first word of their letters' Unicode names, where the two differ."""
_EMOJI_FROM = 0x1F000
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
    word = unicodedata.name(character, "").partition(" ")[0]
    name = _BY_WORD.get(word, word.capitalize())
    if ord(character) >= _EMOJI_FROM and unicodedata.category(character)[0] == "S":
        name = "emoji"
    elif not character.isalpha():
        name = "signs"
    known = next((script for script in SCRIPTS if script.name == name), None)
    return known or Script(name or "letters", "", _PACKAGE)


def _typeset(letter: str) -> bytes:
    source = f'#set page(width: 40pt, height: 40pt)\n#text(font: "Noto Sans")[{letter}]'
    return compile_png({"main.typ": source.encode()}, ppi=72)
