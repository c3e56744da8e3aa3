"""The page *Performance* of the docs: its table is what was measured last, and nobody's to type."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.machine import described
from tests.bench.rows import HEAD, Goal, Row, cells

PAGE = Path("docs/performance.md")
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"


def write(rows: Iterable[Row], asked: Iterable[Goal], page: Path = PAGE) -> None:
    """Put what was measured of the rows asked for, when and where, between the page's marks."""
    found = {row.row: row for row in rows}
    shown = [found.get(goal.row, goal.unmeasured) for goal in asked]
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    measured = f"Measured on {datetime.now(UTC):%d %B %Y}: {described()}.\n\n{markdown(shown)}"
    page.write_text(f"{before}{BEGIN}{measured}{END}{after}", encoding="utf-8")


def markdown(rows: Iterable[Row]) -> str:
    """Return the table of the page."""
    lines = [HEAD, ("---", *["---:"] * (len(HEAD) - 1)), *map(cells, rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def shown(page: Path = PAGE) -> Sequence[str]:
    """Return what the rows of the page's table are named, in their order."""
    _, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    lines = [line for line in rest.partition(END)[0].splitlines() if line.startswith("|")]
    return [line.split(" | ")[0].removeprefix("| ") for line in lines[2:]]
