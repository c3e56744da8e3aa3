"""The rounds that are due, taken further by as few transactions as people wait for gladly."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import accumulate

from msgspec import Struct

from bot.domain.errors import StorageError
from bot.domain.model import RoundId
from bot.domain.shards import Share
from bot.services.patience import MOST, wait_after
from bot.services.ports.log_subjects import note_subjects
from bot.services.ports.repositories.rounds import RoundOfRoom
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Agenda, Clock
from bot.services.rounds.closing import Closing
from bot.services.rounds.downtime import Downtime
from bot.services.rounds.next_steps import NextSteps
from bot.services.rounds.transitions import (
    room_of,
    round_of,
)
from bot.services.shards.attendance import Attendance, Sign

log = logging.getLogger(__name__)

KEY = "rounds"
"""The agenda's key for all rounds; the table of rounds is the schedule."""

BATCH_SIZE = 200
"""How many rounds open in one transaction, at most.

Each transaction takes turns with those of effects, so with fewer of them all rounds open earlier.
"""

HELD_AT_MOST = 0.2
"""After how long (seconds) a transaction ends before its batch: who votes there waits for it."""

ENDING = 20
"""How many openings a close weighs, which counts the ballots, or whatever else is due."""

MAX_UNSAVED = 2
"""After how many unsaved rounds in a row the bot waits before it uses the database again."""


class _Failed(Struct):
    """A round whose step has failed; it is skipped for a while, so that others go on."""

    times: int = 0
    until: float = 0.0


class DueRounds:
    """Takes each due step of rounds exactly once, in the servers this process acts for."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        agenda: Agenda,
        closing: Closing,
        draw_seed: Callable[[], str],
        attendance: Attendance,
    ) -> None:
        self._store = store
        self._clock = clock
        self._agenda = agenda
        self._steps = NextSteps(closing, draw_seed)
        self._failed: defaultdict[RoundId, _Failed] = defaultdict(_Failed)
        self._rests_until = 0.0
        """Until when (UTC seconds) the database is left alone, which saved nothing."""
        self._attendance = attendance
        self._downtime = Downtime(store, attendance)

    async def look(self) -> None:
        """Do everything that is due, longest due first, and schedule the next look."""
        for share in self._attendance.shares:
            more, held = True, list[RoundOfRoom]()
            while more:
                more = await self._step_batch(share, held)
                await asyncio.sleep(0)  # let other tasks run
        await self.plan()

    async def plan(self) -> None:
        """Schedule the next look for when something is due; what has failed puts off nothing."""
        now, due = self._clock.now(), await self.next_due()
        if due is None:
            return
        looks: list[float] = [due]
        if due <= now:
            looks = [one.until for one in self._failed.values() if _waits(one.until, now)]
            if await self._overdue():
                looks.append(self._rests_until if _waits(self._rests_until, now) else due)
            if (coming := await self.next_due(now)) is not None:
                looks.append(coming)
        self._agenda.at(KEY, min(looks, default=due))

    async def next_due(self, after: float = 0) -> int | None:
        """Return when something is due next for any round, after a time; None if nothing is."""
        rounds = self._store.read.rounds
        dues = [await rounds.next_due(share, after) for share in self._attendance.shares]
        return min((due for due in dues if due is not None), default=None)

    async def step(self, round_id: RoundId) -> None:
        """Take the due step of a round, if there is one.

        Safe to call at any time, repeatedly, and from several processes: each step is claimed by a
        compare-and-set.
        """
        round_ = await round_of(self._store.read, round_id)
        room = await room_of(self._store.read, round_)
        for share in self._attendance.shares:
            if share.holds(room.guild_id):
                await self._step(share, [RoundOfRoom(round_id, room.id)])

    async def heartbeat(self) -> None:
        """Record that the bot is running; after downtime, give grace to rounds that ended.

        Writers could not vote meanwhile, so each such close moves to a later time, once.
        """
        now = int(self._clock.now())
        async with self._store.transaction(None) as unit:
            signs = [
                (share, await self._attendance.sign(unit, share, now))
                for share in self._attendance.shares
            ]
            await self._attendance.look_beside(unit, now)
        self._attendance.looked_beside()
        for share, sign in signs:
            if sign is Sign.SILENT:
                await self._downtime.end(share, now)

    async def reset_heartbeat(self) -> None:
        """Restart the heartbeat after the clock was moved on purpose, which is not downtime."""
        async with self._store.transaction(None) as unit:
            for share in self._attendance.shares:
                await self._attendance.end_silence(unit, share, int(self._clock.now()))

    async def _step_batch(self, share: Share, held: list[RoundOfRoom]) -> bool:
        """Step a batch of due rounds of a share; return whether to look for more.

        Args:
            share: The share.
            held: The rounds whose rooms others hold; they are waited for when no other is left.
        """
        found = await self._due_of(share, BATCH_SIZE, held)
        if not found:
            waited_for = held.copy()
            held.clear()
            return bool(waited_for) and await self._step_one_by_one(share, waited_for)
        # One that has failed may do so again, and would have all others of its batch begin anew.
        due = _batch([one for one in found if one.id not in self._failed])
        if not due:
            return await self._step_one_by_one(share, found)
        try:
            sign, stepped = await self._step(share, due)
        except Exception:  # noqa: BLE001 - whose fault it is shows when each is alone
            return await self._step_one_by_one(share, due)
        self._went_on(stepped)
        if sign is Sign.LEFT:
            # What comes after the last that was stepped may only have been left for the time.
            last = due.index(stepped[-1]) if stepped else len(due)
            held += [one for one in due[:last] if one not in stepped]
        # What has become due by these steps is found by `plan`.
        more = len(found) >= BATCH_SIZE or len(stepped) < len(found) or bool(held)
        return sign is Sign.LEFT and more

    async def _overdue(self) -> bool:
        """Return whether anything is due now that has not failed just before."""
        return any([await self._due_of(share, 1) for share in self._attendance.shares])

    async def _due_of(
        self, share: Share, most: int, held: Sequence[RoundOfRoom] = ()
    ) -> Sequence[RoundOfRoom]:
        """Return the first rounds that are due, without those that failed or were held."""
        now = self._clock.now()
        skipped = {id_ for id_, failed in self._failed.items() if _waits(failed.until, now)}
        skipped |= {one.id for one in held}
        found = await self._store.read.rounds.due(now, most + len(skipped), share)
        return [one for one in found if one.id not in skipped]

    def _went_on(self, rounds: Sequence[RoundOfRoom]) -> None:
        for one in rounds:
            self._failed.pop(one.id, None)

    async def _step_one_by_one(self, share: Share, due: Sequence[RoundOfRoom]) -> bool:
        """Step each round by itself, so that a failing one does not stop the others."""
        unsaved = 0
        for one in due:
            note_subjects(round=one.id, room=one.room_id)
            try:
                await self._step(share, [one])
                self._went_on([one])
                unsaved = 0
                continue
            except StorageError as fault:
                log.warning("round %s could not be taken further: %s", one.id, fault)
                unsaved += 1
            except Exception:
                log.exception("round %s could not be taken further", one.id)
            failed = self._failed[one.id]
            failed.times += 1
            failed.until = self._clock.now() + wait_after(failed.times)
            if unsaved == MAX_UNSAVED:
                # The database is the problem, not the round.
                self._rests_until = failed.until
                return False
        return True

    async def _step(
        self, share: Share, rounds: Sequence[RoundOfRoom]
    ) -> tuple[Sign, Sequence[RoundOfRoom]]:
        """Step rounds of a share in one transaction, and return those that were stepped.

        Of several, those are left out whose rooms others hold; for a single one's, it waits.
        """
        now, stepped = int(self._clock.now()), list[RoundOfRoom]()
        held = {one.room_id for one in rounds}
        alone = held if len(rounds) == 1 else [None]

        async def step_all(unit: UnitOfWork) -> Sign:
            free = held if len(rounds) == 1 else await unit.rooms.hold_free(held)
            stepped.clear()
            sign, began = await self._attendance.sign(unit, share, now), self._clock.now()
            for one in rounds if sign is Sign.LEFT else ():
                if stepped and self._clock.now() - began > HELD_AT_MOST:
                    break
                if one.room_id in free:
                    await self._steps.take(unit, one, now)
                    stepped.append(one)
            return sign

        while (sign := await self._store.in_one_trip(step_all, *alone)) is Sign.SILENT:
            await self._downtime.end(share, now)
        if sign is Sign.LOST:
            # At once: what is due there stays due, and would be looked at again and again.
            await self._attendance.renew()
        return sign, stepped


def _waits(until: float, now: float) -> bool:
    """Return whether something is left alone until an instant that this clock has named."""
    # One further ahead was named before the clock was set back.
    return now < until <= now + MOST


def _batch(due: Sequence[RoundOfRoom]) -> Sequence[RoundOfRoom]:
    """Return the first of the due rounds, so many that their transaction stays short."""
    weights = accumulate([1 if one.opens else ENDING for one in due])
    return [one for one, weight in zip(due, weights, strict=True) if weight <= BATCH_SIZE]
