"""Which scripts the fonts cover, and which packages bring the others."""

from dataclasses import dataclass

from bot.typesetting.compiling import compiled

_NOBODYS = "\U0005fffe"
"""A code point that no font will ever have: it is set as the box that stands for a missing one."""


@dataclass(frozen=True, slots=True)
class Script:
    """Something that titles and names are written in.

    Attributes:
        name: As people call it.
        letter: One of its letters.
        package: The package of Debian and Ubuntu whose fonts have it.
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
    """Return the scripts for which neither the bundled nor the system's fonts have letters.

    Blocks for a moment: call it in a worker thread.
    """
    box = _set(_NOBODYS)
    return [script for script in SCRIPTS if _set(script.letter) == box]


def _set(letter: str) -> bytes:
    source = f'#set page(width: 40pt, height: 40pt)\n#text(font: "Noto Sans")[{letter}]'
    return compiled({"main.typ": source.encode()}, ppi=72)
