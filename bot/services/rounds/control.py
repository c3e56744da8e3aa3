"""The showrunner's control of a round that is scheduled or in progress."""

from collections.abc import Callable

from bot.domain import lifecycle, timing
from bot.domain.errors import IllegalMove, NeedsTime, RoundMoved
from bot.domain.model import Episode, Person, Room, RoomId, Round, RoundId, RoundState
from bot.domain.news import News, NewsKind
from bot.domain.permissions import require_showrunner
from bot.services.belonging import InRoom
from bot.services.ports.destinations import in_channel
from bot.services.ports.read_models import RoundView
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock
from bot.services.rounds import transitions
from bot.services.rounds.closing import Closing
from bot.services.rounds.due import DueRounds
from bot.services.rounds.scheduling import Rounds
from bot.services.rounds.taking_back import ended_by_hand, take_back
from bot.services.rounds.transitions import (
    in_room_of,
    promise,
    retime,
    round_of,
    shift_later,
    tell_thread,
)

Change = Callable[[Round, int], Round]
"""Changes a round at an instant (UTC seconds)."""


class RoundControl:
    """Extend, pause, resume, close and cancel a round by hand, and take that back."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        rounds: Rounds,
        closing: Closing,
        due_rounds: DueRounds,
        draw_seed: Callable[[], str],
    ) -> None:
        self._store = store
        self._clock = clock
        self._rounds = rounds
        self._closing = closing
        self._due_rounds = due_rounds
        self._draw_seed = draw_seed

    async def extend(
        self, person: Person, room: Room, episode: Episode, *, closes: str, least: int = 0
    ) -> RoundView:
        """Move the close of the episode's round, later or earlier; later rounds of a plan follow.

        An open round stays so for `least` seconds, or the time is refused as too `soon`.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The episode has no round.
            NeedsTime: The time cannot be used.
            IllegalMove: The round is over, its time is up, or it awaits the casting vote.
        """
        require_showrunner(person, room)
        round_id = await self._rounds.latest(room, episode)
        # Checked first, so that the error is about the round's state and not about the time.
        await InRoom(self._store.read, room).round_to("extend", round_id, int(self._clock.now()))
        closing = await self._rounds.reading.time(room, closes)

        def moved(round_: Round, now: int) -> Round:
            # Time may have passed since the words were read.
            if closing.at <= max(now, round_.opens_at):
                raise NeedsTime("past" if closing.at <= now else "before_opening", closes)
            if round_.state is RoundState.OPEN and closing.at < now + least:
                raise NeedsTime("soon", closes)
            return timing.extended(round_, closing.at, now)

        return await self._move_and_view(room, round_id, "extend", moved)

    async def pause(self, person: Person, room: Room, episode: Episode) -> RoundView:
        """Stop the clock of the episode's round and keep the time that is left.

        Raises:
            NotAllowed, NotFound, IllegalMove: As for `extend`.
        """
        require_showrunner(person, room)
        return await self._move_and_view(
            room, await self._rounds.latest(room, episode), "pause", timing.paused
        )

    async def resume(self, person: Person, room: Room, episode: Episode) -> RoundView:
        """Let the episode's round go on, whatever stopped it.

        A paused one has the time it had left, a held one another day. A close by hand that is not
        counted yet is taken back, and so is a cancellation, as `take_back` does. Messages that
        could not be posted meanwhile are retried at once.

        Raises:
            NotAllowed, NotFound, IllegalMove: As for `extend`.
            EpisodeLocked, EpisodeArchived: As for `take_back`.
        """
        require_showrunner(person, room)
        await InRoom(self._store.read, room).episode(episode.id)
        stopped = await ended_by_hand(self._store.read, episode.id)
        if stopped is not None:
            return await self.take_back(person, room, stopped)
        return await self.resume_round(person, room, await self._rounds.latest(room, episode))

    async def resume_round(
        self, person: Person, room: Room, round_id: RoundId, *, only_waiting: bool = False
    ) -> RoundView:
        """Resume a given round that is paused or held.

        With `only_waiting`, IllegalMove is raised unless it still waits for the showrunner.
        """
        require_showrunner(person, room)
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            if only_waiting:
                await _require_waiting(unit, room, round_id, "resume")
            await _move(unit, room, round_id, "resume", timing.resumed, now)
            await unit.rooms.set_channel_trouble(room.id, "")
            for line in in_channel(room):
                await unit.outbox.retry_now(line, now)
        return await self._plan_and_view(round_id)

    async def to_end(self, verb: str, person: Person, room: Room, episode: Episode) -> RoundView:
        """Return the episode's round that somebody wants to `close` or `cancel`, to ask them first.

        Raises:
            NotAllowed, NotFound, IllegalMove: As for `extend`.
        """
        require_showrunner(person, room)
        round_id = await self._rounds.latest(room, episode)
        await InRoom(self._store.read, room).round_to(verb, round_id, int(self._clock.now()))
        return await self._rounds.view(round_id)

    async def close_round(
        self,
        person: Person,
        room: Room,
        round_id: RoundId,
        *,
        seen: RoundState | None = None,
        only_waiting: bool = False,
    ) -> RoundView:
        """End the voting of a round now, regardless of the turnout; it is counted a while later.

        A tie that waits for the casting vote goes to the lot at once.

        Args:
            person: Who closes it.
            room: The room.
            round_id: The round.
            seen: The state that the person saw it in, unless that does not matter.
            only_waiting: As for `resume_round`.

        Raises:
            NotAllowed, NotFound, IllegalMove: As for `extend`.
            RoundMoved: It is in another state than the person saw.
        """
        require_showrunner(person, room)
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            if only_waiting:
                await _require_waiting(unit, room, round_id, "close")
            round_ = await InRoom(unit, room).round_to("close", round_id, now)
            if seen not in (None, round_.state):
                raise RoundMoved
            if round_.state is not RoundState.CASTING:
                await _move(unit, room, round_id, "close", timing.ended_by_hand, now)
            elif await unit.rounds.end_voting(round_id, round_.state, now):
                await tell_thread(unit, room, round_, News(NewsKind.CLOSED), now)
                await self._closing.settle(unit, await in_room_of(unit, round_id), now)
            else:
                raise IllegalMove("close", round_.state.value, ())
        return await self._plan_and_view(round_id)

    async def cancel_round(
        self, person: Person, room: Room, round_id: RoundId, *, only_waiting: bool = False
    ) -> RoundView:
        """Cancel a round; its ballots are kept but do not count, unless `take_back` brings it back.

        The next round of a plan takes its place: `Rounds.successor` returns it.

        Raises:
            NotAllowed, NotFound, IllegalMove: As for `extend`.
        """
        require_showrunner(person, room)
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            if only_waiting:
                await _require_waiting(unit, room, round_id, "cancel")
            round_ = await InRoom(unit, room).round_to("cancel", round_id, now)
            if not await transitions.cancel(unit, room, round_, now):
                raise IllegalMove("cancel", round_.state.value, ())
        return await self._plan_and_view(round_id)

    async def take_back(self, person: Person, room: Room, round_id: RoundId) -> RoundView:
        """Take back a close by hand that is not counted yet, or a cancellation.

        The round is as it was, with all ballots; the time it was stopped for is given back. What
        follows it in a plan waits for it again.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such round.
            IllegalMove: It is counted, or somebody was faster, or nothing was to be taken back.
            RoundReplaced: What came after its cancellation stands in the way.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed any more.
        """
        require_showrunner(person, room)
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            round_ = await InRoom(unit, room).round(round_id)
            await take_back(unit, room, round_, now, self._draw_seed())
        await self.apply_early_close(room.id, round_id)
        return await self._plan_and_view(round_id)

    async def pause_for_lost_channel(self, room_id: RoomId, why: str) -> None:
        """Pause a room's open rounds, since nobody can see them, and tell the showrunner, once.

        Args:
            room_id: The room.
            why: `deleted`, `forbidden`, or `removed` where the bot is not in the server any more.
        """
        now = int(self._clock.now())
        async with self._store.transaction(room_id) as unit:
            room = await unit.rooms.get(room_id)
            if room is None:
                return
            # What is gone is forbidden as well; that says less.
            if why != "forbidden" or not room.channel_trouble:
                await unit.rooms.set_channel_trouble(room_id, why)
            for round_id in await unit.rounds.open_in(room_id):
                before = await round_of(unit, round_id)
                after = timing.paused_for_channel(before, now)
                if await unit.rounds.retime(before, after):
                    kinds = (EffectKind.REQUEST_DECISION, EffectKind.SHOW_EVENT)
                    await promise(unit, room, after, now, *kinds)

    async def apply_early_close(self, room_id: RoomId, round_id: RoundId) -> None:
        """Update the early close of a round, if its rules allow one.

        Called after each vote, and when the roster changes.
        """
        now = int(self._clock.now())
        async with self._store.transaction(room_id) as unit:
            before = await round_of(unit, round_id)
            if before.state is not RoundState.OPEN or not before.rules.early_close:
                return
            after = timing.closing_early(before, await unit.rounds.turnout(before), now)
            # The ballot message is edited anyway, to show the turnout.
            if after == before or not await unit.rounds.retime(before, after):
                return
            if after.cause is not before.cause:
                room = await transitions.room_of(unit, before)
                await promise(unit, room, after, now, EffectKind.SHOW_EVENT)
        await self._due_rounds.plan()

    async def _move_and_view(
        self, room: Room, round_id: RoundId, verb: str, change: Change
    ) -> RoundView:
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            await _move(unit, room, round_id, verb, change, now)
        return await self._plan_and_view(round_id)

    async def _plan_and_view(self, round_id: RoundId) -> RoundView:
        await self._due_rounds.plan()
        return await self._rounds.view(round_id)


async def _move(
    unit: UnitOfWork, room: Room, round_id: RoundId, verb: str, change: Change, now: int
) -> None:
    """Move a round and the rounds that wait for it.

    Raises:
        NotFound, IllegalMove: As in the callers.
    """
    before = await InRoom(unit, room).round_to(verb, round_id, now)
    after = change(before, now)
    if not await retime(unit, room, before, after, now):
        raise IllegalMove(verb, before.state.value, ())
    moved = timing.planned_close(after) - timing.planned_close(before)
    await shift_later(unit, room, after, moved, now)


async def _require_waiting(unit: UnitOfWork, room: Room, round_id: RoundId, verb: str) -> None:
    round_ = await InRoom(unit, room).round(round_id)
    if not round_.awaits_showrunner:
        raise lifecycle.refusal(verb, round_.state)
