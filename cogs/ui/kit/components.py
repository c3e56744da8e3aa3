"""Messages built of components, one below the other."""

from typing import Any

from discord import ui

TEXT_MAX = 4000
"""Characters of text in one message."""

Piece = ui.Item[Any]


class _NotKept(ui.LayoutView):
    """A message that discord.py does not keep: a press brings all that its button needs.

    It would keep a private one for a quarter of an hour, with all its texts.
    """

    def is_finished(self) -> bool:
        """Return whether presses are of no interest to this object: they never are."""
        return True


def layout(*pieces: Piece | str) -> ui.LayoutView:
    """Return a message of components, one below the other. Its buttons never time out."""
    view = _NotKept(timeout=None)
    for piece in pieces:
        view.add_item(ui.TextDisplay(piece) if isinstance(piece, str) else piece)
    return view


def row(*items: Piece) -> "ui.ActionRow[Any]":
    """Return a row of buttons, or of one menu."""
    return ui.ActionRow(*items)
