"""Tables of measurements as plain text."""

from collections.abc import Sequence


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table with a title above; the first column stands left, the others right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in (head, *rows)
    ]
    return "\n".join([title, "", *lines])


def figures(least: float, median: float | None = None) -> str:
    """Return a time in milliseconds, with the median of its measurements where it has some."""
    shown = _number(least * 1000)
    return shown if median is None else f"{shown} ({_number(median * 1000)})"


def ratio(number: float) -> str:
    """Return a ratio."""
    return _number(number)


def _number(number: float) -> str:
    """Return a number to about three digits."""
    places = 3 if number < 1 else 2 if number < 10 else 1 if number < 100 else 0
    return f"{number:.{places}f}"
