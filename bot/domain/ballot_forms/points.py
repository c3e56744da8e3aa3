"""Ballots that divide a budget of points among songs."""

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


class ChosenPoints(Choices, frozen=True):
    """Songs with the points of each, at least 1, in ballot order."""

    points: tuple[tuple[SongId, int], ...]


class GivePoints(Change, frozen=True):
    """Set the points of these songs, 0 for none; other songs keep theirs."""

    given: tuple[tuple[SongId, int], ...]


class Points(CountedBallot, frozen=True):
    """A ballot that gives at least 1 point to each song it names; without songs it abstains."""

    points: frozenset[tuple[str, int]] = frozenset()

    @property
    def abstains(self) -> bool:
        """Whether no song is given a point."""
        return not self.points

    @property
    def named(self) -> frozenset[str]:
        """The songs given a point."""
        return frozenset(song for song, _ in self.points)


class PointsForm(BallotForm[ChosenPoints, GivePoints, Points]):
    """Points, with a budget for all songs and a maximum for each song."""

    name = "points"
    changes = (GivePoints,)
    counted = Points
    fields = ("points",)
    limits: ClassVar[Mapping[str, int]] = {"budget": 1, "per_song": 1}

    def merge(
        self,
        before: ChosenPoints | None,
        change: GivePoints,
        rules: Rules,
        order: Sequence[SongId],
        barred: Collection[SongId],
    ) -> ChosenPoints | None:
        """Return the points after a change."""
        given = dict(change.given)
        check_songs([song for song, _ in change.given], order, barred)
        if any(points < 0 for points in given.values()):
            raise InvalidBallot("negative_points")
        if any(points > rules.per_song for points in given.values()):
            raise InvalidBallot("too_many_on_song", rules.per_song)
        points = dict(before.points) | given if before else given
        if sum(points.values()) > rules.budget:
            raise InvalidBallot("too_many_points", rules.budget)
        chosen = tuple([(song, points[song]) for song in order if points.get(song)])
        return ChosenPoints(chosen) if chosen else None

    def pack(self, choices: ChosenPoints, order: Sequence[SongId]) -> str:
        """Return `0=5,3=2` for five points for the first candidate and two for the fourth."""
        places = {song: place for place, song in enumerate(order)}
        return ",".join([f"{places[song]}={points}" for song, points in choices.points])

    def unpack(self, text: str, order: Sequence[SongId]) -> ChosenPoints:
        """Return the points in a text."""
        pairs = [mark.split("=") for mark in text.split(",")]
        return ChosenPoints(tuple([(order[int(place)], int(points)) for place, points in pairs]))

    def converter(self, names: SongNames) -> Callable[[ChosenPoints], Points]:
        """Return the converter."""
        return lambda choices: Points(
            frozenset([(names[song], points) for song, points in choices.points])
        )

    def read(self, ballot: Fields, places: Mapping[str, int], limits: Mapping[str, int]) -> Points:
        """Return a ballot's `points`, an object of whole numbers by song."""
        if "points" not in ballot:
            return Points()
        given = ballot.inner("points")
        for song in given:
            if song not in places:
                raise given.fault(song, "it is not a song of this vote")
            if given.whole(song, 1) > limits["per_song"]:
                rule = f"it is given {given.whole(song, 1)}, and at most {limits['per_song']} are"
                raise given.fault(song, f"{rule} allowed for one song")
        points = frozenset((song, given.whole(song, 1)) for song in given)
        if (total := sum(number for _, number in points)) > limits["budget"]:
            rule = f"there are {total}, and at most {limits['budget']} are allowed in all"
            raise ballot.fault("points", rule)
        return Points(points)

    def write(self, ballot: Points, places: Mapping[str, int]) -> dict[str, object]:
        """Return songs in ballot order."""
        return {"points": dict(sorted(ballot.points, key=lambda given: places[given[0]]))}

    def cells(self, written: Mapping[str, Any]) -> dict[str, str]:
        """Return the number of points."""
        return {song: str(points) for song, points in written.get("points", {}).items()}


POINTS = PointsForm()
