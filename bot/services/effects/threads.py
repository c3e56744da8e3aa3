"""The threads for discussing a shortlist or a vote."""

from bot.domain.errors import ThreadsForbidden
from bot.domain.model import RoundId
from bot.services import Ports, Services
from bot.services.effects.messages import shortlist_of
from bot.services.ports.announcements import Announcement, BallotMessage, ShortlistMessage
from bot.services.ports.repositories.outbox import Effect
from bot.services.ports.unit_of_work import Settle, UnitOfWork, nothing_follows


class ThreadEffects:
    """Opens threads on posted messages."""

    def __init__(self, ports: Ports, services: Services) -> None:
        self._store = ports.store
        self._announcer = ports.announcer
        self._rounds = services.rounds
        self._shortlists = services.shortlists

    async def open_on_shortlist(self, effect: Effect) -> Settle:
        """Open the thread on the message that presents a shortlist."""
        view = await shortlist_of(effect, self._store, self._shortlists)
        return await self._open(ShortlistMessage(view))

    async def open_on_ballot(self, effect: Effect) -> Settle:
        """Open the thread on a ballot message, unless the vote is over by now."""
        view = await self._rounds.view(RoundId(effect.subject_id))
        return nothing_follows if view.round.over else await self._open(BallotMessage(view))

    async def _open(self, message: Announcement) -> Settle:
        """Open a thread; where there can be none, the room's status reports it."""
        if message.message_id is None:
            return nothing_follows
        room, trouble = message.room, ""
        try:
            await self._announcer.open_thread(message)
        except ThreadsForbidden as refusal:
            trouble = refusal.why

        async def settle(unit: UnitOfWork) -> None:
            if trouble != room.thread_trouble:
                await unit.rooms.set_thread_trouble(room.id, trouble)

        return settle
