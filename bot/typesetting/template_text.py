"""Prepare texts for templates: add the language and the writing direction."""

import unicodedata
from typing import TypedDict

from bot.domain.typed_text import language_of


class TemplateText(TypedDict):
    """A text with its writing direction and language.

    Attributes:
        rightward: Whether it begins on the right.
        language: Its code, such as `en`.
    """

    text: str
    rightward: bool
    language: str


def template_text(text: str) -> TemplateText:
    """Return a text with its writing direction and language."""
    directions = (unicodedata.bidirectional(character) for character in text)
    strong = next((one for one in directions if one in ("L", "R", "AL")), "L")
    return {"text": text, "rightward": strong != "L", "language": language_of(text)}
