"""Writing ballots: each is decided inside the transaction, and they are committed in groups."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.ballots import Ballot
from bot.domain.errors import Redelivered, StorageError
from bot.domain.model import RoundId, UserId
from bot.domain.voting import BallotBox, CastBallot, Vote, decide
from storage.backend import Backend, BrokenConstraint
from storage.frozen_rounds import FrozenRound, FrozenRounds, ballot_box
from storage.packing import pack, unpack
from storage.statements import Statements

log = logging.getLogger(__name__)

_RECEIPT_TRIES = 3

Answer = CastBallot | Exception
"""The result of one vote: it is on disk, or it was refused, or why it failed."""


def new_receipt(draw_bits: Callable[[int], int]) -> str:
    """Draw a receipt: eight hexadecimal digits that say nothing of who or when."""
    return f"{draw_bits(32):08X}"


@dataclass(eq=False, slots=True)
class _Press:
    """A vote that waits to be written, and whoever waits for its answer.

    `interaction_id` is that of the press, None if there is nothing to claim.
    """

    vote: Vote
    interaction_id: int | None
    frozen: FrozenRound
    answer: "asyncio.Future[Answer]"


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
    ) -> None:
        self._backend = backend
        self._rounds = rounds
        self._new_id = new_id
        self._draw_bits = draw_bits
        self._waiting: list[_Press] = []
        self._drain: asyncio.Task[None] | None = None
        self.transactions = 0

    async def cast(self, vote: Vote, interaction_id: int | None = None) -> CastBallot:
        """Return once the vote is on disk, or raise why it is not.

        The transaction that writes it claims the interaction it was cast with.
        """
        frozen = await self._rounds.get(vote.round_id)
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Press(vote, interaction_id, frozen, future))
        if self._drain is None or self._drain.done():
            self._drain = asyncio.create_task(self._write_all(), name="ballots")
        answer = await future
        if isinstance(answer, Exception):
            raise answer
        return answer

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

    async def _answers(self, votes: Sequence[_Press]) -> Sequence[Answer]:
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

    async def _alone(self, vote: _Press) -> Answer:
        """Write one vote of several: what became of the others before it is not lost with it."""
        try:
            [answer] = await self._answers([vote])
        except StorageError as refusal:
            return refusal
        return answer

    async def _write(self, votes: Sequence[_Press]) -> Sequence[Answer]:
        for attempt in range(_RECEIPT_TRIES):
            try:
                return await self._backend.in_one_trip(
                    _Batch(votes, self._new_id, self._draw_bits).write,
                    {press.vote.room_id for press in votes},
                )
            except BrokenConstraint:
                # Two ballots of a round drew the same receipt, or another process claimed a press.
                if attempt + 1 == _RECEIPT_TRIES:
                    raise
        raise AssertionError


def _answer_all(waiting: Sequence[_Press], answers: Sequence[Answer]) -> None:
    for press, answer in zip(waiting, answers, strict=True):
        if not press.answer.done():
            press.answer.set_result(answer)


class _Batch:
    """The votes of one transaction, decided in the order they came.

    A writer's second vote in a batch builds on the first.
    """

    def __init__(
        self,
        votes: Sequence[_Press],
        new_id: Callable[[], int],
        draw_bits: Callable[[int], int],
    ) -> None:
        self._votes = votes
        self._new_id = new_id
        self._draw_bits = draw_bits
        self._boxes: dict[RoundId, BallotBox] = {}
        self._voters: dict[tuple[RoundId, UserId], tuple[bool | None, Ballot | None]] = {}
        self._cast_formerly: set[tuple[RoundId, UserId]] = set()
        self._rows: dict[tuple[RoundId, UserId], dict[str, object]] = {}
        self._log: list[dict[str, object]] = []
        self._newcomers: list[dict[str, object]] = []
        self._acted: set[int] = set()
        self._claims: list[dict[str, object]] = []

    async def write(self, sql: Statements) -> Sequence[Answer]:
        """Write all votes that are not refused; return the answers in the order of the votes."""
        await self._read(sql)
        answers = [self._answer(press) for press in self._votes]
        if self._newcomers:
            await sql.run_many("join_roster", self._newcomers)
        if self._claims:
            await sql.run_many("insert_interaction", self._claims)
        await sql.run_many("put_ballot", self._rows.values())
        await sql.run_many("log_ballot", self._log)
        return answers

    async def _read(self, sql: Statements) -> None:
        rounds = {press.vote.round_id: press.frozen for press in self._votes}
        boxes = await sql.fetch_each("ballot_box", [{"round_id": round_id} for round_id in rounds])
        for (round_id, frozen), box in zip(rounds.items(), boxes, strict=True):
            self._boxes[round_id] = ballot_box(frozen, *box)
        voters = await sql.fetch_each("voter", [_voter(press) for press in self._votes])
        for press, row in zip(self._votes, voters, strict=True):
            vote, frozen = press.vote, press.frozen
            on_roster, packed, receipt, acted, cast_formerly = row
            if cast_formerly is not None:
                self._cast_formerly.add((vote.round_id, vote.person.user_id))
            self._voters[vote.round_id, vote.person.user_id] = (
                None if on_roster is None else bool(on_roster),
                None
                if packed is None
                else unpack(packed, frozen.form, frozen.ballot_order, receipt),
            )
            if acted is not None:
                self._acted.add(acted)

    def _answer(self, press: _Press) -> Answer:
        vote, frozen = press.vote, press.frozen
        if press.interaction_id is not None and press.interaction_id in self._acted:
            return Redelivered(press.interaction_id)
        key = (vote.round_id, vote.person.user_id)
        on_roster, ballot = self._voters[key]
        current = ballot or Ballot(receipt=new_receipt(self._draw_bits))
        try:
            cast = decide(
                vote,
                self._boxes[vote.round_id],
                on_roster,
                current,
                cast_formerly=key in self._cast_formerly,
            )
        except Exception as refusal:  # noqa: BLE001 - what is wrong with one vote is its own
            return refusal
        self._claim(press)
        ballot = cast.ballot
        self._voters[key] = True, ballot
        # One row for the ballot and its line in the log: each statement takes what it names.
        row: dict[str, object] = {
            "id": self._new_id(),
            "round_id": key[0],
            "voter_id": key[1],
            "choices": pack(ballot, frozen.form, frozen.ballot_order),
            "receipt": ballot.receipt,
            "cast_at": ballot.cast_at,
        }
        self._rows[key] = row
        self._log.append(row)
        if on_roster is None:
            # Who votes is on the roster from then on.
            self._newcomers.append(
                {"room_id": vote.room_id, "user_id": key[1], "since": ballot.cast_at}
            )
        return cast

    def _claim(self, press: _Press) -> None:
        if press.interaction_id is not None:
            self._acted.add(press.interaction_id)
            at = int(press.vote.at)
            self._claims.append({"id": press.interaction_id, "claimed_at": at})


def _voter(press: _Press) -> dict[str, object]:
    vote = press.vote
    return {
        "room_id": vote.room_id,
        "round_id": vote.round_id,
        "user_id": vote.person.user_id,
        "formerly": vote.formerly,
        "interaction_id": press.interaction_id,
    }
