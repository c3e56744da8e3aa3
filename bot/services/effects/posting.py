"""Showing a shortlist to the room, and opening the threads in which the room talks."""

from collections.abc import Awaitable

from bot.domain.errors import NotFound, ThreadsForbidden
from bot.domain.model import EpisodeId, Room, RoundId, RoundState
from bot.services.ports.destinations import channel
from bot.services.ports.read_models import ShortlistView
from bot.services.ports.repositories.outbox import Effect, EffectKind
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Announcer, Clock, Delivery
from bot.services.rounds.scheduling import Rounds
from bot.services.shortlists import Shortlists

_OVER = (RoundState.CLOSED, RoundState.CANCELLED)


class Posting:
    """Makes what was promised of shortlists and of threads. Each is safe to make again."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        announcer: Announcer,
        shortlists: Shortlists,
        rounds: Rounds,
    ) -> None:
        self._store = store
        self._clock = clock
        self._announcer = announcer
        self._shortlists = shortlists
        self._rounds = rounds

    async def present(self, effect: Effect) -> None:
        """Post a shortlist; its thread follows."""
        view = await self._view(effect)
        delivery = Delivery(effect.id, retry=effect.attempts > 1)
        message_id = await self._announcer.present_shortlist(view, delivery)
        async with self._store.transaction() as unit:
            await unit.episodes.set_presented(view.episode.id, message_id)
            await unit.outbox.promise(
                EffectKind.TALK_OF_SHORTLIST,
                channel(view.room),
                view.episode.id,
                view.room.id,
                int(self._clock.now()),
            )

    async def edit(self, effect: Effect) -> None:
        """Bring a presented shortlist up to date: where to listen, what it tells us."""
        view = await self._view(effect)
        if view.episode.presented_message_id is not None and view.shortlist:
            await self._announcer.edit_shortlist(view)

    async def talk_of_shortlist(self, effect: Effect) -> None:
        """Open the thread on the message that presents a shortlist."""
        view = await self._view(effect)
        if view.episode.presented_message_id is not None:
            await self._open(view.room, self._announcer.talk_of_shortlist(view))

    async def talk_of_ballot(self, effect: Effect) -> None:
        """Open the thread on a ballot message, unless the vote is over by now."""
        view = await self._rounds.view(RoundId(effect.subject_id))
        if view.round.message_id is not None and view.round.state not in _OVER:
            await self._open(view.room, self._announcer.talk_of_ballot(view))

    async def _open(self, room: Room, opening: Awaitable[None]) -> None:
        """Open a thread; where that is forbidden, the room's status says so."""
        trouble = ""
        try:
            await opening
        except ThreadsForbidden:
            trouble = "forbidden"
        if trouble != room.thread_trouble:
            async with self._store.transaction() as unit:
                await unit.rooms.set_thread_trouble(room.id, trouble)

    async def _view(self, effect: Effect) -> ShortlistView:
        read = self._store.read
        episode = await read.episodes.get(EpisodeId(effect.subject_id))
        room = await read.rooms.get(effect.room_id)
        if episode is None or room is None:
            raise NotFound("episode")
        return await self._shortlists.view(room, episode)
