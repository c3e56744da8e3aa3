"""Write a letter that asks for the rights to a song as plain text, as mail programs take it."""

from bot.domain.rights import Letter
from bot.export.letter_words import Block, Kind, Line, blocks

_INDENT = "    "


def letter_text(letter: Letter) -> str:
    """Return a letter as text, which ends with a line break."""
    return "\n\n".join(_written(block) for block in blocks(letter)) + "\n"


def _written(block: Block) -> str:
    lines = [_line(one) for one in block.lines]
    if block.kind is Kind.HEADING:
        return "\n".join(one.upper() for one in lines)
    if block.kind is Kind.QUOTE:
        return "\n".join(f"{_INDENT}{one}" for one in lines)
    if block.kind is Kind.FACTS:
        return "\n".join(f"{label}: {one}" for label, one in zip(block.labels, lines, strict=True))
    return "\n".join(lines)


def _line(line: Line) -> str:
    return "".join(span.text for span in line)
