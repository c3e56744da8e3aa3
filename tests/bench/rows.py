"""The rows of the one table: what was measured, what it is held to, and whether that was met.

Less is better in every row, and a figure, its floor and its goal are of one unit, which the row's
name ends with. So a row needs nobody who knows it to be read.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        row: What was measured, and its unit.
        figure: What it took; None if it could not be measured.
        floor: What the least that one can do took, in the same run.
        goal: What the figure may be at most; None if it could not be measured.
        met: Whether it is no more than that.
    """

    row: str
    figure: float | None
    floor: float | None
    goal: float | None
    met: bool

    def as_json(self) -> str:
        """Return it as an object of JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Row":
        """Return what `as_json` wrote."""
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Goal:
    """What a row is held to: so much `most`, or so many `times` its floor."""

    row: str
    most: float | None = None
    times: float | None = None

    def measured(self, figure: float, floor: float | None = None) -> Row:
        """Return the row, once it was measured.

        Raises:
            ValueError: The goal is one against a floor, and there is none.
        """
        goal = self.most
        if self.times is not None:
            if floor is None:
                raise ValueError(f"nothing to compare with: {self.row}")
            goal = floor * self.times
        if goal is None:
            raise ValueError(f"no goal: {self.row}")
        return Row(self.row, figure, floor, goal, figure <= goal)

    @property
    def unmeasured(self) -> Row:
        """The row while it was not measured."""
        return Row(self.row, None, None, self.most, met=False)


def failed(what: str) -> Row:
    """Return the row of what could not be measured."""
    return Row(f"{what}: failed", None, None, None, met=False)


HEAD = ("row", "figure", "floor", "figure / floor", "goal", "goal / floor", "verdict")


def cells(row: Row) -> Sequence[str]:
    """Return what the columns of `HEAD` show of a row."""
    return (
        row.row,
        number(row.figure),
        number(row.floor),
        times(row.figure, row.floor),
        number(row.goal),
        times(row.goal, row.floor),
        "not measured" if row.figure is None else "met" if row.met else "not met",
    )


def table(rows: Iterable[Row]) -> str:
    """Return the rows as plain text; names stand left, figures right."""
    lines = [HEAD, *map(cells, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def number(figure: float | None) -> str:
    """Return a figure to about three digits."""
    if figure is None:
        return ""
    if figure == int(figure):
        return f"{int(figure)}"
    size = abs(figure)
    return f"{figure:.{4 if size < 0.1 else 3 if size < 1 else 2 if size < 10 else 1}f}"


def times(figure: float | None, floor: float | None) -> str:
    """Return how many times the floor a figure is; by what the floor is divided if it is less."""
    if figure is None or not floor:
        return ""
    share = figure / floor
    return f"{share:.2f} ×" if share >= 0.5 or not share else f"÷ {1 / share:.1f}"
