"""Points: everybody shares out a budget of points, and the songs with most points get the seats.

With ten points, at most five on a song, a writer can say not only which songs they want but how
much. Songs with equally many points are ordered by how many writers gave them any: three writers
who give one point each come before one who gives three. What is done about songs that are equal in
both is in `by_key`: the spread, the casting vote, the lot.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.counting.by_key import REASONS, STEPS, count_by_key
from bot.domain.counting.fields import Fields
from bot.domain.counting.method import BEFORE_THE_COUNT, BallotForm, CountingMethod
from bot.domain.counting.outcome import Outcome
from bot.domain.counting.profile import Ballot, Profile, ballots_of
from bot.domain.counting.votes import Votes, supporters

POINTS_GIVEN = "points"
"""How many points a song was given."""
SUPPORTERS = "supporters"
"""How many ballots gave it a point or more."""


@dataclass(frozen=True, slots=True)
class Points(Ballot):
    """A ballot that gives points, at least 1, to each song it names; without any it abstains."""

    points: frozenset[tuple[str, int]] = frozenset()

    @property
    def abstains(self) -> bool:
        """Whether no song is given a point."""
        return not self.points


def count(profile: Profile) -> Outcome:
    """Count a round by points: by points, then by supporters, then as `count_by_key` says.

    Raises:
        BadRecord: The casting vote does not fit the tie: other songs, or the wrong number.
    """
    return count_by_key(profile, sum_up(profile))


def sum_up(profile: Profile) -> Votes:
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
    supports = supporters(groups, profile.songs)
    return Votes(
        groups=tuple((songs, n) for songs, n in groups.items() if songs),
        names=(POINTS_GIVEN, SUPPORTERS),
        keys={song: (totals[song], supports[song]) for song in profile.songs},
        ballots=len(ballots),
        abstentions=given[frozenset()],
    )


def read_ballot(fields: Fields, songs: Mapping[str, int], limits: Mapping[str, int]) -> Points:
    """Read a ballot's `points`, an object of whole numbers by song.

    Raises:
        BadRecord: A song is unknown, its points are not a whole number of at least 1, or there are
            more for one song or for all than the record allows.
    """
    fields.only(("receipt", "points"))
    if "points" not in fields:
        return Points()
    given = fields.inner("points")
    for song in given:
        if song not in songs:
            raise given.fault(song, "there is no such song")
        if given.whole(song, 1) > limits["per_song"]:
            rule = f"it is given {given.whole(song, 1)}, and at most {limits['per_song']} are"
            raise given.fault(song, f"{rule} allowed for one song")
    points = frozenset((song, given.whole(song, 1)) for song in given)
    if (total := sum(number for _, number in points)) > limits["budget"]:
        rule = f"there are {total}, and at most {limits['budget']} are allowed in all"
        raise fields.fault("points", rule)
    return Points(points)


def write_ballot(ballot: Ballot, songs: Mapping[str, int]) -> dict[str, object]:
    """Return a ballot as a record holds it, songs in the order of the candidates.

    Raises:
        TypeError: The ballot belongs to another method.
    """
    if not isinstance(ballot, Points):
        raise TypeError("only ballots of points can be written here")
    return {"points": dict(sorted(ballot.points, key=lambda given: songs[given[0]]))}


POINTS = BallotForm("points", {"budget": 1, "per_song": 1}, read_ballot, write_ballot)

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
