"""Ballots that pick songs, and star some of the picks."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar

from bot.domain.ballot_forms.form import (
    BallotForm,
    Change,
    Choices,
    CountedBallot,
    SongNames,
    check_songs,
)
from bot.domain.errors import InvalidBallot
from bot.domain.json_fields import Fields
from bot.domain.model import Rules, SongId

STAR = "*"


class ChosenPicks(Choices, frozen=True):
    """The picks in ballot order, and the starred ones among them."""

    picks: tuple[SongId, ...]
    stars: tuple[SongId, ...] = ()


class PickSongs(Change, frozen=True):
    """Pick exactly these songs. Without any, the ballot is withdrawn."""

    songs: tuple[SongId, ...]


class StarSongs(Change, frozen=True):
    """Star exactly these picked songs."""

    chooses = False

    songs: tuple[SongId, ...]


class Picks(CountedBallot, frozen=True):
    """A ballot that picks songs and stars some of the picks; without picks it abstains."""

    picks: frozenset[str] = frozenset()
    stars: frozenset[str] = frozenset()

    @property
    def abstains(self) -> bool:
        """Whether no song is picked."""
        return not self.picks

    @property
    def named(self) -> frozenset[str]:
        """The picks."""
        return self.picks


class PicksForm(BallotForm[ChosenPicks, PickSongs | StarSongs, Picks]):
    """Picks and stars; dropping a pick drops its star."""

    name = "picks"
    changes = (PickSongs, StarSongs)
    counted = Picks
    fields = ("picks", "stars")
    limits: ClassVar[Mapping[str, int]] = {"max_picks": 1, "max_stars": 0}
    has_stars = True

    def merge(
        self,
        before: ChosenPicks | None,
        change: PickSongs | StarSongs,
        rules: Rules,
        order: Sequence[SongId],
        barred: Collection[SongId],
    ) -> ChosenPicks | None:
        """Return the picks and stars after a change."""
        if isinstance(change, PickSongs):
            return _picked(before, check_songs(change.songs, order, barred), rules, order)
        return _starred(before, check_songs(change.songs, order, ()), rules)

    def starred(self, choices: ChosenPicks) -> tuple[SongId, ...]:
        """Return the starred picks."""
        return choices.stars

    def pack(self, choices: ChosenPicks, order: Sequence[SongId]) -> str:
        """Return `0*,3,5` for picks of candidates 1, 4 and 6 with a star for the first."""
        starred, picked = choices.stars, frozenset(choices.picks)
        return ",".join(
            [
                f"{place}{STAR}" if song in starred else str(place)
                for place, song in enumerate(order)
                if song in picked
            ]
        )

    def unpack(self, text: str, order: Sequence[SongId]) -> ChosenPicks:
        """Return the picks and stars in a text."""
        picks: list[SongId] = []
        stars: list[SongId] = []
        for mark in text.split(","):
            song = order[int(mark.rstrip(STAR))]
            picks.append(song)
            if STAR in mark:
                stars.append(song)
        return ChosenPicks(tuple(picks), tuple(stars))

    def converter(self, names: SongNames) -> Callable[[ChosenPicks], Picks]:
        """Return the converter; it makes one object of equal sets of songs."""
        known: dict[frozenset[str], frozenset[str]] = {}

        def shared(songs: Sequence[SongId]) -> frozenset[str]:
            # The count compares sets, which is fast when equal sets are one object.
            chosen = frozenset([names[song] for song in songs])
            return known.setdefault(chosen, chosen)

        return lambda choices: Picks(shared(choices.picks), shared(choices.stars))

    def read(self, ballot: Fields, places: Mapping[str, int], limits: Mapping[str, int]) -> Picks:
        """Return a ballot's `picks` and `stars`."""
        picks = ballot.songs("picks", places) if "picks" in ballot else ()
        stars = ballot.songs("stars", places) if "stars" in ballot else ()
        for name, chosen in (("picks", picks), ("stars", stars)):
            most = limits[f"max_{name}"]
            if len(chosen) > most:
                raise ballot.fault(name, f"there are {len(chosen)}, and at most {most} are allowed")
        for song in stars:
            if song not in picks:
                raise ballot.fault("stars", f"{song!r} is starred and not picked")
        return Picks(frozenset(picks), frozenset(stars))

    def write(self, ballot: Picks, places: Mapping[str, int]) -> dict[str, object]:
        """Return songs in ballot order, which hides the order in which the writer chose."""
        return {
            "picks": sorted(ballot.picks, key=places.__getitem__),
            "stars": sorted(ballot.stars, key=places.__getitem__),
        }

    def cells(self, written: Mapping[str, Any]) -> dict[str, str]:
        """Return `picked` or `starred`."""
        picked = dict.fromkeys(written.get("picks", ()), "picked")
        return picked | dict.fromkeys(written.get("stars", ()), "starred")


def _picked(
    before: ChosenPicks | None, wanted: Collection[SongId], rules: Rules, order: Sequence[SongId]
) -> ChosenPicks | None:
    if len(wanted) > rules.max_picks:
        raise InvalidBallot("too_many_picks", rules.max_picks)
    if not wanted:
        return None
    picks = tuple([song for song in order if song in wanted])
    if before is None or not before.stars:
        return ChosenPicks(picks)
    return ChosenPicks(picks, tuple([song for song in before.stars if song in wanted]))


def _starred(
    before: ChosenPicks | None, wanted: Collection[SongId], rules: Rules
) -> ChosenPicks | None:
    picks = before.picks if before else ()
    if not all(song in picks for song in wanted):
        raise InvalidBallot("star_not_picked")
    if len(wanted) > rules.max_stars:
        raise InvalidBallot("too_many_stars", rules.max_stars)
    stars = tuple([song for song in picks if song in wanted])
    return ChosenPicks(picks, stars) if picks else None


PICKS = PicksForm()
