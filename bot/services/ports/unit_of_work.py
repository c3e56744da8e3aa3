"""What the services need kept, as protocols. `storage` implements them.

Everything read through `Store.read` is committed; everything done through `Store.transaction` is
done together or not at all. No Discord or Spotify call is ever made inside a transaction.
"""

from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from bot.domain.ballots import Ballot, Change
from bot.domain.model import (
    Episode,
    Person,
    RoomId,
    Round,
    RoundId,
)
from bot.services.ports.repositories.boards import BoardRepository
from bot.services.ports.repositories.characters import CharacterRepository
from bot.services.ports.repositories.outbox import OutboxRepository
from bot.services.ports.repositories.privacy import PrivacyRepository
from bot.services.ports.repositories.proposals import ImportRepository, ProposalRepository
from bot.services.ports.repositories.rooms import EpisodeRepository, FactRepository, RoomRepository
from bot.services.ports.repositories.rounds import RoundRepository
from bot.services.ports.repositories.spotify import AccountRepository, PlaylistRepository

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cast:
    """A change to a ballot on its way to the disk. `at` is UTC seconds."""

    room_id: RoomId
    round_id: RoundId
    person: Person
    change: Change
    at: float


@dataclass(frozen=True, slots=True)
class Casted:
    """A change that is on the disk, with the round as it was at that moment."""

    ballot: Ballot
    round: Round
    episode: Episode


class UnitOfWork(Protocol):
    """Everything that is kept, either to read or within one transaction."""

    @property
    def facts(self) -> FactRepository:
        """What the bot remembers of itself."""
        ...

    @property
    def rooms(self) -> RoomRepository:
        """Rooms and rosters."""
        ...

    @property
    def episodes(self) -> EpisodeRepository:
        """Episodes."""
        ...

    @property
    def proposals(self) -> ProposalRepository:
        """Songs and proposals."""
        ...

    @property
    def imports(self) -> ImportRepository:
        """Imports of whole playlists."""
        ...

    @property
    def rounds(self) -> RoundRepository:
        """Rounds."""
        ...

    @property
    def outbox(self) -> OutboxRepository:
        """Promised effects."""
        ...

    @property
    def playlists(self) -> PlaylistRepository:
        """Playlists."""
        ...

    @property
    def accounts(self) -> AccountRepository:
        """Spotify accounts."""
        ...

    @property
    def characters(self) -> CharacterRepository:
        """Characters."""
        ...

    @property
    def boards(self) -> BoardRepository:
        """BoardEditing."""
        ...

    @property
    def privacy(self) -> PrivacyRepository:
        """Everywhere a person is named."""
        ...


class Store(Protocol):
    """The database."""

    @property
    def read(self) -> UnitOfWork:
        """What is committed. Writing through it fails."""
        ...

    def transaction(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Begin a transaction; commit at the end of the block, roll back on any exception.

        Raises:
            StorageError: The database could not do it; nothing of the block is kept.
        """
        ...

    async def at_once(self, work: Callable[[UnitOfWork], Coroutine[Any, Any, T]]) -> T:
        """Do a transaction in one go, and return what the work comes to.

        It is several times as quick as `transaction` and may wait for nothing but the unit: the
        work is done in the database's thread.

        Raises:
            StorageError: The database could not do it; nothing of the work is kept.
        """
        ...

    async def cast(self, cast: Cast) -> Casted:
        """Merge a change into a writer's ballot; durable when it returns.

        Concurrent changes share a transaction. Whether the round takes ballots, the writer may
        vote and the change keeps the rules is decided inside it.

        Raises:
            NotFound: The room has no such round.
            NotAllowed, RoundClosed, InvalidBallot: Nothing was changed.
            StorageError: The change is not saved.
        """
        ...

    def new_id(self) -> int:
        """Return an id that no other row of any process has; later ids are larger."""
        ...
