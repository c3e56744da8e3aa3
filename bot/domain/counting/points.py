"""Points: everybody divides a budget of points, and the songs with the most points get the seats.

With ten points, at most five per song, a writer can say not only which songs they want but how
much. Songs with the same number of points are ordered by the number of writers who gave them any:
one point each from three writers beats three points from one. How songs equal in both are separated
is in `by_sums`: the spread, the casting vote, the lot.
"""

from collections import Counter

from bot.domain.ballot_forms.points import POINTS, Points
from bot.domain.counting.by_sums import REASONS, STEPS, count_by_sums
from bot.domain.counting.method import BEFORE_THE_COUNT, CountingMethod
from bot.domain.counting.outcome import Outcome
from bot.domain.counting.profile import Profile, ballots_of
from bot.domain.counting.support import Support, count_supporters

POINTS_GIVEN = "points"
"""How many points a song was given."""
SUPPORTERS = "supporters"
"""How many ballots gave it a point or more."""


def count(profile: Profile) -> Outcome:
    """Count a round by points, then by supporters, then as `count_by_sums` says.

    Raises:
        BadRecord: The casting vote does not fit the tie: other songs, or the wrong number.
    """
    return count_by_sums(profile, sum_up(profile))


def sum_up(profile: Profile) -> Support:
    """Sum up a round's ballots, equal ones at once. A ballot supports the songs it gives points to.

    Raises:
        TypeError: A ballot belongs to another method.
    """
    ballots = ballots_of(profile, Points)
    given = Counter([ballot.points for ballot in ballots])
    totals = dict.fromkeys(profile.songs, 0)
    groups: dict[frozenset[str], int] = {}
    for points, times in given.items():
        for song, number in points:
            totals[song] += number * times
        supported = frozenset([song for song, _ in points])
        groups[supported] = groups.get(supported, 0) + times
    supporters = count_supporters(groups, profile.songs)
    return Support(
        groups=tuple((songs, n) for songs, n in groups.items() if songs),
        names=(POINTS_GIVEN, SUPPORTERS),
        sums={song: (totals[song], supporters[song]) for song in profile.songs},
        ballots=len(ballots),
        abstentions=given[frozenset()],
    )


METHOD = CountingMethod(
    name="points",
    title="Points",
    gist="share out your points among the songs; those with the most points get in",
    form=POINTS,
    reasons=BEFORE_THE_COUNT
    | {
        POINTS_GIVEN: "decided by points",  # more points than the best song left out
        SUPPORTERS: "decided by supporters",  # as many points as that one, from more writers
    }
    | REASONS,
    steps={SUPPORTERS: "by how many writers gave them points"} | STEPS,
    figures={POINTS_GIVEN: ("point", "points"), SUPPORTERS: ("supporter", "supporters")},
    casting=True,
    count=count,
)
