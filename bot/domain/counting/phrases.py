"""Numbers and lists in words."""

from collections.abc import Callable, Sequence

from bot.domain.counting.outcome import Number

Names = Callable[[Sequence[str]], str]
"""Turns song ids, in order, into a phrase."""


def amount(number: Number) -> str:
    """Return a number as people write it: `3`, `3 1/2`, `about 3.06`.

    A long fraction is rounded down, so that it never seems to reach a number it falls short of.
    """
    whole, part = divmod(number, 1)
    if not part:
        return str(whole)
    if part.denominator > 12:
        return f"about {whole}.{part * 100 // 1:02}"
    return f"{whole} {part}" if whole else str(part)


def quantity(number: Number, noun: str, plural: str = "") -> str:
    """Return a number with its noun: `1 seat`, `3 seats`, `3 1/2 votes`."""
    return f"{amount(number)} {noun if number == 1 else plural or noun + 's'}"


def listed(phrases: Sequence[str]) -> str:
    """Return phrases as one: `a`, `a and b`, `a, b and c`."""
    *others, last = phrases
    return f"{', '.join(others)} and {last}" if others else last
