"""Phrases as they are compared: lower case, digits of ASCII, no commas, small numbers as digits."""

import re
import unicodedata

from bot.domain.names import fold

_NUMBERS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_NUMBER = re.compile(rf"\b(?:{'|'.join(_NUMBERS)})\b")
_DISTANCE = re.compile(r", (?:in (?:[0-9]+ (?:minute|hour|day)s? ?){1,2}|now)$", re.IGNORECASE)
"""How far away a time is, as it is written behind it."""
_TIME = re.compile(r"[0-9]:[0-9]{2}")


def tidy(words: str) -> str:
    """Return a phrase in one form, so that what looks alike is read alike."""
    words = words.strip()
    if (distance := _DISTANCE.search(words)) and _TIME.search(words, 0, distance.start()):
        words = words[: distance.start()]
    phrase = "".join(map(_ascii_digit, fold(words)))
    phrase = re.sub(r"[\u2010-\u2015\u2212]", "-", phrase).replace("\u2019", "'")
    phrase = " ".join(phrase.replace(",", " ").rstrip(".!? ").split())
    phrase = re.sub(r"\b([ap])\.m\b\.?", r"\1m", phrase)
    phrase = re.sub(r"\bo ?'? ?clock\b", "oclock", phrase)
    phrase = re.sub(r"\b12 (noon|midday|midnight)\b", r"\1", phrase)
    phrase = re.sub(r"(?<=[0-9]-[0-9]{2})t(?=[0-9])", " ", phrase, flags=re.ASCII)
    return _NUMBER.sub(lambda found: str(_NUMBERS.index(found[0]) + 1), phrase)


def _ascii_digit(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)
