"""Paring the longlist down to the songs a round is held on."""

from collections.abc import Collection

from bot.domain.errors import RoundTooSmall
from bot.domain.model import (
    MAX_CANDIDATES,
    MIN_CANDIDATES,
    SHORTLIST_SIZE,
    Episode,
    Person,
    Proposal,
    ProposalId,
    Room,
)
from bot.domain.permissions import require_showrunner
from bot.services.books.outbox import EffectKind
from bot.services.destinations import channel
from bot.services.ports import Clock
from bot.services.store import Books, Store
from bot.services.views import ShortlistView


class Shortlists:
    """Pick, fill, show and present the shortlist of an episode."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def view(self, room: Room, episode: Episode) -> ShortlistView:
        """Return the longlist with who is on the shortlist."""
        return await _view(self._store.read, room, episode)

    async def toggle(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        *,
        on: Collection[ProposalId] = (),
        off: Collection[ProposalId] = (),
    ) -> ShortlistView:
        """Put songs on the shortlist and take others off; what is not named stays as it is.

        So two people who pick at once do not undo each other's picks.

        Raises:
            NotAllowed: The person is not the showrunner.
        """
        require_showrunner(person, room)
        async with self._store.transaction() as books:
            for proposal_id in on:
                await books.proposals.shortlist(episode.id, proposal_id, True)
            for proposal_id in off:
                await books.proposals.shortlist(episode.id, proposal_id, False)
            return await _view(books, room, episode)

    async def fill(
        self, person: Person, room: Room, episode: Episode, size: int = SHORTLIST_SIZE
    ) -> tuple[ShortlistView, tuple[Proposal, ...]]:
        """Top the shortlist up by most seconds, then earliest; return what was added too.

        Raises:
            NotAllowed: The person is not the showrunner.
            RoundTooSmall: No round can be held on so many or so few songs.
        """
        require_showrunner(person, room)
        if not MIN_CANDIDATES <= size <= MAX_CANDIDATES:
            raise RoundTooSmall(size, 0)
        async with self._store.transaction() as books:
            before = await _view(books, room, episode)
            rest = [proposal for proposal in before.longlist if not proposal.shortlisted]
            rest.sort(key=lambda p: (-p.seconds, p.proposed_at, p.id))
            added = tuple(rest[: max(0, size - len(before.shortlist))])
            for proposal in added:
                await books.proposals.shortlist(episode.id, proposal.id, True)
            return await _view(books, room, episode), added

    async def present(self, person: Person, room: Room, episode: Episode) -> ShortlistView:
        """Post the shortlist for the room to listen to.

        Raises:
            NotAllowed: The person is not the showrunner.
            RoundTooSmall: No round can be held on so many or so few songs.
        """
        require_showrunner(person, room)
        async with self._store.transaction() as books:
            view = await _view(books, room, episode)
            if not MIN_CANDIDATES <= len(view.shortlist) <= MAX_CANDIDATES:
                raise RoundTooSmall(len(view.shortlist), 0)
            await books.outbox.promise(
                EffectKind.PRESENT_SHORTLIST,
                channel(room),
                episode.id,
                room.id,
                int(self._clock.now()),
            )
        return view


async def _view(books: Books, room: Room, episode: Episode) -> ShortlistView:
    longlist = await books.proposals.longlist(episode.id)
    live = await books.rounds.live(episode.id)
    return ShortlistView(room, episode, longlist, locked=live is not None)
