"""Lines as they are shown: together, without names unless the room wants them."""

from collections.abc import Iterator, Sequence

from bot.domain.listening import LINE_MAX, in_drawn_order
from bot.domain.model import Note, Proposal
from cogs.ui.kit import texts

_LIMITS = (LINE_MAX, 200, 120, 70)
"""Characters of each line; the first limit is used at which all lines fit."""


def lines_text(song: Proposal, most: int) -> str:
    """Return the lines of a song as a list of so many characters at most; empty without any."""
    lines = in_drawn_order(song.notes)
    for limit in _LIMITS:
        text = "\n".join(line_item(line, limit) for line in lines)
        if len(text) <= most:
            return text
    return "\n".join(_fitting(lines, most))


def _fitting(lines: Sequence[Note], most: int) -> Iterator[str]:
    """Return as many lines as fit, and how many more there are."""
    left = most - len("- and 1000 more")
    for number, line in enumerate(lines):
        text = line_item(line, _LIMITS[-1])
        left -= len(text) + 1
        if left < 0:
            yield f"- and {len(lines) - number} more"
            return
        yield text


def line_item(line: Note, limit: int) -> str:
    """Return a line of so many characters as an item of a list, with a name only if it is named."""
    said = texts.safe(line.text, limit) or "…"
    return f"- {texts.person(line.user_id)}: {said}" if line.named else f"- {said}"
