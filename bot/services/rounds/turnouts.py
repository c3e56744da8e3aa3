"""The turnout in ballot messages, edited by the one process that holds the room's shard."""

import asyncio
import logging

from bot.domain.errors import StorageError
from bot.domain.model import Room, RoundId
from bot.services.ports.unit_of_work import Store
from bot.services.rounds.ballot_messages import BallotMessages
from bot.services.shards.attendance import Attendance

log = logging.getLogger(__name__)


class Turnouts:
    """Has the turnout shown after a vote, here or by the process that edits the message.

    A direct message comes to the first shard, whichever shard the room is on. Two processes that
    edited one message would spend its limit twice, and the older turnout might come last.
    """

    def __init__(
        self, store: Store, attendance: Attendance, ballot_messages: BallotMessages
    ) -> None:
        self._store = store
        self._attendance = attendance
        self._ballot_messages = ballot_messages
        self._marking: dict[RoundId, asyncio.Task[None]] = {}

    def voted(self, room: Room, round_id: RoundId) -> None:
        """Have the turnout shown soon; many votes are shown by one edit."""
        if self._attendance.acts_for(room.guild_id):
            self._ballot_messages.edit_soon(round_id)
        elif round_id not in self._marking:
            marking = asyncio.create_task(self._mark(round_id), name=f"ballot-message-{round_id}")
            self._marking[round_id] = marking
            marking.add_done_callback(lambda _: self._marking.pop(round_id))

    async def look(self) -> None:
        """Show the votes that were cast in other processes."""
        shares = self._attendance.shares
        if not shares:
            return
        async with self._store.transaction(None) as unit:
            found = [one for share in shares for one in await unit.shards.take_unshown(share)]
        for round_id in found:
            self._ballot_messages.edit_soon(round_id)

    async def idle(self) -> None:
        """Return when every vote so far is shown or noted."""
        while self._marking:
            await asyncio.wait(self._marking.values())

    async def _mark(self, round_id: RoundId) -> None:
        # Votes that come meanwhile are noted with it: whoever edits reads all that there are.
        try:
            async with self._store.transaction(None) as unit:
                await unit.shards.mark_unshown(round_id)
        except StorageError as fault:
            log.warning("the turnout of round %s is shown with the next vote: %s", round_id, fault)
