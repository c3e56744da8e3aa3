"""What happens to a round when it is due: opening, reminding, closing, extending."""

from collections.abc import Callable

from bot.domain import timing
from bot.domain.counting import BY_LOT
from bot.domain.model import Cause, Room, Round, RoundState
from bot.domain.structs import replace
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.repositories.rounds import RoundOfRoom
from bot.services.ports.repositories.shown_rounds import RoundInRoom
from bot.services.ports.unit_of_work import UnitOfWork
from bot.services.rounds.closing import Closing
from bot.services.rounds.transitions import (
    due_in_room_of,
    open_round,
    promise,
    remind,
    retime,
    shift_later,
)


class NextSteps:
    """Takes the step of a round that is due."""

    def __init__(self, closing: Closing, draw_seed: Callable[[], str]) -> None:
        self._closing = closing
        self._draw_seed = draw_seed

    async def take(self, unit: UnitOfWork, due: RoundOfRoom, now: int) -> None:
        """Take a round one step further, if it is still due, in a transaction that holds its room.

        Args:
            unit: The transaction.
            due: The round, as it was due before the transaction.
            now: UTC seconds.
        """
        found = await due_in_room_of(unit, due)
        if min(timing.due_times(found.round), default=now + 1) <= now:
            await self._advance(unit, found, now)

    async def _advance(self, unit: UnitOfWork, found: RoundInRoom, now: int) -> None:
        round_, _, room = found
        if round_.state is RoundState.SCHEDULED:
            await open_round(unit, room, round_, now, self._draw_seed())
        elif round_.state is RoundState.CLOSING:
            if await unit.rounds.claim_count(round_.id, now):
                await self._closing.settle(unit, found, now)
        elif round_.state is RoundState.CASTING and room.channel_trouble == "removed":
            await unit.rounds.retime(round_, timing.casting_put_off(round_, now))
        elif round_.state is RoundState.CASTING:
            if await unit.rounds.claim_casting_end(round_.id, now):
                by_lot = found._replace(round=replace(round_, casting=BY_LOT))
                await self._closing.settle(unit, by_lot, now)
        elif round_.closes_at <= now:
            await self._end(unit, found, now)
        else:
            await self._remind(unit, room, round_, now)

    async def _end(self, unit: UnitOfWork, found: RoundInRoom, now: int) -> None:
        """Close, extend or hold a round whose time is up."""
        round_, _, room = found
        if now - round_.closes_at > timing.OVERDUE:
            await self._hold(unit, room, round_, Cause.OVERDUE, now)
            return
        turnout = await unit.rounds.turnout(round_)
        if turnout.voted >= timing.quorum(round_, turnout):
            if await unit.rounds.claim_close(round_.id, now):
                await self._closing.settle(unit, found, now)
        elif round_.quorum_extended:
            await self._hold(unit, room, round_, Cause.QUORUM, now)
        else:
            after = timing.extended_for_quorum(round_, now)
            if await retime(unit, room, round_, after, now):
                moved = after.closes_at - timing.planned_close(round_)
                await shift_later(unit, room, after, moved, now)
                if round_.rules.reminders:
                    await remind(unit, room, after, now)

    async def _hold(
        self, unit: UnitOfWork, room: Room, round_: Round, cause: Cause, now: int
    ) -> None:
        after = timing.held(round_, cause)
        if await retime(unit, room, round_, after, now):
            kinds = (EffectKind.POST_DECISION, EffectKind.REQUEST_DECISION)
            await promise(unit, room, after, now, *kinds)

    async def _remind(self, unit: UnitOfWork, room: Room, round_: Round, now: int) -> None:
        """Promise the due reminders."""
        if await unit.rounds.retime(round_, timing.reminded(round_, now)):
            await remind(unit, room, round_, round_.remind_at or now)
