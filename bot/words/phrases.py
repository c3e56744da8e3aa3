"""Phrases as they are compared: lower case, digits of ASCII, no commas, small numbers as digits."""

import re

from bot.domain.names import fold
from bot.domain.numerals import in_digits

_DISTANCE = re.compile(r", (?:in (?:[0-9]+ (?:minute|hour|day)s? ?){1,2}|now)$", re.IGNORECASE)
"""How far away a time is, as it is written behind it."""
_TIME = re.compile(r"[0-9]:[0-9]{2}")
_DAY = r"today|tomorrow|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_REWRITTEN = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"[\u2010-\u2015\u2212]", "-"),
        (r"\u2019", "'"),
        (r"(?<=\S)@", " @"),
        (r"\b([ap])\. ?m\b\.?", r"\1m"),
        (r"\bo ?'? ?clock\b", "oclock"),
        (r"\b12(?::00)? ?(noon|midday|midnight)\b", r"\1"),
        (r"(?<=[0-9]-[0-9]{2})t(?=[0-9])", " "),
        (r"\b(?:tmr|tmrw|tmw|2morrow|tom{1,2}or{1,2}ow)\b", "tomorrow"),
        (r"\b(?:an?|1) fortnight\b", "2 weeks"),
        (r"\b(?:eow|(?:the )?end of (?:the |this )?week)\b", "fri eod"),
        (r"\b(?:the )?end of next week\b", "fri next week eod"),
        (rf"\b(?:the )?end of ({_DAY})\b", r"\1 eod"),
    )
)
"""What is written in several ways, and how it is read."""


def tidy(words: str) -> str:
    """Return a phrase in one form, so that what looks alike is read alike."""
    words = words.strip()
    if (distance := _DISTANCE.search(words)) and _TIME.search(words, 0, distance.start()):
        words = words[: distance.start()]
    phrase = " ".join(fold(in_digits(words)).replace(",", " ").rstrip(".!? ").split())
    for pattern, written in _REWRITTEN:
        phrase = pattern.sub(written, phrase)
    return in_digits(phrase)
