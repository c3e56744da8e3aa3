"""What time does to rounds: they open, remind, close, extend, wait and settle by themselves."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from bot.domain import timing
from bot.domain.errors import StorageError
from bot.domain.model import Cause, Room, Round, RoundId, RoundState
from bot.services.closing import Closing
from bot.services.moving import (
    open_round,
    promise,
    remind,
    retime,
    room_of,
    round_of,
    shift_later,
)
from bot.services.ports import Agenda, Clock
from bot.services.store import Books, EffectKind, Store

log = logging.getLogger(__name__)

KEY = "rounds"
"""What the agenda knows all rounds by: the table of rounds is the schedule."""

AWAY = 120
"""After so many seconds without a sign of life the bot counts as away."""

AT_A_TIME = 50
RETRY = 60
"""So long (seconds) a round is let be whose step failed, so that it holds up no other."""

UNSAVED = 2
"""After so many rounds in a row that could not be saved the database is let be for a while."""

SOON = 10
"""So long (seconds)."""

_LAST_SEEN = "last_seen"


class Timekeeping:
    """Takes rounds through what falls due, each step exactly once."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        agenda: Agenda,
        closing: Closing,
        draw_seed: Callable[[], str],
    ) -> None:
        self._store = store
        self._clock = clock
        self._agenda = agenda
        self._closing = closing
        self._draw_seed = draw_seed
        self._failed: dict[RoundId, float] = {}
        self._welcoming = asyncio.Lock()

    async def look(self) -> None:
        """Do everything that is due, what has waited longest first; look again when more is."""
        more = True
        while more:
            more = await self._some()
            await asyncio.sleep(0)  # for what else the bot has to do
        await self.plan()

    async def plan(self) -> None:
        """Have the rounds looked at when something falls due next."""
        due = await self._store.read.rounds.next_due()
        if due is None:
            return
        # What is overdue still has failed, and is let be for a while.
        again = min(self._failed.values(), default=due)
        self._agenda.at(KEY, max(due, again) if due <= self._clock.now() else due)

    async def step(self, round_id: RoundId) -> None:
        """Do what is due for a round now, if anything is.

        Safe to call at any time, any number of times, from any number of processes: each step is
        claimed by a compare-and-set, and whoever claims it does it.
        """
        now = int(self._clock.now())
        while not await self._stepped(round_id, now):
            await self._welcome_back(now)

    async def here(self) -> None:
        """Note that the bot is there; give grace to what fell due while it was not.

        Writers could not vote meanwhile, so such a close moves to some time from now, once each.
        """
        now = int(self._clock.now())
        async with self._store.transaction() as books:
            noted = await _noted(books, now)
        if not noted:
            await self._welcome_back(now)

    async def clock_set(self) -> None:
        """Note that the clock was moved on purpose, so that nobody takes it for an absence."""
        async with self._store.transaction() as books:
            await books.facts.set(_LAST_SEEN, str(int(self._clock.now())))

    async def _some(self) -> bool:
        """Step some of what is due; say whether there was any."""
        now = self._clock.now()
        self._failed = {one: until for one, until in self._failed.items() if until > now}
        most = AT_A_TIME + len(self._failed)
        due = [
            one for one in await self._store.read.rounds.due(now, most) if one not in self._failed
        ]
        unsaved = 0
        for round_id in due:
            try:
                await self.step(round_id)
            except StorageError as fault:
                log.warning("round %s could not be taken further: %s", round_id, fault)
                self._failed[round_id] = now + RETRY
                unsaved += 1
                if unsaved == UNSAVED:
                    # It is the database, not the round; it is left to whoever else waits for it.
                    self._agenda.at(KEY, now + SOON)
                    return False
            except Exception:
                log.exception("round %s could not be taken further; again in a minute", round_id)
                self._failed[round_id] = now + RETRY
            else:
                unsaved = 0
        return bool(due)

    async def _stepped(self, round_id: RoundId, now: int) -> bool:
        """Take a round further; False, and nothing done, where the bot is only just back."""
        async with self._store.transaction() as books:
            if not await _noted(books, now):
                return False
            round_ = await round_of(books, round_id)
            if min(timing.moments(round_), default=now + 1) <= now:
                await self._take_further(books, await room_of(books, round_), round_, now)
        return True

    async def _welcome_back(self, now: int) -> None:
        """Give grace to what was missed, a few rounds at a time: voters need the database, too.

        The absence is over only with the last of them. Until then nothing is taken further, and
        whoever begins anew leaves alone what has its grace.
        """
        async with self._welcoming:
            since = await _last_seen(self._store.read, now)
            if now - since <= AWAY:
                return
            log.info("back after %d seconds", now - since)
            oldest = now - timing.OVERDUE
            missed = await self._store.read.rounds.missed(since, now, oldest)
            for first in range(0, len(missed), AT_A_TIME):
                await self._grace_some(missed[first : first + AT_A_TIME], now)
            async with self._store.transaction() as books:
                await books.facts.set(_LAST_SEEN, str(now))

    async def _grace_some(self, missed: Sequence[RoundId], now: int) -> None:
        try:
            async with self._store.transaction() as books:
                for round_id in missed:
                    await _grace(books, round_id, now)
        except StorageError:
            raise
        except Exception:
            if len(missed) == 1:
                # Its step will fail, too, and be tried again; the others have their grace.
                log.exception("round %s could not be given a grace time", *missed)
                return
            for round_id in missed:
                await self._grace_some([round_id], now)

    async def _take_further(self, books: Books, room: Room, round_: Round, now: int) -> None:
        if round_.state is RoundState.SCHEDULED:
            await open_round(books, room, round_, now, self._draw_seed())
        elif round_.state is RoundState.CASTING:
            if await books.rounds.claim_casting_end(round_.id, now):
                await self._closing.settle(books, room, round_.id, now)
        elif round_.closes_at <= now:
            await self._end(books, room, round_, now)
        else:
            await self._remind(books, room, round_, now)

    async def _end(self, books: Books, room: Room, round_: Round, now: int) -> None:
        """Close a round whose time is up; or extend it, or leave it to the showrunner."""
        if now - round_.closes_at > timing.OVERDUE:
            await self._hold(books, room, round_, Cause.OVERDUE, now)
            return
        turnout = await books.rounds.turnout(round_)
        if turnout.voted >= timing.quorum(round_, turnout):
            if await books.rounds.claim_close(round_.id, now):
                await self._closing.settle(books, room, round_.id, now)
        elif round_.quorum_extended:
            await self._hold(books, room, round_, Cause.QUORUM, now)
        else:
            after = timing.extended_for_quorum(round_, now)
            if await retime(books, room, round_, after, now):
                moved = after.closes_at - timing.planned_close(round_)
                await shift_later(books, room, after, moved, now)
                if round_.rules.reminders:
                    await remind(books, room, after, now)

    async def _hold(self, books: Books, room: Room, round_: Round, cause: Cause, now: int) -> None:
        after = timing.held(round_, cause)
        if await retime(books, room, round_, after, now):
            await promise(books, room, after, now, EffectKind.TELL_SHOWRUNNER)

    async def _remind(self, books: Books, room: Room, round_: Round, now: int) -> None:
        """Promise the reminders that are due, unless it is too late for them."""
        due = round_.remind_at or now
        claimed = await books.rounds.retime(round_, timing.reminded(round_, now))
        if claimed and now - due <= timing.REMINDER_LATE:
            await remind(books, room, round_, now)


async def _last_seen(books: Books, now: int) -> int:
    """Return when the last sign of life was left; now, where there never was one."""
    return int(await books.facts.get(_LAST_SEEN) or now)


async def _noted(books: Books, now: int) -> bool:
    """Leave a sign of life; False, and none left, where there was none for too long."""
    seen = await books.facts.get(_LAST_SEEN)
    if seen and now - int(seen) > AWAY:
        return False
    if seen != str(now):
        await books.facts.set(_LAST_SEEN, str(now))
    return True


async def _grace(books: Books, round_id: RoundId, now: int) -> None:
    """Give a round a grace time, unless it had one or somebody has moved it meanwhile."""
    before = await round_of(books, round_id)
    ends = {RoundState.OPEN: before.closes_at, RoundState.CASTING: before.casting_until}
    if not before.rules.grace or before.graced_at is not None:
        return
    if (ends.get(before.state) or now + 1) > now:
        return
    room = await room_of(books, before)
    after = timing.graced(before, now)
    await retime(books, room, before, after, now)
    moved = after.closes_at - timing.planned_close(before)
    await shift_later(books, room, after, moved, now)
    if before.state is RoundState.CASTING:
        await promise(books, room, before, now, EffectKind.EDIT_CASTING)
