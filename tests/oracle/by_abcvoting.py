"""Approval, spread and points as *abcvoting* counts them.

The library seats songs that nobody supports; we leave such seats empty. So it is asked for no more
songs than are supported.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from abcvoting import abcrules, preferences

from bot.domain.counting import Picks, Points, Profile, lot_order
from tests.oracle.answers import Answer, Asked, contested_seats, free_songs


def approval(profile: Profile) -> Asked:
    """Ask for approval voting (`av`): every set of songs that has most approvals.

    Whatever breaks a tie, our seats must be one of these sets.
    """
    seats, songs = contested_seats(profile), free_songs(profile)
    numbers = {song: number for number, song in enumerate(songs)}
    ballots = [
        [numbers[song] for song in picks if song in numbers] for picks in _picks(profile.ballots)
    ]
    votes = preferences.Profile(len(songs))
    votes.add_voters(filter(None, ballots))
    return partial(_ask, "av", votes, songs, min(seats, _supported(ballots)), several=True)


def spread(profile: Profile) -> Asked:
    """Ask for sequential proportional approval (`seqpav`).

    The library prefers the lower number of two equal songs. The songs are numbered by approvals,
    stars and lot, as our ties go, so there is one answer. A pinned song is one that more voters
    want than there are ballots: it is seated first, and counts as got for those who picked it.
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


def points(profile: Profile) -> Asked:
    """Ask for approval voting in which each gift of points is a voter of that weight.

    The library knows no points; a song's weighted approvals are its points.
    """
    seats, songs = contested_seats(profile), free_songs(profile)
    numbers = {song: number for number, song in enumerate(songs)}
    gifts = [
        (numbers[song], worth)
        for ballot in profile.ballots
        if isinstance(ballot, Points)
        for song, worth in ballot.points
        if song in numbers
    ]
    votes = preferences.Profile(len(songs))
    votes.add_voters(preferences.Voter([song], weight=worth) for song, worth in gifts)
    supported = len({song for song, _ in gifts})
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
