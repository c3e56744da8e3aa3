"""The interface of a form of ballot. Each form implements it in one file.

A writer's choices take three shapes. *Choices* name songs by their ids; a ballot holds them. A
*text* names songs by their places on the ballot; the database stores it. A *counted ballot* names
songs as the record does; the count reads it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from msgspec import Struct

from bot.domain.errors import InvalidBallot
from bot.domain.json_fields import Fields
from bot.domain.model import Rules, SongId

SongNames = Mapping[SongId, str]
"""What records and outcomes call each song."""


class Choices(Struct, frozen=True):
    """What one writer chose: at least one song. Equal choices are equal, and can be hashed."""


class Change(Struct, frozen=True):
    """What a writer does to their ballot.

    Attributes:
        chooses: Whether it chooses songs, which ends an abstention.
        counts: Whether it can change what is counted. What can't is written into no log, and does
            not change when the ballot was cast.
    """

    chooses: ClassVar[bool] = True
    counts: ClassVar[bool] = True


class CountedBallot(Struct, frozen=True, gc=False):
    """A ballot as it is counted. Equal ones are equal, and can be hashed.

    It holds nothing that could lead back to it, so the garbage collector need not look at it, which
    takes longer than to count a hundred thousand of them.
    """

    @property
    @abstractmethod
    def abstains(self) -> bool:
        """Whether it chooses nothing: it counts toward the turnout but for no song."""

    @property
    @abstractmethod
    def named(self) -> frozenset[str]:
        """The songs it says anything about."""


ChoicesT = TypeVar("ChoicesT", bound=Choices)
ChangeT = TypeVar("ChangeT", bound=Change)
CountedT = TypeVar("CountedT", bound=CountedBallot)


class BallotForm(ABC, Generic[ChoicesT, ChangeT, CountedT]):
    """One form of ballot; several counting methods may share it.

    Attributes:
        name: The name of the form.
        changes: Every type of change to such a ballot.
        counted: The type of its counted ballots; one made without arguments abstains.
        fields: The fields of a ballot in a record, apart from its receipt.
        limits: The limits in `Rules` that apply to it, each with its smallest legal value.
        has_stars: Whether songs can get stars on it, as `starred` tells.
    """

    name: ClassVar[str]
    changes: ClassVar[tuple[type[Change], ...]]
    counted: type[CountedT]
    fields: ClassVar[tuple[str, ...]]
    limits: ClassVar[Mapping[str, int]] = {}
    has_stars: ClassVar[bool] = False

    @abstractmethod
    def merge(
        self,
        before: ChoicesT | None,
        change: ChangeT,
        rules: Rules,
        order: Sequence[SongId],
        barred: Collection[SongId],
    ) -> ChoicesT | None:
        """Return the choices after a change; None if no song is chosen any longer.

        A menu sends only its own values, so a change covers one part of a ballot and leaves the
        rest as it is.

        Args:
            before: The choices before the change; None if no song was chosen.
            change: What the writer does.
            rules: The round's limits.
            order: The candidates in ballot order.
            barred: The candidates this writer may not choose.

        Raises:
            InvalidBallot: The change breaks a rule of the round.
        """

    def starred(self, choices: ChoicesT) -> Collection[SongId]:
        """Return the songs with a star, about each of which its writer may say why in a line."""
        del choices
        return ()

    @abstractmethod
    def pack(self, choices: ChoicesT, order: Sequence[SongId]) -> str:
        """Return choices as text; songs are numbered by their places on the ballot, from 0.

        The text is never empty or `-`: those stand for a withdrawn ballot and an abstention. It has
        no space.
        """

    @abstractmethod
    def unpack(self, text: str, order: Sequence[SongId]) -> ChoicesT:
        """Return the choices in a text that `pack` made."""

    @abstractmethod
    def converter(self, names: SongNames) -> Callable[[ChoicesT], CountedT]:
        """Return a function that turns the choices of a round's ballots into counted ballots."""

    @abstractmethod
    def read(
        self, ballot: Fields, places: Mapping[str, int], limits: Mapping[str, int]
    ) -> CountedT:
        """Read a ballot from a record; any of the form's fields may be missing.

        Args:
            ballot: The fields of the ballot.
            places: The place of each song on the ballot.
            limits: The limits that the record states.

        Raises:
            BadRecord: The ballot breaks a rule.
        """

    @abstractmethod
    def write(self, ballot: CountedT, places: Mapping[str, int]) -> dict[str, object]:
        """Return the fields that `read` reads, for a ballot that does not abstain."""

    @abstractmethod
    def cells(self, written: Mapping[str, Any]) -> dict[str, str]:
        """Return what a table says about each song on a ballot of a record, in a word or two.

        Args:
            written: The ballot as `write` made it; empty for one that abstains.
        """


AnyForm: TypeAlias = BallotForm[Any, Any, Any]
"""The form of a ballot whose round is known only at run time."""


def check_songs(
    songs: Sequence[SongId], order: Sequence[SongId], barred: Collection[SongId]
) -> frozenset[SongId]:
    """Return songs as a set; refuse repeated ones, songs that are no candidates, and barred ones.

    Raises:
        InvalidBallot: `repeated`, `unknown_song` or `own_song`.
    """
    named = frozenset(songs)
    if len(named) != len(songs):
        raise InvalidBallot("repeated")
    if not named.issubset(order):
        raise InvalidBallot("unknown_song")
    if not named.isdisjoint(barred):
        raise InvalidBallot("own_song")
    return named
