"""Downtime of the bot: votes and ties that ended meanwhile get a grace time, once each."""

import asyncio
import logging
from collections.abc import Sequence

from bot.domain import timing
from bot.domain.errors import StorageError
from bot.domain.model import RoundId, RoundState
from bot.domain.shards import Share
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.repositories.rounds import RoundOfRoom
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.rounds.transitions import promise, retime, room_of, round_of, shift_later
from bot.services.shards.attendance import MAX_SILENCE, Attendance

log = logging.getLogger(__name__)

BATCH_SIZE = 50
"""How many rounds get grace in one transaction; voters need the database too."""


class Downtime:
    """Ends downtime of the bot, of each share for itself."""

    def __init__(self, store: Store, attendance: Attendance) -> None:
        self._store = store
        self._attendance = attendance
        self._ending = asyncio.Lock()

    async def end(self, share: Share, now: int) -> None:
        """Give grace to the rounds of a share that ended during downtime, a batch at a time.

        The downtime ends with the last batch. Until then no round advances, and if the bot restarts
        it skips the rounds that already have their grace.
        """
        async with self._ending:
            since = await self._attendance.last_seen(share, now)
            if now - since <= MAX_SILENCE:
                return
            where = "" if share.total == 1 else f" on shard {share.shard}"
            log.info("back after %d seconds%s", now - since, where)
            oldest = now - timing.OVERDUE
            missed = await self._store.read.rounds.missed(since, now, oldest, share)
            for first in range(0, len(missed), BATCH_SIZE):
                await self._give_grace(missed[first : first + BATCH_SIZE], now)
            async with self._store.transaction(None) as unit:
                await self._attendance.end_silence(unit, share, now)

    async def _give_grace(self, missed: Sequence[RoundOfRoom], now: int) -> None:
        async def give_grace(unit: UnitOfWork) -> None:
            for one in missed:
                await _grace(unit, one.id, now)

        try:
            await self._store.in_one_trip(give_grace, *[one.room_id for one in missed])
        except StorageError:
            raise
        except Exception:
            if len(missed) == 1:
                # Its step will fail too, and be retried; the other rounds have their grace.
                log.exception("round %s could not be given a grace time", missed[0].id)
                return
            for one in missed:
                await self._give_grace([one], now)


async def _grace(unit: UnitOfWork, round_id: RoundId, now: int) -> None:
    """Give a round grace, unless it had some or somebody has moved it meanwhile."""
    before = await round_of(unit, round_id)
    ends = {RoundState.OPEN: before.closes_at, RoundState.CASTING: before.casting_until}
    if not before.rules.grace or before.graced_at is not None:
        return
    if (ends.get(before.state) or now + 1) > now:
        return
    room = await room_of(unit, before)
    after = timing.given_grace(before, now)
    await retime(unit, room, before, after, now)
    moved = after.closes_at - timing.planned_close(before)
    await shift_later(unit, room, after, moved, now)
    if before.state is RoundState.CASTING:
        await promise(unit, room, before, now, EffectKind.EDIT_TIE)
