"""The threads for discussing a shortlist or a vote, and what the bot says in them."""

from bot.domain.errors import NotFound, ThreadsForbidden
from bot.domain.model import RoundId
from bot.services import Ports, Services
from bot.services.effects.messages import shortlist_of
from bot.services.ports.announcements import (
    Announcement,
    BallotMessage,
    ShortlistMessage,
)
from bot.services.ports.read_models import RoundView
from bot.services.ports.repositories.outbox import Effect, EffectKind
from bot.services.ports.thread_lines import NewsLine, RecountLine
from bot.services.ports.unit_of_work import Settle, UnitOfWork, nothing_follows


class ThreadEffects:
    """Opens threads on posted messages, and speaks in those of votes."""

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

    async def say_news(self, effect: Effect) -> Settle:
        """Say what changed in a vote's thread; without one, the ballot message shows it alone.

        Raises:
            NotFound: There is nothing to say.
        """
        found = await self._store.read.threads.news(effect.subject_id)
        if found is None:
            raise NotFound("round")
        round_id, news = found
        view = await self._rounds.view(round_id)
        await self._say(view, NewsLine(view, news), effect)
        return nothing_follows

    async def say_recount(self, effect: Effect) -> Settle:
        """Say in a vote's thread, or else in the channel, that a scrutineer counted it again."""
        found = await self._store.read.threads.recount(effect.subject_id)
        if found is None:
            return nothing_follows  # another one says it by now
        view = await self._rounds.view(found.round_id)
        line = RecountLine(view, found.user_id, found.sha256)
        if not await self._say(view, line, effect):
            await self._announcer.post(line, effect.delivery)
        return nothing_follows

    async def _say(self, view: RoundView, line: Announcement, effect: Effect) -> bool:
        """Post a line in a vote's thread; return whether there is one."""
        read, round_id = self._store.read, view.round.id
        thread_id = await read.threads.of_round(round_id)
        if thread_id is None:
            return False
        if await read.outbox.state_of(EffectKind.OPEN_BALLOT_THREAD, round_id) == "waiting":
            # What changed while the ballot was being posted was promised before its thread.
            try:
                await self._announcer.open_thread(BallotMessage(view))
            except ThreadsForbidden:
                return False
        said = await self._announcer.post_in_thread(line, thread_id, effect.delivery)
        return said is not None

    async def _open(self, message: Announcement) -> Settle:
        """Open a thread; where there can be none, the room's status reports it."""
        message_id = message.message_id
        if message_id is None:
            return nothing_follows
        room, trouble = message.room, ""
        try:
            await self._announcer.open_thread(message)
        except ThreadsForbidden as refusal:
            trouble = refusal.why

        async def settle(unit: UnitOfWork) -> None:
            if trouble != room.thread_trouble:
                await unit.rooms.set_thread_trouble(room.id, trouble)
            if isinstance(message, BallotMessage) and not trouble:
                await unit.threads.opened(message.view.round.id, message_id)

        return settle
