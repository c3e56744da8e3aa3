"""Writing ballots: each is decided inside the transaction, and they are committed in groups."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat

from bot.domain.errors import StorageError
from bot.domain.model import UserId
from bot.domain.structs import replace
from bot.domain.voting import CastBallot, Vote
from storage.backend import Backend, BrokenConstraint, RoomHeld
from storage.ballot_batch import Answer, BallotBatch, Press, RightsOf
from storage.frozen_rounds import FrozenRounds

log = logging.getLogger(__name__)

_RECEIPT_TRIES = 3

_WORTH_SHARING = 50
"""How many votes more than one batch at once is worth for: each costs something by itself."""
_AT_MOST = 250
"""How many votes share a batch at most, where several are written at once."""


class BallotQueue:
    """Lets concurrent votes share a transaction; each is answered after its commit.

    A task writes the votes that arrived while the previous transaction was written: one vote per
    transaction in a quiet room, hundreds in a busy one. The task ends when no vote is left. Where
    the database writes several batches at once, as many tasks do: one decides while the others wait
    for the server. A writer's vote builds on the one before, so it waits for that to be written.
    Cancelling a caller does not cancel its vote.
    """

    def __init__(
        self,
        backend: Backend,
        rounds: FrozenRounds,
        new_id: Callable[[], int],
        draw_bits: Callable[[int], int],
        rights_of: RightsOf,
    ) -> None:
        self._backend = backend
        self._rounds = rounds
        self._new_id = new_id
        self._draw_bits = draw_bits
        self._rights_of = rights_of
        self._waiting: list[Press] = []
        self._drains: list[asyncio.Task[None]] = []
        self._under_way: set[UserId] = set()
        self.transactions = 0

    async def cast(self, vote: Vote, interaction_id: int | None = None) -> CastBallot:
        """Return once the vote is on disk, or raise why it is not.

        The transaction that writes it claims the interaction it was cast with.
        """
        frozen = await self._rounds.get(vote.round_id)
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        press = Press(vote, interaction_id, frozen, future)
        self._waiting.append(press)
        self._drains = [drain for drain in self._drains if not drain.done()]
        if len(self._drains) < self._backend.batches_at_once:
            self._drains.append(asyncio.create_task(self._write_all(), name="ballots"))
        answer = await future
        if isinstance(answer, Exception):
            raise answer
        # A batch shows the round as the first of its votes knew it.
        return answer if press.retold <= answer.round.retold else await self._retold(answer, press)

    async def _retold(self, cast: CastBallot, press: Press) -> CastBallot:
        """Return what was cast with what the songs tell us by now, which changes during a vote.

        Another process may have changed it, so whoever votes is told by the row of the round.
        """
        try:
            fresh = await self._rounds.get(press.vote.round_id, press.retold)
        except StorageError as fault:
            # The vote is saved, and the next one asks again.
            log.warning("what songs tell us could not be read: %s", fault)
            return cast
        return replace(cast, round=replace(cast.round, candidates=fresh.round.candidates))

    async def flush(self) -> None:
        """Return when every vote is written or refused."""
        while drains := [drain for drain in self._drains if not drain.done()]:
            await asyncio.wait(drains)

    async def _write_all(self) -> None:
        while batch := self._take():
            writers = {press.vote.person.user_id for press in batch}
            self._under_way |= writers
            self.transactions += 1
            try:
                await self._write_and_answer(batch)
            except StorageError as refusal:
                _answer(batch, repeat(refusal))
                if sum(not drain.done() for drain in self._drains) > 1:
                    return  # others are at work, who may fare better
                # Votes that arrived meanwhile would wait as long again, only to be refused too.
                self._refuse_waiting(refusal)
            except BaseException:
                _answer(batch, repeat(stopping := StorageError("the bot is stopping")))
                self._refuse_waiting(stopping)
                raise
            finally:
                self._under_way -= writers

    def _take(self) -> list[Press]:
        """Take the next batch from what waits, in the order it came.

        Of several at once it is a part of that, so that the server looks up what the next one rests
        on while this one is decided.
        """
        waiting = self._waiting
        most = len(waiting)
        if self._backend.batches_at_once > 1:
            most = min(max(most // 2, _WORTH_SHARING), _AT_MOST)
        batch: list[Press] = []
        left: list[Press] = []
        for place, press in enumerate(waiting):
            if len(batch) == most:
                left += waiting[place:]
                break
            (left if press.vote.person.user_id in self._under_way else batch).append(press)
        self._waiting = left
        return batch

    def _refuse_waiting(self, refusal: StorageError) -> None:
        waiting, self._waiting = self._waiting, []
        _answer(waiting, repeat(refusal))

    async def _write_and_answer(self, votes: Sequence[Press]) -> None:
        """Write votes together; where one of them, or one room, makes that fail, write them apart.

        Raises:
            StorageError: The database could write none of them, whatever they say.
        """
        try:
            answers = await self._write(votes)
        except RoomHeld as fault:
            free = [press for press in votes if press.vote.room_id in fault.free]
            held = [press for press in votes if press.vote.room_id not in fault.free]
            _answer(held, repeat(fault))
            if held and free:
                await self._apart([free])
            _answer(free, repeat(fault))  # nobody waits for the same rooms twice
        except BrokenConstraint as fault:
            await self._one_by_one(votes, fault)
        except StorageError:
            raise
        except Exception as fault:  # noqa: BLE001 - whose fault it is shows when each is alone
            await self._one_by_one(votes, fault)
        else:
            _answer(votes, answers)

    async def _one_by_one(self, votes: Sequence[Press], fault: Exception) -> None:
        if len(votes) == 1:
            _answer(votes, [fault])
            return
        log.warning("a batch of %d ballots is written one by one: %r", len(votes), fault)
        await self._apart([[press] for press in votes])

    async def _apart(self, parts: Iterable[Sequence[Press]]) -> None:
        """Write parts of a batch: what becomes of the others is not lost with one of them."""
        for part in parts:
            try:
                await self._write_and_answer(part)
            except StorageError as refusal:
                _answer(part, repeat(refusal))

    async def _write(self, votes: Sequence[Press]) -> Sequence[Answer]:
        for attempt in range(_RECEIPT_TRIES):
            try:
                return await self._backend.write_ballots(
                    BallotBatch(votes, self._new_id, self._draw_bits, self._rights_of)
                )
            except BrokenConstraint:
                # Two ballots of a round drew the same receipt, or another process claimed a press.
                if attempt + 1 == _RECEIPT_TRIES:
                    raise
        raise AssertionError


def _answer(votes: Sequence[Press], answers: Iterable[Answer]) -> None:
    for press, answer in zip(votes, answers, strict=False):
        if not press.answer.done():
            press.answer.set_result(answer)
