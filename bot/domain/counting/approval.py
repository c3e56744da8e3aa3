"""Approval: everybody picks the songs they want, and the songs with the most picks get the seats.

A star says *this one above all*. Stars matter only between songs with the same number of picks. How
songs equal in both are separated is in `by_sums`: the spread, the casting vote, the lot.

Source: approval voting with a proportional tie-break, after Lackner & Skowron, *Multi-Winner Voting
with Approval Preferences* (2023).
"""

from bot.domain.ballot_forms.picks import PICKS
from bot.domain.counting.by_sums import REASONS, STEPS, count_by_sums
from bot.domain.counting.method import BEFORE_THE_COUNT, CountingMethod
from bot.domain.counting.outcome import Outcome
from bot.domain.counting.pick_sums import APPROVALS, FIGURES, STARS, sum_up
from bot.domain.counting.profile import Profile


def count(profile: Profile) -> Outcome:
    """Count a round by picks, then by stars, then as `count_by_sums` says.

    Raises:
        BadRecord: The casting vote does not fit the tie: other songs, or the wrong number.
    """
    return count_by_sums(profile, sum_up(profile))


METHOD = CountingMethod(
    name="approval",
    title="Approval",
    gist="pick as many songs as there are seats, and star two; the most picked get in",
    form=PICKS,
    reasons=BEFORE_THE_COUNT
    | {
        APPROVALS: "decided by picks",  # more picks than the best song left out
        STARS: "decided by stars",  # as many picks as that one, and more stars
    }
    | REASONS,
    steps={STARS: "by stars"} | STEPS,
    figures=FIGURES,
    casting=True,
    count=count,
)
