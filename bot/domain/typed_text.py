"""Text that people typed: cleaned, and its language guessed from its letters."""

import base64
import hashlib
import unicodedata

_BIDI_CONTROLS = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
)
_ZERO_WIDTH_SPACE = "\u200b"
_HIDDEN = _BIDI_CONTROLS | {_ZERO_WIDTH_SPACE}
_NOT_A_NAME = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
_EASTERN = {"HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh"}


def one_line(text: str) -> str:
    """Return text on one line, without control characters and invisible ones."""
    if text.isprintable():  # no character removed below is printable
        return " ".join(text.split())
    left_out = {
        ord(character): None
        for character in set(text)
        if not character.isspace() and _is_left_out(character)
    }
    return " ".join(text.translate(left_out).split())


def _is_left_out(character: str) -> bool:
    """Return whether a character is of no text; what this Python has yet to learn, is of some."""
    never_assigned = ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef"
    return never_assigned or character in _HIDDEN or unicodedata.category(character) in _NOT_A_NAME


def paragraphs(text: str) -> str:
    """Return text with each line cleaned as by `one_line`, without empty lines."""
    return "\n".join(filter(None, map(one_line, text.splitlines())))


def fingerprint(text: str) -> str:
    """Return six letters, digits, `-` or `_` that tell whether a text is still the same.

    A form that was opened an hour ago keeps them instead of the texts it began with.
    """
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())[:6].decode()


def language_of(text: str) -> str:
    """Return the language of East Asian text, whose shared characters differ by font; else `en`.

    Kana means Japanese and hangul Korean; Chinese has neither.
    """
    if text.isascii():
        return "en"
    scripts = {unicodedata.name(character, "").partition(" ")[0] for character in text}
    return next((language for script, language in _EASTERN.items() if script in scripts), "en")
