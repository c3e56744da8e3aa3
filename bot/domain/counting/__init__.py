"""Counting: from ballots to seats, exactly, and the same every time.

The count has no clock, no I/O, no randomness and no floating-point numbers. A method is a file with
a METHOD and a line in the registry.
"""

from bot.domain.ballot_forms.form import CountedBallot
from bot.domain.ballot_forms.picks import Picks
from bot.domain.ballot_forms.points import Points
from bot.domain.ballot_forms.ranking import Ranking
from bot.domain.counting.lot import lot_order
from bot.domain.counting.method import CountingMethod
from bot.domain.counting.outcome import Outcome, Seat, Stage, Tally, TieBreak
from bot.domain.counting.profile import BY_LOT, Casting, Profile
from bot.domain.counting.registry import METHODS, method_named
from bot.domain.errors import BadRecord

__all__ = [
    "BY_LOT",
    "METHODS",
    "Casting",
    "CountedBallot",
    "CountingMethod",
    "Outcome",
    "Picks",
    "Points",
    "Profile",
    "Ranking",
    "Seat",
    "Stage",
    "Tally",
    "TieBreak",
    "count",
    "lot_order",
    "method_named",
]


def count(profile: Profile) -> Outcome:
    """Count a round by its method.

    With `casting=None`, a tie that only a casting vote can break is left in the outcome's `tied`;
    count again with the showrunner's choice or with `BY_LOT` for the final outcome.

    Raises:
        BadRecord: The method is unknown, the casting vote does not fit the tie, or the method has
            no casting vote.
    """
    method = method_named(profile.method)
    if isinstance(profile.casting, tuple) and not method.casting:
        raise BadRecord("casting", f"there is no casting vote in {method.name}")
    return method.count(profile)
