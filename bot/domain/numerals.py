"""Small numbers as people write them, in digits: `two`, `2½`, or digits of another script."""

import re
import unicodedata

_WORDS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_HALF_OF_ONE = re.compile(r"\b(?:an?|1) (?P<unit>[a-z]+) and a half\b", re.IGNORECASE)
_AND_A_HALF = re.compile(
    r"(?<=[0-9])(?: and a half| ?½)"
    r"(?=[ -]?(?:w(?:ee)?ks?|days?|hours?|hrs?|min(?:ute)?s?|sec(?:ond)?s?|[wdhms])\b)",
    re.IGNORECASE,
)
"""Only of a length: `5.5` may be a date, and nobody writes that so."""


def in_digits(text: str) -> str:
    """Return a text with the numbers up to twelve, and halves of lengths, in ASCII digits."""
    digits = "".join(map(_ascii_digit, text))
    digits = _WORD.sub(lambda found: str(_WORDS.index(found[0].casefold()) + 1), digits)
    return _AND_A_HALF.sub(".5", _HALF_OF_ONE.sub(r"1.5 \g<unit>", digits)).replace("½", "half")


def _ascii_digit(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)
