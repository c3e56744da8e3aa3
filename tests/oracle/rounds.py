"""Rounds to count: the real ones of the tests, and random ones that are equal in every run."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from bot.domain.counting import BY_LOT, Casting, CountedBallot, Picks, Points, Profile, Ranking
from bot.domain.counting.record import parse
from bot.domain.json_fields import load
from bot.domain.structs import replace

REAL = Path(__file__).parents[1] / "data" / "song-rounds"
SEATS_TRIED = range(1, 10)
"""The real rounds had six seats; their ballots are counted for all these numbers of seats."""

BUDGET, PER_SONG, STARS = 10, 5, 2

Taste = Callable[[], Sequence[float]]
"""Draws one writer: how much each song appeals to them."""


def real_rounds(method: str) -> Iterator[Profile]:
    """Return the real rounds, for several numbers of seats.

    Nobody ranked songs in them. A ranking is made from a ballot of points: most points first, equal
    ones in the order of the candidates.
    """
    kind = "approval" if method in {"approval", "spread"} else "points"
    for path in sorted(REAL.glob(f"*-{kind}.json")):
        profile = parse(load(path.read_bytes())).profile()
        ballots = profile.ballots
        if method == "ranked":
            ballots = tuple(_as_ranking(ballot, profile.songs) for ballot in ballots)
        for seats in SEATS_TRIED:
            yield replace(
                profile, method=method, seats=seats, ballots=ballots, casting=_casting(method)
            )


def random_rounds(method: str, number: int, seed: str) -> Iterator[Profile]:
    """Return random rounds of 2 to 14 songs and 1 to 40 voters, the same for the same arguments."""
    for place in range(number):
        rng = Random(f"{seed}/{method}/{place}")
        songs = tuple(f"s{n}" for n in range(1, rng.randint(2, 14) + 1))
        seats = rng.randint(1, max(1, len(songs) - 1))
        taste = rng.choice(_TASTES)(rng, len(songs))
        most = rng.randint(1, len(songs))
        ballots = tuple(
            draw_ballot(method, rng, songs, taste(), rng.randint(0, most))
            for _ in range(rng.randint(1, 40))
        )
        pinned, vetoed = _pins_and_vetoes(rng, songs, seats)
        yield Profile(
            method=method,
            seats=seats,
            seed=f"{rng.getrandbits(128):032x}",
            songs=songs,
            ballots=ballots,
            pinned=pinned,
            vetoed=vetoed,
            casting=_casting(method),
        )


def large_round(method: str, ballots: int, seed: str) -> Profile:
    """Return one round of 12 songs to 6, some songs far more popular than others.

    A ballot picks or gives points to 1 to 6 songs, or ranks 3 to 12. No two ballots share an
    object, as if each had come from a different person.
    """
    rng = Random(f"{seed}/{method}/{ballots}")
    songs = tuple(f"s{n}" for n in range(1, 13))
    taste = hits(rng, len(songs))
    least, most = (3, 12) if method == "ranked" else (1, 6)
    return Profile(
        method=method,
        seats=6,
        seed=f"{rng.getrandbits(128):032x}",
        songs=songs,
        ballots=tuple(
            draw_ballot(method, rng, songs, taste(), rng.randint(least, most))
            for _ in range(ballots)
        ),
        casting=_casting(method),
    )


def draw_ballot(
    method: str, rng: Random, songs: Sequence[str], appeal: Sequence[float], length: int
) -> CountedBallot:
    """Return a ballot for `length` songs; what appeals more is likely to come earlier."""
    drawn = [rng.random() ** (1 / weight) for weight in appeal]
    order = sorted(range(len(songs)), key=drawn.__getitem__, reverse=True)
    chosen = [songs[place] for place in order[:length]]
    if method == "ranked":
        return Ranking(tuple(chosen))
    if method == "points":
        return Points(frozenset(_points(rng, chosen).items()))
    return Picks(frozenset(chosen), frozenset(chosen[: rng.randint(0, STARS)]))


def _points(rng: Random, chosen: Sequence[str]) -> dict[str, int]:
    """Give out up to ten points, at least one to each chosen song as far as they go."""
    points = dict.fromkeys(chosen[:BUDGET], 1)
    for _ in range(rng.randint(0, BUDGET - len(points))):
        if below_most := [song for song, given in points.items() if given < PER_SONG]:
            points[rng.choice(below_most)] += 1
    return points


def _as_ranking(ballot: CountedBallot, songs: Sequence[str]) -> Ranking:
    if not isinstance(ballot, Points):
        raise TypeError("rankings are made from ballots of points")
    points = dict(ballot.points)
    liked = [song for song in songs if song in points]
    return Ranking(tuple(sorted(liked, key=points.__getitem__, reverse=True)))


def _pins_and_vetoes(
    rng: Random, songs: Sequence[str], seats: int
) -> tuple[frozenset[str], frozenset[str]]:
    """Pin and veto a few songs in every third round."""
    if rng.randrange(3):
        return frozenset(), frozenset()
    mixed = rng.sample(songs, len(songs))
    pins = rng.randint(0, min(2, seats))
    return frozenset(mixed[:pins]), frozenset(mixed[pins : pins + rng.randint(0, 2)])


def _casting(method: str) -> Casting:
    return BY_LOT if method in {"approval", "points"} else None


def uniform(rng: Random, songs: int) -> Taste:
    """All songs appeal equally to everybody."""
    del rng
    return lambda: [1.0] * songs


def hits(rng: Random, songs: int) -> Taste:
    """A few songs appeal to most."""
    appeal = [1 / place for place in range(1, songs + 1)]
    rng.shuffle(appeal)
    return lambda: appeal


def camps(rng: Random, songs: int) -> Taste:
    """Two or three groups of writers, each with favorites of its own."""
    groups = rng.randint(2, 3)
    camp_of = [rng.randrange(groups) for _ in range(songs)]

    def draw() -> Sequence[float]:
        own = rng.randrange(groups)
        return [5.0 if camp == own else 0.3 for camp in camp_of]

    return draw


def agreed(rng: Random, songs: int) -> Taste:
    """Nearly everybody has the same order, so that many ballots are equal."""
    appeal = [4.0**-place for place in range(songs)]
    rng.shuffle(appeal)
    return lambda: appeal


_TASTES = (uniform, hits, camps, agreed)
