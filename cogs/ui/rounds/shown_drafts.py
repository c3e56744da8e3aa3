"""Reading the draft of a vote back from the preview that shows it."""

import re
from typing import Annotated

from bot.domain.errors import NotFound
from bot.domain.plans import PlannedCut, VoteDraft
from bot.domain.when import present
from cogs.ui.kit.context import Context
from cogs.ui.kit.custom_ids import Converter
from cogs.ui.kit.pressable import Pressable

CUTS_PIECE = 904
"""The id of the component that says how many songs get through, and until when; it is read back."""
_CUT = re.compile(r"for (\d+) seats?; closes <t:(\d+):F>")

MethodName = Annotated[str, Converter("[a-z_]{1,30}", str, str)]
"""The name of a counting method."""


def draft_of(pressed: Pressable, ctx: Context, method: str, opens: int) -> VoteDraft:
    """Return the draft that the preview shows whose button was pressed.

    Raises:
        NotFound: It shows none; it is of another version.
    """
    found = _CUT.findall(pressed.text_of_piece(CUTS_PIECE))
    if not found:
        raise NotFound("button")
    zone = ctx.room.timezone
    cuts = tuple(PlannedCut(int(seats), present(int(at), zone)) for seats, at in found)
    return VoteDraft(method, cuts, opens=opens or None)
