"""Showing a longlist sorted and filtered, and searching it."""

from collections.abc import Collection, Sequence

from bot.domain.longlist import Look, Reading, Show, Sort, arranged, listed_at_opening
from bot.domain.model import Episode, Person, Proposal, ProposalId, Room
from bot.domain.structs import replace
from bot.services.belonging import InRoom
from bot.services.ports.read_models import LonglistView
from bot.services.ports.repositories.proposals import Findable
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Clock


class Longlists:
    """Show a longlist, and find songs on it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def look(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        look: Look,
        *,
        longlist: Sequence[Proposal] | None = None,
        keep: Collection[ProposalId] = (),
    ) -> LonglistView:
        """Return what somebody sees of a longlist.

        If the room hides proposers, the longlist is neither sorted nor filtered by them.

        Args:
            person: Who looks.
            room: The room.
            episode: The episode.
            look: How they look at it; the view contains it with its empty fields filled in.
            longlist: The proposals in any order, if already read.
            keep: Proposals that no filter hides.

        Raises:
            NotFound: The room has no such episode.
        """
        read = self._store.read
        episode = await InRoom(read, room).episode(episode.id)
        if longlist is None:
            longlist = await read.proposals.longlist(episode.id)
        look = self._opened(room, look, longlist)
        there = listed_at_opening(longlist, look)
        characters = {one.id: one for one in await read.characters.all(room.id)}
        counts = look.sort is Sort.SECONDED or look.show is Show.UNSECONDED
        seconds = await read.proposals.second_counts(episode.id, look.at) if counts else {}
        reading = Reading(look, person.user_id, seconds, tuple(characters), keep)
        newer = len(longlist) - len(there)
        songs = arranged(there, reading)
        rights = await read.rights.of_room(room.id)
        return LonglistView(room, episode, look, songs, tuple(there), newer, characters, rights)

    def _opened(self, room: Room, look: Look, longlist: Sequence[Proposal]) -> Look:
        if look.sort is Sort.PROPOSER and room.settings.proposers_hidden:
            look = replace(look, sort=Sort.NEWEST)
        if room.settings.proposers_hidden:
            look = replace(look, proposer=0)
        if look.sort is Sort.PROPOSED:
            # Later proposals come last, and do not move the others.
            return replace(look, newest=0, at=int(self._clock.now()))
        if look.newest:
            return look
        newest = max((one.id for one in longlist), default=0)
        at = max((int(self._clock.now()), *(one.proposed_at for one in longlist)))
        return replace(look, newest=newest, at=at)

    async def findable(self, room: Room, episode: Episode) -> tuple[Findable, ...]:
        """Return the songs of a longlist, newest first, without what takes long to read.

        Raises:
            NotFound: The room has no such episode.
        """
        await InRoom(self._store.read, room).episode(episode.id)
        return await self._store.read.proposals.findable(episode.id)
