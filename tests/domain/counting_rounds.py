"""Rounds for the tests: in shorthand, drawn at random, and real ones."""

import random
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from hypothesis import strategies as st

from bot.domain.counting import (
    BY_LOT,
    METHODS,
    Casting,
    CountedBallot,
    Outcome,
    Picks,
    Points,
    Profile,
    Ranking,
)
from bot.domain.structs import replace

SEED = "00112233445566778899aabbccddeeff"
LOT = "chbfgdae"
"""The lot order of the letters a to h with SEED, worked out with the `sha256sum` of a shell."""
SONGS = tuple("abcdefg")
REAL = sorted((Path(__file__).parents[1] / "data" / "song-rounds").glob("round-*.json"))


def _picks(text: str) -> CountedBallot:
    return Picks(frozenset(text.replace("*", "")), frozenset(re.findall(r"([a-z])\*", text)))


def _points(text: str) -> CountedBallot:
    return Points(frozenset((song, int(n)) for song, n in re.findall(r"([a-z])(\d)", text)))


def _ranking(text: str) -> CountedBallot:
    return Ranking(tuple(text))


_READ: dict[str, tuple[str, Callable[[str], CountedBallot]]] = {
    "picks": (r"(?:[a-z]\*?)*", _picks),
    "points": (r"(?:[a-z]\d)*", _points),
    "ranking": (r"[a-z]*", _ranking),
}


def ballots(text: str, form: str = "picks") -> tuple[CountedBallot, ...]:
    """Read `3ab*c 1` as three ballots that pick a, b and c and star b, and one abstention.

    With points, `3a5b1` is three ballots that give 5 to a and 1 to b. With rankings, `3ba` is three
    ballots that put b before a.
    """
    pattern, read = _READ[form]
    made: list[CountedBallot] = []
    for word in text.split():
        found = re.fullmatch(rf"(\d+)({pattern})", word)
        assert found
        made += [read(found[2])] * int(found[1])
    return tuple(made)


def vote(
    votes: str,
    seats: int,
    *,
    method: str = "approval",
    songs: str = "abcdef",
    pinned: str = "",
    vetoed: str = "",
    casting: Casting = None,
) -> Profile:
    return Profile(
        method=method,
        seats=seats,
        seed=SEED,
        songs=tuple(songs),
        ballots=ballots(votes, METHODS[method].form.name),
        pinned=frozenset(pinned),
        vetoed=frozenset(vetoed),
        casting=casting,
    )


def seats(outcome: Outcome) -> str:
    """Say who is seated and why: `a:approvals b:stars`."""
    return " ".join(f"{seat.song}:{seat.decided_by}" for seat in outcome.seats)


def seated(outcome: Outcome) -> list[str]:
    return [seat.song for seat in outcome.seats]


def chosen(ballot: CountedBallot) -> tuple[str, ...]:
    """Return the songs a ballot speaks for."""
    match ballot:
        case Picks(picks):
            return tuple(sorted(picks))
        case Points(points):
            return tuple(sorted(song for song, _ in points))
        case Ranking(ranking):
            return ranking
    raise TypeError(ballot)


def renamed(ballot: CountedBallot, new: Mapping[str, str]) -> CountedBallot:
    """Return a ballot with other names for the songs."""
    match ballot:
        case Picks(picks, stars):
            return Picks(frozenset(new[s] for s in picks), frozenset(new[s] for s in stars))
        case Points(points):
            return Points(frozenset((new[song], number) for song, number in points))
        case Ranking(ranking):
            return Ranking(tuple(new[song] for song in ranking))
    raise TypeError(ballot)


seeds = st.integers(0, 2**128 - 1).map(lambda n: f"{n:032x}")


def ballots_of(form: str, songs: tuple[str, ...]) -> st.SearchStrategy[CountedBallot]:
    """Draw ballots of a form."""
    some = st.lists(st.sampled_from(songs), max_size=5, unique=True)
    if form == "picks":
        return st.builds(
            lambda picks, stars: Picks(frozenset(picks), frozenset(picks[:stars])),
            some,
            st.integers(0, 2),
        )
    if form == "points":
        given = st.lists(st.integers(1, 3), min_size=5, max_size=5)
        return st.builds(
            lambda songs, numbers: Points(frozenset(zip(songs, numbers, strict=False))), some, given
        )
    return some.map(lambda songs: Ranking(tuple(songs)))


@st.composite
def rounds(draw: st.DrawFn, *methods: str) -> Profile:
    """Draw a round by one of the methods, or of all."""
    method = METHODS[draw(st.sampled_from(methods or tuple(METHODS)))]
    songs = SONGS[: draw(st.integers(2, len(SONGS)))]
    places = draw(st.integers(1, len(songs) + 1))
    pinned = draw(st.frozensets(st.sampled_from(songs), max_size=min(2, places)))
    vetoed = draw(st.frozensets(st.sampled_from(songs), max_size=2)) - pinned
    return Profile(
        method=method.name,
        seats=places,
        seed=draw(seeds),
        songs=songs,
        ballots=tuple(draw(st.lists(ballots_of(method.form.name, songs), max_size=9))),
        pinned=pinned,
        vetoed=vetoed,
        casting=draw(st.sampled_from([None, BY_LOT])),
    )


def random_round(method: str, rng: random.Random) -> Profile:
    """Make a round of few voters and few songs, so that most are tied at some step."""
    songs = SONGS[: rng.randint(3, 7)]
    places = rng.randint(1, len(songs) - 1)
    pinned = rng.sample(songs, rng.choice([0, 0, 0, 1])) if places > 1 or rng.random() < 0.1 else []
    free = [song for song in songs if song not in pinned]
    profile = Profile(
        method=method,
        seats=places,
        seed=f"{rng.getrandbits(128):032x}",
        songs=songs,
        ballots=(),
        pinned=frozenset(pinned),
        vetoed=frozenset(rng.sample(free, rng.choice([0, 0, 0, 1]))),
    )
    most = rng.choice([8, 8, 8, 30])
    cast = [_random_ballot(METHODS[method].form.name, songs, rng) for _ in range(most)]
    return replace(profile, ballots=tuple(cast[: rng.randint(0, most)]))


def _random_ballot(form: str, songs: tuple[str, ...], rng: random.Random) -> CountedBallot:
    some = rng.sample(songs, rng.randint(0, 3))
    if form == "picks":
        return Picks(frozenset(some), frozenset(some[: rng.choice([0, 0, 1, 2])]))
    if form == "points":
        return Points(frozenset((song, rng.randint(1, 2)) for song in some))
    return Ranking(tuple(sorted(some) if rng.random() < 0.5 else some))
