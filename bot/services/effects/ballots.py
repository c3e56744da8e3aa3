"""The public message of a vote: posted, mentioning writers, and there when they are reminded."""

from collections.abc import Sequence

from bot.domain.errors import Lapsed
from bot.domain.model import RoundId, RoundState, UserId
from bot.domain.timing import REMINDER_LATE, counted_at
from bot.services import Ports, Services
from bot.services.effects.messages import post_or_find
from bot.services.ports.announcements import MENTIONS_MAX, BallotMessage, WritersCall
from bot.services.ports.destinations import channel, person
from bot.services.ports.read_models import RoundView
from bot.services.ports.repositories.outbox import Effect, EffectKind
from bot.services.ports.unit_of_work import Settle, UnitOfWork, nothing_follows

BALLOT_MENTIONS = 60
"""Writers mentioned in the ballot message itself; more would leave no room for the songs."""

_GOES_ON = (RoundState.OPEN, RoundState.PAUSED)


class BallotEffects:
    """Posts and edits ballot messages.

    A roster too long for one message is mentioned in as many as it takes, each writer once: the
    mentions go by the writers' ids, and the round remembers the last one mentioned.
    """

    def __init__(self, ports: Ports, services: Services) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._announcer = ports.announcer
        self._rounds = services.rounds
        self._ballot_messages = services.ballot_messages

    async def post(self, effect: Effect) -> Settle:
        """Post a ballot message that mentions writers, and promise its thread and what it lacks."""
        view = await self._rounds.view(RoundId(effect.subject_id))
        if view.round.message_id is not None:
            return nothing_follows
        wanted = view.round.state is not RoundState.CANCELLED
        called, more = await self._to_call(view, BALLOT_MENTIONS)
        message = BallotMessage(view, called)
        message_id = await post_or_find(self._announcer, message, effect, wanted=wanted)
        if message_id is None:
            return nothing_follows

        async def settle(unit: UnitOfWork) -> None:
            await unit.rounds.set_ballot_message(view.round.id, message_id)
            await self._promise(unit, view, EffectKind.OPEN_BALLOT_THREAD)
            await self._note_called(unit, view, called, more=more)
            if not wanted or await unit.rounds.turnout(view.round) != view.turnout:
                # Who voted while it was being posted found no message to show that.
                await self._promise(unit, view, EffectKind.EDIT_BALLOT)

        return settle

    async def call(self, effect: Effect) -> Settle:
        """Mention the writers who come next, while the vote goes on."""
        view = await self._rounds.view(RoundId(effect.subject_id))
        called, more = await self._to_call(view, MENTIONS_MAX)
        if called:
            await self._announcer.post(WritersCall(view, called), effect.delivery)

        async def settle(unit: UnitOfWork) -> None:
            await self._note_called(unit, view, called, more=more)

        return settle

    async def edit(self, effect: Effect) -> Settle:
        """Edit a ballot message."""
        await self._ballot_messages.edit_now(RoundId(effect.subject_id))
        return nothing_follows

    async def prepare_reminders(self, effect: Effect) -> Settle:
        """Promise reminders, once the message they lead to is there, posted again if need be.

        Raises:
            Lapsed: It is too late to remind anybody.
        """
        due = min(effect.due_at, int(effect.promised_at))
        if self._clock.now() - due > REMINDER_LATE:
            raise Lapsed("late")
        view = await self._rounds.view(RoundId(effect.subject_id))
        if view.round.state is not RoundState.OPEN:
            return nothing_follows
        if view.round.message_id and not await self._announcer.stands(BallotMessage(view)):
            await self._ballot_messages.edit_now(view.round.id)

        async def settle(unit: UnitOfWork) -> None:
            for writer in await unit.rounds.awaited(view.round):
                await unit.outbox.promise(
                    EffectKind.REMIND, person(writer), view.round.id, view.room.id, due
                )

        return settle

    async def _to_call(self, view: RoundView, most: int) -> tuple[tuple[UserId, ...], bool]:
        """Return the writers to mention next, and whether there are more after them."""
        # Nobody is mentioned if the vote is over by the time the message is posted; where it is
        # being closed, whoever is left is mentioned if somebody undoes that.
        if view.round.state not in _GOES_ON:
            return (), view.round.state is RoundState.CLOSING
        after = await self._store.read.rounds.called_to(view.round.id)
        roster = sorted(await self._store.read.rooms.roster(view.room.id))
        left = [writer for writer in roster if writer > after]
        return tuple(left[:most]), len(left) > most

    async def _note_called(
        self, unit: UnitOfWork, view: RoundView, called: Sequence[UserId], *, more: bool
    ) -> None:
        if not more:
            await unit.rounds.set_called_to(view.round.id, UserId(0))
            return
        if called:
            await unit.rounds.set_called_to(view.round.id, called[-1])
        closing = view.round.state is RoundState.CLOSING
        await self._promise(
            unit, view, EffectKind.CALL_WRITERS, counted_at(view.round) + 1 if closing else 0
        )

    async def _promise(
        self, unit: UnitOfWork, view: RoundView, kind: EffectKind, at: int = 0
    ) -> None:
        """Promise an effect for now, or for a later instant (UTC seconds)."""
        due = max(int(self._clock.now()) + (1 if at else 0), at)
        await unit.outbox.promise(kind, channel(view.room), view.round.id, view.room.id, due)
