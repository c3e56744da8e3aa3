"""Approval, spread and points as *abcvoting* counts them.

The library seats songs that nobody supports, while we leave such seats empty. So it is asked for no
more songs than are supported.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from abcvoting import abcrules, preferences

from bot.domain.counting import Picks, Points, Profile, lot_order
from tests.oracle.answers import Answer, ReadyCount, contested_seats, free_songs


def approval(profile: Profile) -> ReadyCount:
    """Ask for approval voting (`av`): every set of songs with the most approvals.

    However a tie is broken, our seats must be one of these sets.
    """
    seats, songs = contested_seats(profile), free_songs(profile)
    numbers = {song: number for number, song in enumerate(songs)}
    ballots = [
        [numbers[song] for song in picks if song in numbers] for picks in _picks(profile.ballots)
    ]
    votes = preferences.Profile(len(songs))
    votes.add_voters(filter(None, ballots))
    return partial(_ask, "av", votes, songs, min(seats, _supported(ballots)), several=True)


def spread(profile: Profile) -> ReadyCount:
    """Ask for sequential proportional approval (`seqpav`).

    Of two equal songs the library prefers the one with the lower number. The songs are numbered by
    approvals, stars and lot, as we break ties, so there is one answer. A pinned song gets more
    votes than there are ballots: it is seated first, and whoever picked it has one seat.
    """
    contested_seats(profile)
    lot = lot_order(profile.seed, profile.songs)
    approvals, stars = _sums(profile)
    songs = sorted(
        (song for song in lot if song not in profile.vetoed),
        key=lambda song: (song not in profile.pinned, -approvals[song], -stars[song]),
    )
    numbers = {song: number for number, song in enumerate(songs)}
    ballots = [
        [numbers[song] for song in picks if song in numbers] for picks in _picks(profile.ballots)
    ]
    votes = preferences.Profile(len(songs))
    votes.add_voters(filter(None, ballots))
    votes.add_voters(
        preferences.Voter([numbers[song]], weight=len(ballots) + 1) for song in profile.pinned
    )
    pinned = [[numbers[song]] for song in profile.pinned]
    size = min(profile.seats, _supported([*ballots, *pinned]))
    return partial(_ask, "seqpav", votes, songs, size, without=profile.pinned)


def points(profile: Profile) -> ReadyCount:
    """Ask for approval voting in which points given to a song are one voter of that weight.

    The library has no points; a song's weighted approvals are its points.
    """
    seats, songs = contested_seats(profile), free_songs(profile)
    numbers = {song: number for number, song in enumerate(songs)}
    given = [
        (numbers[song], points)
        for ballot in profile.ballots
        if isinstance(ballot, Points)
        for song, points in ballot.points
        if song in numbers
    ]
    votes = preferences.Profile(len(songs))
    votes.add_voters(preferences.Voter([song], weight=points) for song, points in given)
    supported = len({song for song, _ in given})
    return partial(_ask, "av", votes, songs, min(seats, supported), several=True)


def _ask(
    rule: str,
    votes: object,
    songs: Sequence[str],
    size: int,
    *,
    several: bool = False,
    without: frozenset[str] = frozenset(),
) -> Answer:
    if size == 0:
        return frozenset([frozenset()])
    found = abcrules.compute(rule, votes, size, resolute=not several)
    return frozenset(frozenset(songs[number] for number in seated) - without for seated in found)


def _picks(ballots: Iterable[object]) -> Iterable[frozenset[str]]:
    return (ballot.picks for ballot in ballots if isinstance(ballot, Picks))


def _supported(ballots: Iterable[Iterable[int]]) -> int:
    return len({number for ballot in ballots for number in ballot})


def _sums(profile: Profile) -> tuple[Counter[str], Counter[str]]:
    approvals: Counter[str] = Counter()
    stars: Counter[str] = Counter()
    for ballot in profile.ballots:
        if isinstance(ballot, Picks):
            approvals.update(ballot.picks)
            stars.update(ballot.stars)
    return approvals, stars
