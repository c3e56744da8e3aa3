"""What happens in sessions by itself: a song's time is up, or a session was left alone."""

import asyncio
import logging

from bot.domain.errors import StorageError
from bot.domain.listening import ListeningId, advanced
from bot.domain.model import RoomId
from bot.domain.whole_days import day_of
from bot.services.listening.steps import end_listening, take_step
from bot.services.ports.log_subjects import note_subjects
from bot.services.ports.repositories.listening import DueListening
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
        self._failed: dict[DueListening, float] = {}
        """When each step that failed is tried again (UTC seconds); until then, others go on."""

    async def look(self) -> None:
        """Take every step that is due, longest due first, and schedule the next look."""
        self._try_again(self._clock.now())
        for share in self._attendance.shares:
            more = True
            while more:
                most = BATCH_SIZE + len(self._failed)
                found = await self._store.read.listening.due(self._clock.now(), most, share)
                due = [one for one in found if one not in self._failed]
                for one in due:
                    await self._try(one)
                more = bool(due)
                await asyncio.sleep(0)  # let other tasks run
        await self.plan()

    async def plan(self) -> None:
        """Schedule the next look for when a step is due, or one that failed is tried again."""
        looks = [*self._failed.values()]
        due = await self.next_due()
        if due is not None:
            looks.append(due)
        if looks:
            self._agenda.at(KEY, min(looks))

    async def plan_after_saving(self) -> None:
        """Schedule the next look after something was saved, which succeeds even if this fails."""
        try:
            await self.plan()
        except StorageError as fault:
            # The sweep plans again.
            log.warning("when the next step of a session is due could not be read: %s", fault)

    async def next_due(self) -> int | None:
        """Return when a step is due next that has not failed (UTC seconds); None if none is."""
        read, most = self._store.read.listening, 1 + len(self._failed)
        steps = [
            step for share in self._attendance.shares for step in await read.to_come(most, share)
        ]
        return min((one.due_at for one in steps if one not in self._failed), default=None)

    async def sweep(self) -> None:
        """End what was left alone, and forget who wrote lines that no vote came after."""
        now = int(self._clock.now())
        left = await self._store.read.listening.left_alone(now - LEFT_ALONE)
        for one in left:
            await self._try_to_end(one.id, one.room_id, now)
        async with self._store.transaction(None) as unit:
            # Those of a whole day at once: by the hour, the time would tell when each was written.
            before = day_of(now - WRITERS_KEPT_FOR)
            await unit.listening.forget_old_writers(before, now)

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

    def _try_again(self, now: float) -> None:
        """Have steps tried again that failed long enough ago."""
        for step, until in list(self._failed.items()):
            # One further ahead was noted before the clock was set back.
            if not now < until <= now + AGAIN_AFTER:
                del self._failed[step]

    async def _try(self, step: DueListening) -> None:
        note_subjects(room=step.room_id)
        try:
            await self._step(step.id, step.room_id)
        except StorageError as fault:
            log.warning("session %s could not be taken further: %s", step.id, fault)
            self._failed[step] = self._clock.now() + AGAIN_AFTER
        except Exception:
            log.exception("session %s could not be taken further", step.id)
            self._failed[step] = self._clock.now() + AGAIN_AFTER

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
