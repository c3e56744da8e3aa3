"""What every message is made of: pieces, one below the other."""

from typing import Any

from discord import ui

TEXT_MAX = 4000
"""Characters of text in one message."""

Piece = ui.Item[Any]


def layout(*pieces: Piece | str) -> ui.LayoutView:
    """Return a message of pieces, one below the other; a text is a piece. It never runs out."""
    view = ui.LayoutView(timeout=None)
    for piece in pieces:
        view.add_item(ui.TextDisplay(piece) if isinstance(piece, str) else piece)
    return view


def row(*items: Piece) -> "ui.ActionRow[Any]":
    """Return buttons side by side, or one menu."""
    return ui.ActionRow(*items)
