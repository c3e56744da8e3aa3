"""What a form of ballot must bring, so that it can be one file.

What a writer chose takes three shapes: *choices* name songs by their ids and are what a ballot
holds; a *text* names them by their places and is what the database keeps; a *counted ballot* names
them as the record does and is what the count gets.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from bot.domain.errors import InvalidBallot
from bot.domain.json_fields import Fields
from bot.domain.model import Rules, SongId

SongNames = Mapping[SongId, str]
"""What records and outcomes call each song."""


class Choices:
    """What one writer chose: at least one song. Equal choices are equal, and can be hashed."""

    __slots__ = ()


class Change:
    """What a writer does to their ballot.

    Attributes:
        chooses: Whether it chooses songs, so that it takes an abstention back.
    """

    __slots__ = ()

    chooses: ClassVar[bool] = True


class CountedBallot(ABC):
    """A ballot as it is counted. Equal ones are equal, and can be hashed."""

    __slots__ = ()

    @property
    @abstractmethod
    def abstains(self) -> bool:
        """Whether it makes no choice: it counts for the turnout and for no song."""


ChoicesT = TypeVar("ChoicesT", bound=Choices)
ChangeT = TypeVar("ChangeT", bound=Change)
CountedT = TypeVar("CountedT", bound=CountedBallot)


class BallotForm(ABC, Generic[ChoicesT, ChangeT, CountedT]):
    """One form of ballot; several counting methods may share it.

    Attributes:
        name: What the form is called.
        changes: Every kind of change that belongs to it.
        counted: Its counted ballots; made without arguments, one abstains.
        fields: What a record's ballot may say beside its receipt.
        limits: The limits of `Rules` that it keeps, each with the least value it may have.
    """

    name: ClassVar[str]
    changes: ClassVar[tuple[type[Change], ...]]
    counted: type[CountedT]
    fields: ClassVar[tuple[str, ...]]
    limits: ClassVar[Mapping[str, int]] = {}

    @abstractmethod
    def merge(
        self,
        before: ChoicesT | None,
        change: ChangeT,
        rules: Rules,
        order: Sequence[SongId],
        barred: Collection[SongId],
    ) -> ChoicesT | None:
        """Return the choices after a change, None where no song is chosen any more.

        A menu's press carries only that menu's values, so a change speaks of one thing and the rest
        is kept.

        Args:
            before: The choices before it; None where no song was chosen.
            change: What the writer does.
            rules: The round's limits.
            order: The candidates in ballot order.
            barred: The candidates this writer may not choose.

        Raises:
            InvalidBallot: A rule of the round is broken.
        """

    @abstractmethod
    def pack(self, choices: ChoicesT, order: Sequence[SongId]) -> str:
        """Return choices as text, songs by their places on the ballot, counted from 0.

        An empty text and `-` mean something else: a withdrawn ballot and an abstention.
        """

    @abstractmethod
    def unpack(self, text: str, order: Sequence[SongId]) -> ChoicesT:
        """Return the choices that `pack` made a text of."""

    @abstractmethod
    def converter(self, names: SongNames) -> Callable[[ChoicesT], CountedT]:
        """Return what turns the choices of a round's ballots into counted ballots."""

    @abstractmethod
    def read(
        self, ballot: Fields, places: Mapping[str, int], limits: Mapping[str, int]
    ) -> CountedT:
        """Return a ballot of a record; any of the form's fields may be missing.

        Args:
            ballot: Its fields.
            places: The place of each song on the ballot.
            limits: The limits that the record states.

        Raises:
            BadRecord: It breaks a rule.
        """

    @abstractmethod
    def write(self, ballot: CountedT, places: Mapping[str, int]) -> dict[str, object]:
        """Return what `read` reads, for a ballot that does not abstain."""

    @abstractmethod
    def cells(self, written: Mapping[str, Any]) -> dict[str, str]:
        """Return what a table says of each song that a record's ballot speaks of, in a word or two.

        Args:
            written: The ballot as `write` made it; empty for one that abstains.
        """


AnyForm: TypeAlias = BallotForm[Any, Any, Any]
"""A form that is known only once it is known which round it is about."""


def check_songs(
    songs: Sequence[SongId], order: Sequence[SongId], barred: Collection[SongId]
) -> None:
    """Refuse songs named twice, songs that are not candidates, and those that are barred.

    Raises:
        InvalidBallot: `repeated`, `unknown_song` or `own_song`.
    """
    named = frozenset(songs)
    if len(named) != len(songs):
        raise InvalidBallot("repeated")
    if not named <= frozenset(order):
        raise InvalidBallot("unknown_song")
    if named & frozenset(barred):
        raise InvalidBallot("own_song")
