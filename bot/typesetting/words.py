"""What typesetting must know of a text: its language, and at which side it begins."""

import unicodedata
from typing import TypedDict

from bot.domain.typed_text import language_of


class Words(TypedDict):
    """A text as templates take it."""

    text: str
    rightward: bool
    language: str


def words(text: str) -> Words:
    """Return a text with what a template must know of it."""
    directions = (unicodedata.bidirectional(character) for character in text)
    strong = next((one for one in directions if one in ("L", "R", "AL")), "L")
    return {"text": text, "rightward": strong != "L", "language": language_of(text)}
