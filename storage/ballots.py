"""Writing ballots: each is decided inside the transaction, and they are committed in groups."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from bot.domain.errors import StorageError
from bot.domain.structs import replace
from bot.domain.voting import CastBallot, Vote
from storage.backend import Backend, BrokenConstraint
from storage.ballot_batch import Answer, BallotBatch, Press, RightsOf
from storage.frozen_rounds import FrozenRounds

log = logging.getLogger(__name__)

_RECEIPT_TRIES = 3


class BallotQueue:
    """Lets concurrent votes share a transaction; each is answered after its commit.

    One task writes the votes that arrived while the previous transaction was written: one vote per
    transaction in a quiet room, hundreds in a busy one. The task ends when no vote is left.
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
        self._drain: asyncio.Task[None] | None = None
        self.transactions = 0

    async def cast(self, vote: Vote, interaction_id: int | None = None) -> CastBallot:
        """Return once the vote is on disk, or raise why it is not.

        The transaction that writes it claims the interaction it was cast with.
        """
        frozen = await self._rounds.get(vote.round_id)
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        press = Press(vote, interaction_id, frozen, future)
        self._waiting.append(press)
        if self._drain is None or self._drain.done():
            self._drain = asyncio.create_task(self._write_all(), name="ballots")
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
        while self._drain is not None and not self._drain.done():
            await asyncio.wait([self._drain])

    async def _write_all(self) -> None:
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            self.transactions += 1
            answers: Sequence[Answer]
            try:
                answers = await self._answers(waiting)
            except StorageError as refusal:
                # Votes that arrived meanwhile would wait as long again, only to be refused too.
                waiting, self._waiting = waiting + self._waiting, []
                answers = [refusal] * len(waiting)
            except BaseException:
                waiting, self._waiting = waiting + self._waiting, []
                _answer_all(waiting, [StorageError("the bot is stopping")] * len(waiting))
                raise
            _answer_all(waiting, answers)

    async def _answers(self, votes: Sequence[Press]) -> Sequence[Answer]:
        """Write votes together; if one of them makes that fail, each by itself.

        Raises:
            StorageError: The database could write none of them, whatever they say.
        """
        try:
            return await self._write(votes)
        except BrokenConstraint as fault:
            failure: Exception = fault
        except StorageError:
            raise
        except Exception as fault:  # noqa: BLE001 - whose fault it is shows when each is alone
            failure = fault
        if len(votes) == 1:
            return [failure]
        log.warning("a batch of %d ballots is written one by one: %r", len(votes), failure)
        return [await self._alone(one) for one in votes]

    async def _alone(self, vote: Press) -> Answer:
        """Write one vote of several: what became of the others before it is not lost with it."""
        try:
            [answer] = await self._answers([vote])
        except StorageError as refusal:
            return refusal
        return answer

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


def _answer_all(waiting: Sequence[Press], answers: Sequence[Answer]) -> None:
    for press, answer in zip(waiting, answers, strict=True):
        if not press.answer.done():
            press.answer.set_result(answer)
