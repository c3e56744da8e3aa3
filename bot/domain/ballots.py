"""A writer's ballot in one round, and how a change is merged into it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.domain.counting import method_named
from bot.domain.errors import InvalidBallot
from bot.domain.model import Rules, SongId


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one writer chose: picks and stars, points, or a ranking, as the method has it.

    `picks` are in ballot order of the round and `stars` are some of them. `points` are songs with
    what each got, at least 1, in ballot order. `ranking` is best first. A ballot without choices
    that is not an abstention is withdrawn: it stays in the log and counts for nothing.
    """

    picks: tuple[SongId, ...] = ()
    stars: tuple[SongId, ...] = ()
    points: tuple[tuple[SongId, int], ...] = ()
    ranking: tuple[SongId, ...] = ()
    abstained: bool = False
    receipt: str = ""
    cast_at: int = 0

    @property
    def counts(self) -> bool:
        """Whether it takes part in the round: it chooses something, or it abstains."""
        return self.abstained or bool(self.chosen)

    @property
    def chosen(self) -> tuple[SongId, ...]:
        """The songs it chooses in any way."""
        return self.picks or self.ranking or tuple(song for song, _ in self.points)


@dataclass(frozen=True, slots=True)
class Picks:
    """Pick exactly these songs; an empty one withdraws the ballot."""

    songs: tuple[SongId, ...]


@dataclass(frozen=True, slots=True)
class Stars:
    """Star exactly these of the picked songs."""

    songs: tuple[SongId, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """Give each of these songs so many points, 0 to take all away; the other songs keep theirs."""

    given: tuple[tuple[SongId, int], ...]


@dataclass(frozen=True, slots=True)
class Rank:
    """Put a song last in the ranking, at this place, counted from 1: so long was it to the asker.

    Asked for twice, it changes nothing the second time.
    """

    song: SongId
    place: int


@dataclass(frozen=True, slots=True)
class Unrank:
    """Take out the last song of the ranking, at this place, counted from 1.

    Asked for twice, it changes nothing the second time.
    """

    place: int


@dataclass(frozen=True, slots=True)
class StartOver:
    """Take every song out of the ranking."""


@dataclass(frozen=True, slots=True)
class Abstain:
    """Take part without choosing any song."""


Change = Picks | Stars | Points | Rank | Unrank | StartOver | Abstain

_FORMS: dict[type, str] = {
    Picks: "picks",
    Stars: "picks",
    Points: "points",
    Rank: "ranking",
    Unrank: "ranking",
    StartOver: "ranking",
}
"""Which form of ballot a change belongs to."""


def merge(
    ballot: Ballot, change: Change, rules: Rules, choices: Sequence[SongId], own: Collection[SongId]
) -> Ballot:
    """Return the ballot after a change; the receipt and the time are left to the caller.

    A menu's click carries only that menu's values, so a change speaks of one thing and the rest is
    kept. Dropping a pick drops its star.

    Args:
        ballot: What stood before; an empty one for a first vote.
        change: What the writer does.
        rules: The round's limits.
        choices: The candidates in ballot order.
        own: The candidates this writer proposed.

    Raises:
        InvalidBallot: A rule of the round is broken; the ballot stays as it was.
    """
    if isinstance(change, Abstain):
        return replace(ballot, picks=(), stars=(), points=(), ranking=(), abstained=True)
    if _FORMS[type(change)] != method_named(rules.method).form.name:
        raise InvalidBallot("wrong_method")
    barred = () if rules.own_songs_votable else own
    match change:
        case Picks(songs):
            _check_songs(songs, choices, barred)
            return _picked(ballot, songs, rules, choices)
        case Stars(songs):
            _check_songs(songs, choices, ())
            return _starred(ballot, songs, rules)
        case Points(given):
            _check_songs([song for song, _ in given], choices, barred)
            return _given(ballot, given, rules, choices)
        case Rank(song, place):
            _check_songs((song,), choices, barred)
            return _ranked(ballot, song, place)
        case Unrank() | StartOver():
            return _unranked(ballot, change)


def _check_songs(
    songs: Sequence[SongId], choices: Sequence[SongId], barred: Collection[SongId]
) -> None:
    wanted = frozenset(songs)
    if len(wanted) != len(songs):
        raise InvalidBallot("repeated")
    if not wanted <= frozenset(choices):
        raise InvalidBallot("unknown_song")
    if wanted & frozenset(barred):
        raise InvalidBallot("own_song")


def _picked(
    ballot: Ballot, songs: Sequence[SongId], rules: Rules, choices: Sequence[SongId]
) -> Ballot:
    wanted = frozenset(songs)
    if len(wanted) > rules.max_picks:
        raise InvalidBallot("too_many_picks", rules.max_picks)
    picks = tuple([song for song in choices if song in wanted])
    stars = tuple([song for song in ballot.stars if song in wanted])
    # Written out: `replace` takes a quarter of the time of a vote.
    return Ballot(picks, stars, receipt=ballot.receipt, cast_at=ballot.cast_at)


def _starred(ballot: Ballot, songs: Sequence[SongId], rules: Rules) -> Ballot:
    wanted = frozenset(songs)
    if not wanted <= frozenset(ballot.picks):
        raise InvalidBallot("star_not_picked")
    if len(wanted) > rules.max_stars:
        raise InvalidBallot("too_many_stars", rules.max_stars)
    return replace(ballot, stars=tuple(song for song in ballot.picks if song in wanted))


def _given(
    ballot: Ballot,
    given: Sequence[tuple[SongId, int]],
    rules: Rules,
    choices: Sequence[SongId],
) -> Ballot:
    if any(points < 0 for _, points in given):
        raise InvalidBallot("negative_points")
    if any(points > rules.per_song for _, points in given):
        raise InvalidBallot("too_many_on_song", rules.per_song)
    points = dict(ballot.points) | dict(given)
    if sum(points.values()) > rules.budget:
        raise InvalidBallot("too_many_points", rules.budget)
    kept = tuple((song, points[song]) for song in choices if points.get(song))
    return replace(ballot, points=kept, abstained=False)


def _ranked(ballot: Ballot, song: SongId, place: int) -> Ballot:
    length = len(ballot.ranking)
    if length == place and ballot.ranking[-1] == song:
        return ballot
    if length != place - 1:
        raise InvalidBallot("stale")
    if song in ballot.ranking:
        raise InvalidBallot("repeated")
    return replace(ballot, ranking=(*ballot.ranking, song), abstained=False)


def _unranked(ballot: Ballot, change: Unrank | StartOver) -> Ballot:
    if isinstance(change, StartOver):
        return replace(ballot, ranking=())
    if len(ballot.ranking) not in (change.place - 1, change.place):
        raise InvalidBallot("stale")
    return replace(ballot, ranking=ballot.ranking[: change.place - 1])
