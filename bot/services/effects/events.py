"""The scheduled events that show rounds in the server's list of events."""

from bot.domain.errors import EventsForbidden
from bot.domain.model import RoundId
from bot.services import Ports, Services
from bot.services.ports.repositories.outbox import Effect
from bot.services.ports.unit_of_work import Settle, UnitOfWork


class EventEffects:
    """Updates scheduled events."""

    def __init__(self, ports: Ports, services: Services) -> None:
        self._events = ports.events
        self._rounds = services.rounds

    async def show(self, effect: Effect) -> Settle:
        """Create, change or end the event of a round."""
        view = await self._rounds.view(RoundId(effect.subject_id))
        trouble = ""
        try:
            event_id = await self._events.show(view, effect.delivery)
        except EventsForbidden as refusal:
            # The room's status reports it; the round goes on without an event.
            event_id, trouble = view.round.event_id, refusal.why

        async def settle(unit: UnitOfWork) -> None:
            if event_id != view.round.event_id:
                await unit.rounds.set_event(view.round.id, event_id)
            if trouble != view.room.event_trouble:
                await unit.rooms.set_event_trouble(view.room.id, trouble)

        return settle
