"""The database that the services need, as protocols. `storage` implements them.

Everything read through `Store.read` is committed; everything done through `Store.transaction` is
done together or not at all. No Discord or Spotify call is ever made inside a transaction.
"""

from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar

from bot.domain.model import RoomId
from bot.domain.voting import CastBallot, Vote
from bot.services.ports.repositories.boards import BoardRepository
from bot.services.ports.repositories.budgets import BudgetRepository
from bot.services.ports.repositories.characters import CharacterRepository
from bot.services.ports.repositories.credits import CreditRepository
from bot.services.ports.repositories.interactions import InteractionRepository
from bot.services.ports.repositories.listening import ListeningRepository
from bot.services.ports.repositories.outbox import OutboxRepository
from bot.services.ports.repositories.privacy import PrivacyRepository
from bot.services.ports.repositories.proposals import ImportRepository, ProposalRepository
from bot.services.ports.repositories.proposing import ProposingRepository
from bot.services.ports.repositories.rights import RightsRepository
from bot.services.ports.repositories.rights_letters import RightsLettersRepository
from bot.services.ports.repositories.rights_terms import RightsTermsRepository
from bot.services.ports.repositories.rooms import EpisodeRepository, FactRepository, RoomRepository
from bot.services.ports.repositories.rounds import RoundRepository
from bot.services.ports.repositories.shards import ShardRepository
from bot.services.ports.repositories.shown_rounds import ShownRoundRepository
from bot.services.ports.repositories.spotify import AccountRepository, PlaylistRepository
from bot.services.ports.repositories.star_lines import StarLineRepository
from bot.services.ports.repositories.threads import ThreadRepository

T = TypeVar("T")


class UnitOfWork(Protocol):
    """All repositories, either to read or within one transaction."""

    facts: FactRepository
    rooms: RoomRepository
    episodes: EpisodeRepository
    proposals: ProposalRepository
    proposing: ProposingRepository
    imports: ImportRepository
    rounds: RoundRepository
    shown_rounds: ShownRoundRepository
    star_lines: StarLineRepository
    threads: ThreadRepository
    outbox: OutboxRepository
    playlists: PlaylistRepository
    accounts: AccountRepository
    characters: CharacterRepository
    boards: BoardRepository
    rights: RightsRepository
    budgets: BudgetRepository
    credits: CreditRepository
    rights_terms: RightsTermsRepository
    rights_letters: RightsLettersRepository
    listening: ListeningRepository
    privacy: PrivacyRepository
    interactions: InteractionRepository
    shards: ShardRepository


Settle = Callable[[UnitOfWork], Awaitable[None]]
"""Stores what an effect led to and promises what follows, in the transaction that settles it.

So whoever makes what follows finds the effect settled, and nothing is lost in between.
"""


async def nothing_follows(unit: UnitOfWork) -> None:
    """Store nothing: the effect leads to nothing."""
    del unit


class Store(Protocol):
    """The database.

    The first transaction of a task that works on an interaction claims it, as
    `bot.services.ports.deliveries` says; it raises Redelivered, and does nothing, if another
    delivery of the interaction has acted, and CameLate if this one came too late to act.
    """

    @property
    def read(self) -> UnitOfWork:
        """The committed data. Writing through it fails."""
        ...

    def transaction(
        self, room_id: RoomId | None, *others: RoomId | None
    ) -> AbstractAsyncContextManager[UnitOfWork]:
        """Begin a transaction; commit at the end of the block, roll back on any exception.

        Args:
            room_id: The room it is about: no other transaction about it goes on meanwhile, in
                whichever process. None where it is about no room.
            others: More rooms that it is about.

        Raises:
            StorageError: The database could not do it; nothing of the block is kept.
        """
        ...

    async def in_one_trip(
        self,
        work: Callable[[UnitOfWork], Coroutine[Any, Any, T]],
        room_id: RoomId | None,
        *others: RoomId | None,
    ) -> T:
        """Run work as one transaction, in one trip to the database's thread; return its result.

        This is several times as fast as `transaction`. The work may await nothing but the unit of
        work, and may be run again from its beginning. The rooms are as for `transaction`.

        Raises:
            StorageError: The database could not do it; nothing of the work is kept.
        """
        ...

    async def cast(self, vote: Vote) -> CastBallot:
        """Change a writer's ballot as `bot.domain.voting.decide` does; it is on disk on return.

        Concurrent votes share a transaction, and each is decided inside it.

        Raises:
            NotFound: The room has no such round.
            NotAllowed, RoundClosed, InvalidBallot: Nothing was changed.
            StorageError: The vote is not saved.
        """
        ...

    async def scrub(self) -> None:
        """Leave nothing in the files of what was changed or deleted, if they are the bot's own.

        It waits for nobody: what others use just now is left to the next time.

        Raises:
            StorageError: The database could not do it.
        """
        ...

    def new_id(self) -> int:
        """Return an id that no other row of any process has; later ids are larger."""
        ...
