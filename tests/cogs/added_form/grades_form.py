"""A form of ballot as somebody would add it: songs are graded *yes* or *maybe*.

Its place would be `bot/domain/ballot_forms/grades.py`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from bot.domain.ballot_forms.form import (
    BallotForm,
    Change,
    Choices,
    CountedBallot,
    SongNames,
    check_songs,
)
from bot.domain.json_fields import Fields
from bot.domain.model import Rules, SongId

GRADES = ("yes", "maybe")


class ChosenGrades(Choices, frozen=True):
    """Songs with their grades, in ballot order."""

    grades: tuple[tuple[SongId, str], ...]


class GradeSongs(Change, frozen=True):
    """Give exactly these songs a grade; songs of the other grade keep it."""

    grade: str
    songs: tuple[SongId, ...]


class Grades(CountedBallot, frozen=True):
    """A ballot that grades some songs; without any it abstains."""

    grades: frozenset[tuple[str, str]] = frozenset()

    @property
    def abstains(self) -> bool:
        """Whether no song is graded."""
        return not self.grades

    @property
    def named(self) -> frozenset[str]:
        """The graded songs."""
        return frozenset(song for song, _ in self.grades)


class GradesForm(BallotForm[ChosenGrades, GradeSongs, Grades]):
    """Grades, as many as there are songs."""

    name = "grades"
    changes = (GradeSongs,)
    counted = Grades
    fields = GRADES

    def merge(
        self,
        before: ChosenGrades | None,
        change: GradeSongs,
        rules: Rules,
        order: Sequence[SongId],
        barred: Collection[SongId],
    ) -> ChosenGrades | None:
        """Return the grades after a change."""
        del rules
        check_songs(change.songs, order, barred)
        held = before.grades if before else ()
        grades = {song: grade for song, grade in held if grade != change.grade}
        grades |= dict.fromkeys(change.songs, change.grade)
        kept = tuple((song, grades[song]) for song in order if song in grades)
        return ChosenGrades(kept) if kept else None

    def pack(self, choices: ChosenGrades, order: Sequence[SongId]) -> str:
        """Return `0y,3m` for the first candidate graded yes and the fourth graded maybe."""
        return ",".join(f"{order.index(song)}{grade[0]}" for song, grade in choices.grades)

    def unpack(self, text: str, order: Sequence[SongId]) -> ChosenGrades:
        """Return the grades of a text."""
        full = {grade[0]: grade for grade in GRADES}
        marks = text.split(",")
        return ChosenGrades(tuple((order[int(mark[:-1])], full[mark[-1]]) for mark in marks))

    def converter(self, names: SongNames) -> Callable[[ChosenGrades], Grades]:
        """Return what converts."""
        return lambda choices: Grades(
            frozenset((names[song], grade) for song, grade in choices.grades)
        )

    def read(self, ballot: Fields, places: Mapping[str, int], limits: Mapping[str, int]) -> Grades:
        """Return a ballot's `yes` and `maybe`."""
        del limits
        graded: dict[str, str] = {}
        for grade in GRADES:
            for song in ballot.songs(grade, places) if grade in ballot else ():
                if song in graded:
                    raise ballot.fault(grade, f"{song!r} has another grade")
                graded[song] = grade
        return Grades(frozenset(graded.items()))

    def write(self, ballot: Grades, places: Mapping[str, int]) -> dict[str, object]:
        """Return songs by grade, in ballot order."""
        graded = dict(ballot.grades)
        order = sorted(graded, key=places.__getitem__)
        return {grade: [song for song in order if graded[song] == grade] for grade in GRADES}

    def cells(self, written: Mapping[str, Any]) -> dict[str, str]:
        """Return the grade."""
        return {song: grade for grade in GRADES for song in written.get(grade, ())}


GRADES_FORM = GradesForm()
