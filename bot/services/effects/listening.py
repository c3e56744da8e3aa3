"""The cards of sessions: posted in the shortlist's thread, and edited there."""

from bot.domain.errors import ThreadsForbidden
from bot.domain.listening import CardId
from bot.domain.model import MessageId
from bot.services import Ports, Services
from bot.services.listening.steps import promise_edit, promise_post
from bot.services.ports.announcements import MENTIONS_MAX, ShortlistMessage
from bot.services.ports.listening_message import ListeningMessage
from bot.services.ports.listening_view import ListeningView
from bot.services.ports.repositories.outbox import Effect, EffectKind
from bot.services.ports.unit_of_work import Settle, UnitOfWork, nothing_follows


class ListeningEffects:
    """Posts and edits the cards of sessions.

    Where the thread is gone, a session goes on in the room's channel.
    """

    def __init__(self, ports: Ports, services: Services) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._announcer = ports.announcer
        self._listenings = services.listenings
        self._shortlists = services.shortlists

    async def post(self, effect: Effect) -> Settle:
        """Post a card; the first one mentions the roster, once, and no later one anybody.

        What showed the card before says first that it is posted again.
        """
        view = await self._listenings.view(CardId(effect.subject_id))
        if view.card.message_id is not None:
            return nothing_follows
        if view.card.earlier_message_id is not None:
            await self._edit(ListeningMessage(view, moved=True))
        mention = () if view.listening.called else view.roster[:MENTIONS_MAX]
        message = ListeningMessage(view, mention)
        message_id = await self._post_in_thread(message, effect)
        in_thread = message_id is not None
        if message_id is None:
            message_id = await self._announcer.post(message, effect.delivery)
        return self._posted(view, message_id, in_thread=in_thread)

    async def edit(self, effect: Effect) -> Settle:
        """Edit a card; the one the session is at is posted again if somebody deleted it."""
        view = await self._listenings.view(CardId(effect.subject_id))
        if view.card.message_id is None or await self._edit(ListeningMessage(view)):
            return nothing_follows

        async def settle(unit: UnitOfWork) -> None:
            listening = await unit.listening.get(view.listening.id)
            if listening is None or listening.over:
                return
            if listening.place == view.card.place:
                await unit.listening.set_message(view.card.id, None)
                await promise_post(unit, view.room, view.card, int(self._clock.now()))

        return settle

    async def _post_in_thread(self, message: ListeningMessage, effect: Effect) -> MessageId | None:
        view, thread_id = message.view, message.view.listening.thread_id
        if thread_id is None:
            return None
        opening = EffectKind.OPEN_SHORTLIST_THREAD
        if await self._store.read.outbox.state_of(opening, view.episode.id) == "waiting":
            shortlist = await self._shortlists.view(view.room, view.episode)
            try:
                await self._announcer.open_thread(ShortlistMessage(shortlist))
            except ThreadsForbidden:
                return None
        return await self._announcer.post_in_thread(message, thread_id, effect.delivery)

    async def _edit(self, message: ListeningMessage) -> bool:
        thread_id = message.view.listening.thread_id
        if thread_id is not None:
            return await self._announcer.edit_in_thread(message, thread_id)
        return await self._announcer.edit(message) is not None

    def _posted(self, view: ListeningView, message_id: MessageId, *, in_thread: bool) -> Settle:
        async def settle(unit: UnitOfWork) -> None:
            await unit.listening.set_message(view.card.id, message_id)
            if view.card.place == 0:
                await unit.listening.called(view.listening.id)
            listening = await unit.listening.get(view.listening.id)
            if not in_thread and listening is not None and listening.thread_id is not None:
                await unit.listening.thread_gone(listening.id)
            if view.card.earlier_message_id is not None:
                await unit.listening.earlier_done(view.card.id, view.card.earlier_message_id)
            if listening is not None and await self._outdated(unit, view, listening.revision):
                await promise_edit(unit, view.room, view.card, int(self._clock.now()))

        return settle

    async def _outdated(self, unit: UnitOfWork, view: ListeningView, revision: int) -> bool:
        """Return whether what was posted shows less than has happened meanwhile."""
        here = await unit.listening.here(view.listening.id)
        answered = await unit.listening.answered(view.card)
        seen = (view.listening.revision, view.here, view.answered)
        return seen != (revision, len(here), len(here & answered))
