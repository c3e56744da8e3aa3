"""Texts as templates take them: with their language, and the side they begin at."""

import unicodedata
from typing import TypedDict

from bot.domain.typed_text import language_of


class TemplateText(TypedDict):
    """A text, and how it is set.

    Attributes:
        rightward: Whether it begins at the right.
        language: Its code, such as `en`.
    """

    text: str
    rightward: bool
    language: str


def template_text(text: str) -> TemplateText:
    """Return a text as templates take it."""
    directions = (unicodedata.bidirectional(character) for character in text)
    strong = next((one for one in directions if one in ("L", "R", "AL")), "L")
    return {"text": text, "rightward": strong != "L", "language": language_of(text)}
