"""The threads for discussing a shortlist or a vote."""

from bot.domain.errors import ThreadsForbidden
from bot.domain.model import RoundId
from bot.services import Ports, Services
from bot.services.effects.messages import shortlist_of
from bot.services.ports.announcements import Announcement, BallotMessage, ShortlistMessage
from bot.services.ports.repositories.outbox import Effect


class ThreadEffects:
    """Opens threads on posted messages."""

    def __init__(self, ports: Ports, services: Services) -> None:
        self._store = ports.store
        self._announcer = ports.announcer
        self._rounds = services.rounds
        self._shortlists = services.shortlists

    async def open_on_shortlist(self, effect: Effect) -> None:
        """Open the thread on the message that presents a shortlist."""
        await self._open(
            ShortlistMessage(await shortlist_of(effect, self._store, self._shortlists))
        )

    async def open_on_ballot(self, effect: Effect) -> None:
        """Open the thread on a ballot message, unless the vote is over by now."""
        view = await self._rounds.view(RoundId(effect.subject_id))
        if not view.round.over:
            await self._open(BallotMessage(view))

    async def _open(self, message: Announcement) -> None:
        """Open a thread; if that is forbidden, the room's status reports it."""
        if message.message_id is None:
            return
        room, trouble = message.room, ""
        try:
            await self._announcer.open_thread(message)
        except ThreadsForbidden:
            trouble = "forbidden"
        if trouble != room.thread_trouble:
            async with self._store.transaction() as unit:
                await unit.rooms.set_thread_trouble(room.id, trouble)
