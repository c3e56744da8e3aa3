"""The public ballot messages of rounds; many votes are shown by one edit."""

import asyncio
import logging

from msgspec import Struct, field

from bot.domain.errors import ChannelGone, DiscordUnavailable, StorageError
from bot.domain.model import MessageId, Round, RoundId
from bot.services.patience import wait_after
from bot.services.ports.announcements import BallotMessage, Delivery
from bot.services.ports.read_models import RoundView
from bot.services.ports.world import Announcer, Clock, ScheduledCall, Timer
from bot.services.rounds.control import RoundControl
from bot.services.rounds.scheduling import Rounds

log = logging.getLogger(__name__)

EDIT_EVERY = 1.2
"""Seconds between two edits of a message, at least."""

EDIT_OLD_EVERY = 10.0
"""The same for an old message, which Discord limits to far fewer edits."""

OLD_AFTER = 3600
"""Seconds after which a message is old."""

CLOSE_WITHIN = 1.0
"""Seconds that `close` waits for edits."""

_DISCORD_EPOCH = 1_420_070_400
"""The zero (UTC seconds) of the times in Discord's ids."""


class _Edits(Struct):
    """The edits of one message. Times are those of the timer."""

    interval: float
    wanted: bool = False
    failures: int = 0
    begun_at: float = float("-inf")
    next_edit: ScheduledCall | None = None
    task: asyncio.Task[None] | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def put_off(self) -> None:
        """Cancel the scheduled edit, if there is one."""
        if self.next_edit is not None:
            self.next_edit.cancel()
            self.next_edit = None


class BallotMessages:
    """Keeps ballot messages up to date.

    Args:
        clock: Gives the age of a message.
        announcer: Edits the messages.
        rounds: Gives their contents.
        control: Pauses rounds whose channel is lost.
        timer: Schedules the next edit.
        edit_every: Seconds between two edits of a message, at least.
        shared: Whether other processes may edit the same messages. An edit may then come after
            theirs that shows what was so before, so it is looked whether it still is.
    """

    def __init__(
        self,
        clock: Clock,
        announcer: Announcer,
        rounds: Rounds,
        control: RoundControl,
        timer: Timer,
        edit_every: float = EDIT_EVERY,
        *,
        shared: bool = False,
    ) -> None:
        self._clock = clock
        self._announcer = announcer
        self._rounds = rounds
        self._control = control
        self._timer = timer
        self._edit_every = edit_every
        self._shared = shared
        self._edits: dict[RoundId, _Edits] = {}

    def edit_soon(self, round_id: RoundId) -> None:
        """Edit a round's message as soon as the rate allows; many calls make one edit."""
        edits = self._edits_of(round_id)
        edits.wanted = True
        if edits.failures and edits.task is None:
            # Somebody waits to see it now: that is a reason to try again at once.
            edits.failures = 0
            edits.put_off()
        if edits.next_edit is None and edits.task is None:
            self._schedule_edit(round_id, edits)

    async def edit_now(self, round_id: RoundId) -> None:
        """Edit a round's message now, regardless of the rate, and cancel the scheduled edit.

        Raises:
            ChannelGone, DiscordUnavailable, NotFound.
        """
        edits = self._edits_of(round_id)
        edits.put_off()
        edits.wanted = False
        async with edits.turn:
            view = await self._rounds.view(round_id)
            await self._show(view)
        self._forget_over(view.round)
        if await self._is_outdated(view):
            self.edit_soon(round_id)

    async def idle(self) -> None:
        """Wait until no edit is in progress, ignoring scheduled ones."""
        while tasks := [edits.task for edits in self._edits.values() if edits.task]:
            await asyncio.wait(tasks)

    async def close(self) -> None:
        """Finish the edits that are scheduled or in progress, within a few seconds."""
        everything = list(self._edits.items())
        self._edits.clear()
        try:
            async with asyncio.timeout(CLOSE_WITHIN):
                await asyncio.gather(*(self._finish(*each) for each in everything))
        except TimeoutError:
            log.warning("some ballot messages do not show the last votes")

    async def _finish(self, round_id: RoundId, edits: _Edits) -> None:
        if edits.task is not None:
            await edits.task
        edits.put_off()
        if edits.wanted:
            await self._edit(round_id, edits)

    def _edits_of(self, round_id: RoundId) -> _Edits:
        edits = self._edits.get(round_id)
        if edits is None:
            edits = self._edits[round_id] = _Edits(self._edit_every)
        return edits

    def _forget_over(self, round_: Round) -> None:
        if round_.over:
            self._edits.pop(round_.id, None)

    def _schedule_edit(self, round_id: RoundId, edits: _Edits) -> None:
        pause = wait_after(edits.failures) if edits.failures else 0.0
        wait = max(pause, edits.begun_at + edits.interval - self._timer.time())
        edits.next_edit = self._timer.call_later(wait, lambda: self._start_edit(round_id, edits))

    def _start_edit(self, round_id: RoundId, edits: _Edits) -> None:
        edits.next_edit = None
        work, name = self._edit_in_turn(round_id, edits), f"ballot-message-{round_id}"
        edits.task = asyncio.get_running_loop().create_task(work, name=name)

    async def _edit_in_turn(self, round_id: RoundId, edits: _Edits) -> None:
        await self._edit(round_id, edits)
        edits.task = None
        if edits.wanted:
            self._schedule_edit(round_id, edits)

    async def _edit(self, round_id: RoundId, edits: _Edits) -> None:
        """Show the current round. What did not work for now is tried again later."""
        edits.begun_at = self._timer.time()
        try:
            async with edits.turn:
                edits.wanted = False
                view = await self._rounds.view(round_id)
                edits.interval = self._interval(view.round)
                await self._show_or_pause(view)
                # Not `|=`, which would forget a vote that comes during the look.
                if await self._is_outdated(view):
                    edits.wanted = True
        except (StorageError, DiscordUnavailable) as fault:
            log.warning("the turnout of round %s could not be shown: %r", round_id, fault)
            edits.wanted = True
            edits.failures += 1
        except Exception:
            log.exception("the turnout of round %s could not be shown", round_id)
        else:
            edits.failures = 0
            self._forget_over(view.round)

    async def _is_outdated(self, view: RoundView) -> bool:
        return self._shared and not await self._rounds.is_so(view)

    async def _show_or_pause(self, view: RoundView) -> None:
        try:
            await self._show(view)
        except ChannelGone as gone:
            await self._control.pause_for_lost_channel(view.room.id, gone.why)

    async def _show(self, view: RoundView) -> None:
        """Edit the message; if somebody deleted it before the round is over, post it again."""
        round_, message = view.round, BallotMessage(view)
        if round_.message_id is None:
            return
        shown_by = await self._announcer.edit(message)
        if shown_by is None and not round_.over:
            again = Delivery(round_.message_id, retry=False)
            shown_by = await self._announcer.post(message, again)
        if shown_by is not None and shown_by != round_.message_id:
            await self._rounds.set_ballot_message(round_, shown_by)

    def _interval(self, round_: Round) -> float:
        if round_.message_id is None:
            return self._edit_every
        old = self._clock.now() - _posted_at(round_.message_id) > OLD_AFTER
        return EDIT_OLD_EVERY if old else self._edit_every


def _posted_at(message_id: MessageId) -> float:
    """Return when a message was posted (UTC seconds): Discord's ids hold it in milliseconds."""
    return _DISCORD_EPOCH + (message_id >> 22) / 1000
