"""The shortlist: the songs of a longlist that a round votes on."""

from collections.abc import Collection

from bot.domain.errors import NotFound, RoundTooSmall
from bot.domain.filling import Filling, fill_up
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
from bot.domain.structs import replace
from bot.services.belonging import InRoom
from bot.services.playlists import sync
from bot.services.ports.destinations import channel
from bot.services.ports.read_models import ShortlistView
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock


class Shortlists:
    """Pick, fill, show and present the shortlist of an episode."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def view(self, room: Room, episode: Episode) -> ShortlistView:
        """Return the longlist, with which songs are on the shortlist, and the rights to these.

        Raises:
            NotFound: The room has no such episode.
        """
        episode = await InRoom(self._store.read, room).episode(episode.id)
        return await _view(self._store.read, room, episode, picking=False)

    async def view_for_picking(
        self, person: Person, room: Room, episode: Episode, seen: int | None = None
    ) -> ShortlistView:
        """Return the view for the showrunner, with all rights and others' changes since a revision.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such episode.
        """
        require_showrunner(person, room)
        read = self._store.read
        changed = await _changed(read, episode, seen)
        episode = await InRoom(read, room).episode(episode.id)
        return replace(await _view(read, room, episode), changed=changed)

    async def toggle(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        *,
        on: Collection[ProposalId] = (),
        off: Collection[ProposalId] = (),
        seen: int | None = None,
    ) -> ShortlistView:
        """Put songs on the shortlist and take others off, without touching the rest.

        This way, two people can pick at once. The view includes changes by others since the
        revision `seen`.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such episode, or a song was proposed for another one.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
        """
        require_showrunner(person, room)
        async with self._store.transaction(room.id) as unit:
            episode = await InRoom(unit, room).active(episode.id)
            changed = await _changed(unit, episode, seen, ignored={*on, *off})
            await _require_proposed(unit, episode, {*on, *off})
            for proposal_id in on:
                await unit.proposals.shortlist(episode.id, proposal_id, True)
            for proposal_id in off:
                await unit.proposals.shortlist(episode.id, proposal_id, False)
            return replace(await _view(unit, room, episode), changed=changed)

    async def add(
        self, person: Person, room: Room, episode: Episode, proposal_id: ProposalId
    ) -> tuple[ShortlistView, Proposal]:
        """Put a song on the shortlist; return also the proposal as it was before.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The song is not on the longlist of the episode.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
        """
        require_showrunner(person, room)
        async with self._store.transaction(room.id) as unit:
            await InRoom(unit, room).active(episode.id)
            longlist = await unit.proposals.longlist(episode.id)
            before = next((one for one in longlist if one.id == proposal_id), None)
            if before is None:
                raise NotFound("song")
            await unit.proposals.shortlist(episode.id, proposal_id, True)
            return await _view(unit, room, episode), before

    async def fill(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        size: int = SHORTLIST_SIZE,
        seen: int | None = None,
        *,
        variety: bool = True,
    ) -> tuple[ShortlistView, Filling]:
        """Fill the shortlist, as `fill_up` chooses; return also what was added and passed over.

        The view includes changes by others since the revision `seen`.

        Raises:
            NotAllowed: The person is not the showrunner.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
            RoundTooSmall: No round can be held on so many or so few songs.
        """
        require_showrunner(person, room)
        if not MIN_CANDIDATES <= size <= MAX_CANDIDATES:
            raise RoundTooSmall(size, 0)
        async with self._store.transaction(room.id) as unit:
            episode = await InRoom(unit, room).active(episode.id)
            before = await _view(unit, room, episode)
            changed = await _changed(unit, episode, seen)
            rest = [proposal for proposal in before.longlist if not proposal.shortlisted]
            room_left = size - len(before.shortlist)
            denied = {one.song.id for one in rest if before.rights.refused(one.song, episode.id)}
            chosen = (before.shortlist, rest, room_left)
            filling = fill_up(*chosen, variety=variety, denied=denied)
            for proposal in filling.added:
                await unit.proposals.shortlist(episode.id, proposal.id, True)
            return replace(await _view(unit, room, episode), changed=changed), filling

    async def present(
        self, person: Person, room: Room, episode: Episode, seen: int | None = None
    ) -> ShortlistView:
        """Post the shortlist for the room to listen to.

        If somebody else changed it since the revision `seen`, nothing is posted, and the view lists
        the changes.

        Raises:
            NotAllowed: The person is not the showrunner.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
            RoundTooSmall: No round can be held on so many or so few songs.
        """
        require_showrunner(person, room)
        async with self._store.transaction(room.id) as unit:
            episode = await InRoom(unit, room).active(episode.id)
            view = await _view(unit, room, episode)
            if changed := await _changed(unit, episode, seen):
                return replace(view, changed=changed)
            if not MIN_CANDIDATES <= len(view.shortlist) <= MAX_CANDIDATES:
                raise RoundTooSmall(len(view.shortlist), 0)
            await unit.outbox.promise(
                EffectKind.POST_SHORTLIST,
                channel(room),
                episode.id,
                room.id,
                int(self._clock.now()),
            )
            await sync.promise(unit, room, episode.id, int(self._clock.now()))
        return view


async def _require_proposed(
    unit: UnitOfWork, episode: Episode, proposal_ids: Collection[ProposalId]
) -> None:
    """Refuse what was not proposed for an episode; what was withdrawn meanwhile is no matter."""
    there = {one.id for one in await unit.proposals.longlist(episode.id)}
    for proposal_id in set(proposal_ids) - there:
        gone = await unit.proposals.get(proposal_id)
        if gone is None or gone.episode_id != episode.id:
            raise NotFound("song")


async def _changed(
    unit: UnitOfWork, episode: Episode, seen: int | None, ignored: Collection[ProposalId] = ()
) -> tuple[Proposal, ...]:
    if seen is None:
        return ()
    changes = await unit.proposals.shortlist_changes(episode.id, seen)
    return tuple(one for one in changes if one.id not in ignored)


async def _view(
    unit: UnitOfWork, room: Room, episode: Episode, *, picking: bool = True
) -> ShortlistView:
    # First, so that a change made meanwhile is reported twice rather than never.
    revision = await unit.proposals.shortlist_revision(episode.id)
    longlist = await unit.proposals.longlist(episode.id)
    live = await unit.rounds.live(episode.id)
    listed = [one.song.id for one in longlist if one.shortlisted]
    if picking:
        rights = await unit.rights.of_room(room.id)
    else:
        rights = await unit.rights.of_songs(room.id, listed)
    return ShortlistView(
        room,
        episode,
        longlist,
        locked=live is not None,
        listen_url=await sync.listen_url(unit, episode.id),
        revision=revision,
        characters={one.id: one for one in await unit.characters.all(room.id)},
        rights=rights,
    )
