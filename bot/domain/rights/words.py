"""What the sides of a song, the stages of asking, and where rights stand are called, everywhere."""

from collections.abc import Sequence

from bot.domain.board import Clearance
from bot.domain.rights.holders import Side, Stage

SIDES = {Side.RECORDING: "Recording", Side.SONG: "Song"}
TRADE_NAMES = {Side.RECORDING: "Recording (master)", Side.SONG: "Song (publishing)"}
"""The sides as those who clear them every day call them, too."""
STAGES = {
    Stage.TO_ASK: "to ask",
    Stage.ASKED: "asked",
    Stage.QUOTED: "quoted",
    Stage.CLEARED: "cleared",
    Stage.REFUSED: "refused",
}
"""How far asking a holder has come."""
STATUS = {
    Clearance.TO_CLEAR: "To clear",
    Clearance.PENDING: "Pending",
    Clearance.CLEARED: "Cleared",
    Clearance.DENIED: "Denied",
}
"""What it comes to for a side, or a song."""


NAMED = 3
"""The most episodes that are named."""


def for_episodes(numbers: Sequence[str]) -> str:
    """Return for which episodes something is: ` for episode 102`, empty for none.

    Of many, the first ones are named, and the others counted.
    """
    if not numbers:
        return ""
    if len(numbers) > NAMED:
        first, others = ", ".join(numbers[:NAMED]), len(numbers) - NAMED
        return f" for episodes {first} and {others} more"
    *most, last = numbers
    return f" for episode{'s' if most else ''} {', '.join(most)}{' and ' if most else ''}{last}"
