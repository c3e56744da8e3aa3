"""What happens in sessions by itself: a song's time is up, or a session was left alone."""

import asyncio
import logging

from bot.domain.errors import StorageError
from bot.domain.listening import ListeningId, advanced
from bot.domain.model import RoomId
from bot.services.listening.steps import end_listening, take_step
from bot.services.ports.log_subjects import note_subjects
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Agenda, Clock
from bot.services.shards.attendance import Attendance

log = logging.getLogger(__name__)

KEY = "listening"
"""The agenda's key for all sessions; their table is the schedule."""
BATCH_SIZE = 10
"""How many sessions are looked at before other tasks run."""
AGAIN_AFTER = 60
"""Seconds after which a step that failed is tried again."""
LEFT_ALONE = 14 * 86_400
"""How long (seconds) a session waits for its next step before it ends."""
WRITERS_KEPT_FOR = 90 * 86_400
"""How long (seconds) the writers of lines are known where no vote closes."""


class DueListenings:
    """Takes each due step of sessions exactly once, in the servers this process acts for."""

    def __init__(self, store: Store, clock: Clock, agenda: Agenda, attendance: Attendance) -> None:
        self._store = store
        self._clock = clock
        self._agenda = agenda
        self._attendance = attendance
        self._failed: dict[ListeningId, float] = {}

    async def look(self) -> None:
        """Take every step that is due, longest due first, and schedule the next look."""
        now = self._clock.now()
        for listening_id in [one for one, until in self._failed.items() if until <= now]:
            del self._failed[listening_id]
        for share in self._attendance.shares:
            more = True
            while more:
                most = BATCH_SIZE + len(self._failed)
                found = await self._store.read.listening.due(self._clock.now(), most, share)
                due = [one for one in found if one.id not in self._failed]
                for one in due:
                    await self._try(one.id, one.room_id)
                more = bool(due)
                await asyncio.sleep(0)  # let other tasks run
        await self.plan()

    async def plan(self) -> None:
        """Schedule the next look for when a step is due."""
        due = await self.next_due()
        if due is not None:
            now = self._clock.now()
            # Whatever is still overdue has failed and is skipped for a while.
            again = min(self._failed.values(), default=due)
            self._agenda.at(KEY, again if due <= now else due)

    async def plan_after_saving(self) -> None:
        """Schedule the next look after something was saved, which succeeds even if this fails."""
        try:
            await self.plan()
        except StorageError as fault:
            # The sweep plans again.
            log.warning("when the next step of a session is due could not be read: %s", fault)

    async def next_due(self) -> int | None:
        """Return when a step is due next (UTC seconds); None if none is."""
        read = self._store.read.listening
        dues = [await read.next_due(share) for share in self._attendance.shares]
        return min((due for due in dues if due is not None), default=None)

    async def sweep(self) -> None:
        """End what was left alone, and forget who wrote lines that no vote came after."""
        now = int(self._clock.now())
        left = await self._store.read.listening.left_alone(now - LEFT_ALONE, BATCH_SIZE)
        for one in left:
            await self._try_to_end(one.id, one.room_id, now)
        async with self._store.transaction(None) as unit:
            await unit.listening.forget_old_writers(now - WRITERS_KEPT_FOR)

    async def _try_to_end(self, listening_id: ListeningId, room_id: RoomId, now: int) -> None:
        note_subjects(room=room_id)
        try:
            async with self._store.transaction(room_id) as unit:
                room = await unit.rooms.get(room_id)
                listening = await unit.listening.get(listening_id)
                if room is not None and listening is not None and not listening.over:
                    await end_listening(unit, room, listening, now)
        except StorageError as fault:
            log.warning("session %s could not be ended: %s", listening_id, fault)
        except Exception:
            log.exception("session %s could not be ended", listening_id)

    async def _try(self, listening_id: ListeningId, room_id: RoomId) -> None:
        note_subjects(room=room_id)
        try:
            await self._step(listening_id, room_id)
        except StorageError as fault:
            log.warning("session %s could not be taken further: %s", listening_id, fault)
            self._failed[listening_id] = self._clock.now() + AGAIN_AFTER
        except Exception:
            log.exception("session %s could not be taken further", listening_id)
            self._failed[listening_id] = self._clock.now() + AGAIN_AFTER

    async def _step(self, listening_id: ListeningId, room_id: RoomId) -> None:
        now = int(self._clock.now())
        async with self._store.transaction(room_id) as unit:
            room = await unit.rooms.get(room_id)
            listening = await unit.listening.get(listening_id)
            if room is None or listening is None or listening.due_at is None:
                return
            if listening.due_at <= now:
                cards = await unit.listening.cards(listening_id)
                await take_step(unit, room, listening, advanced(listening, cards, now), now)
