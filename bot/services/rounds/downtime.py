"""Downtime of the bot: votes and ties that ended meanwhile get a grace time, once each."""

import asyncio
import logging
from collections.abc import Sequence

from bot.domain import timing
from bot.domain.errors import StorageError
from bot.domain.model import RoundId, RoundState
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.repositories.rounds import RoundOfRoom
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.rounds.transitions import promise, retime, room_of, round_of, shift_later

log = logging.getLogger(__name__)

MAX_SILENCE = 120
"""Seconds without a heartbeat after which the bot counts as down."""

BATCH_SIZE = 50
"""How many rounds get grace in one transaction; voters need the database too."""

_LAST_SEEN = "last_seen"


class Downtime:
    """Ends downtime of the bot."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ending = asyncio.Lock()

    async def end(self, now: int) -> None:
        """Give grace to the rounds that ended during downtime, a batch at a time.

        The downtime ends with the last batch. Until then no round advances, and if the bot restarts
        it skips the rounds that already have their grace.
        """
        async with self._ending:
            since = await _last_seen(self._store.read, now)
            if now - since <= MAX_SILENCE:
                return
            log.info("back after %d seconds", now - since)
            oldest = now - timing.OVERDUE
            missed = await self._store.read.rounds.missed(since, now, oldest)
            for first in range(0, len(missed), BATCH_SIZE):
                await self._give_grace(missed[first : first + BATCH_SIZE], now)
            async with self._store.transaction(None) as unit:
                await set_last_seen(unit, now)

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


async def _last_seen(unit: UnitOfWork, now: int) -> int:
    """Return the time of the last heartbeat; now if there has been none."""
    return int(await unit.facts.get(_LAST_SEEN) or now)


async def set_last_seen(unit: UnitOfWork, now: int) -> None:
    """Set the time of the last heartbeat."""
    await unit.facts.set(_LAST_SEEN, str(now))


async def record_heartbeat(unit: UnitOfWork, now: int) -> bool:
    """Record a heartbeat; return False and record none if the bot was down before."""
    seen = await unit.facts.get(_LAST_SEEN)
    if seen and now - int(seen) > MAX_SILENCE:
        return False
    if seen != str(now):
        await set_last_seen(unit, now)
    return True


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
