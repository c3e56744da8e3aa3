"""A writer's ballot in one round, and how a change is merged into it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.domain.errors import InvalidBallot
from bot.domain.model import Rules, SongId


@dataclass(frozen=True, slots=True)
class Ballot:
    """One writer's picks.

    `picks` are in ballot order of the round and `stars` are some of them. A ballot without picks
    that is not an abstention is withdrawn: it stays in the log and counts for nothing.
    """

    picks: tuple[SongId, ...] = ()
    stars: tuple[SongId, ...] = ()
    abstained: bool = False
    receipt: str = ""
    cast_at: int = 0

    @property
    def counts(self) -> bool:
        """Whether it takes part in the round: it has picks, or it abstains."""
        return self.abstained or bool(self.picks)


@dataclass(frozen=True, slots=True)
class Picks:
    """Pick exactly these songs; an empty one withdraws the ballot."""

    songs: tuple[SongId, ...]


@dataclass(frozen=True, slots=True)
class Stars:
    """Star exactly these of the picked songs."""

    songs: tuple[SongId, ...]


@dataclass(frozen=True, slots=True)
class Abstain:
    """Take part without choosing any song."""


Change = Picks | Stars | Abstain


def merge(
    ballot: Ballot, change: Change, rules: Rules, choices: Sequence[SongId], own: Collection[SongId]
) -> Ballot:
    """Return the ballot after a change; the receipt and the time are left to the caller.

    A menu's click carries only that menu's values, so a change speaks of picks or of stars and the
    rest is kept. Dropping a pick drops its star.

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
        return replace(ballot, picks=(), stars=(), abstained=True)
    wanted = frozenset(change.songs)
    if len(wanted) != len(change.songs):
        raise InvalidBallot("repeated")
    if not wanted <= frozenset(choices):
        raise InvalidBallot("unknown_song")
    if isinstance(change, Stars):
        return _starred(ballot, wanted, rules)
    if not rules.own_songs_votable and wanted & frozenset(own):
        raise InvalidBallot("own_song")
    if len(wanted) > rules.max_picks:
        raise InvalidBallot("too_many_picks", rules.max_picks)
    picks = tuple(song for song in choices if song in wanted)
    stars = tuple(song for song in ballot.stars if song in wanted)
    return replace(ballot, picks=picks, stars=stars, abstained=False)


def _starred(ballot: Ballot, wanted: frozenset[SongId], rules: Rules) -> Ballot:
    if not wanted <= frozenset(ballot.picks):
        raise InvalidBallot("star_not_picked")
    if len(wanted) > rules.max_stars:
        raise InvalidBallot("too_many_stars", rules.max_stars)
    return replace(ballot, stars=tuple(song for song in ballot.picks if song in wanted))
