"""The votes of one transaction: read together, decided in order, and written together."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any

from msgspec import Struct

from bot.domain.ballots import Ballot
from bot.domain.errors import Redelivered
from bot.domain.model import RoomId, Round, RoundId, UserId
from bot.domain.rights import Rights
from bot.domain.structs import replace
from bot.domain.voting import BallotBox, CastBallot, Vote, decide
from storage.frozen_rounds import FrozenRound, ballot_box
from storage.packing import pack, pack_lines, unpack
from storage.statements import Statements

Answer = CastBallot | Exception
"""The result of one vote: it is on disk, or it was refused, or why it failed."""

Row = dict[str, object]
"""The parameters of a statement that writes one row."""

Found = Sequence[Any]
"""A row of `voter`: what was read for one vote."""

RightsOf = Callable[[Statements, Round], Awaitable[Rights]]
"""Reads what a round's room knows of the rights to its songs."""


class Press(Struct, eq=False):
    """A vote that waits to be written, and whoever waits for its answer.

    `interaction_id` is that of the press, None if there is nothing to claim. `retold` is how often
    what the songs tell us had changed when the vote was decided, which `frozen` may not know of.
    """

    vote: Vote
    interaction_id: int | None
    frozen: FrozenRound
    answer: "asyncio.Future[Answer]"
    retold: int = 0


Read = Callable[[Statements, Sequence[Press]], Awaitable[Sequence[Found]]]
"""Reads what votes rest on, in their order."""


async def read_each(sql: Statements, votes: Sequence[Press]) -> Sequence[Found]:
    """Ask `voter` once for each vote."""
    return await sql.fetch_each("voter", [_asked(press) for press in votes])


def _asked(press: Press) -> Row:
    vote = press.vote
    return {
        "room_id": vote.room_id,
        "round_id": vote.round_id,
        "user_id": vote.person.user_id,
        "formerly": vote.formerly,
        "interaction_id": press.interaction_id,
    }


def new_receipt(draw_bits: Callable[[int], int]) -> str:
    """Draw a receipt: eight hexadecimal digits that say nothing of who or when."""
    return f"{draw_bits(32):08X}"


class Decided(Struct):
    """What a batch writes, and what that rests on.

    Attributes:
        answers: In the order of the votes.
        log: Each change that is made, in order: what it writes into the ballot and into the log,
            the `claim` on its press, None if there is nothing to claim, when the press was
            (`claimed_at`), whether the writer is a `newcomer`, who joins the roster by it, whether
            it is the `last` one of this ballot, and how that and its lines were packed `before` the
            batch, None for a first ballot. Which ones are `logged`: a line is not, since that would
            tell who wrote it when.
        boxes: What was read of each round, as `voter` returns it: state, closes_at, stopped_at,
            rulings and writers_role_id.
    """

    answers: list[Answer]
    log: list[Row]
    boxes: dict[RoundId, tuple[object, ...]]


class BallotBatch:
    """Votes that are decided in the order they came.

    A writer's second vote in a batch builds on the first.
    """

    def __init__(
        self,
        votes: Sequence[Press],
        new_id: Callable[[], int],
        draw_bits: Callable[[int], int],
        rights_of: RightsOf,
    ) -> None:
        self._votes = votes
        self._new_id = new_id
        self._draw_bits = draw_bits
        self._rights_of = rights_of

    @property
    def room_ids(self) -> Collection[RoomId]:
        """The rooms it is about."""
        return {press.vote.room_id for press in self._votes}

    async def write(self, sql: Statements, read: Read = read_each) -> Sequence[Answer]:
        """Decide, and write all votes that are not refused, in a transaction that holds its rooms.

        Returns the answers in the order of the votes.
        """
        decided = await self.decide(sql, read)
        if newcomers := [row for row in decided.log if row["newcomer"]]:
            await sql.run_many("join_roster", newcomers)
        if claims := [row for row in decided.log if row["claim"] is not None]:
            await sql.run_many("insert_interaction", claims)
        await sql.run_many("put_ballot", [row for row in decided.log if row["last"]])
        if logged := [row for row in decided.log if row["logged"]]:
            await sql.run_many("log_ballot", logged)
        return decided.answers

    async def decide(self, sql: Statements, read: Read = read_each) -> Decided:
        """Read what the votes rest on, and decide them; write nothing.

        It takes what `read` takes, and a statement for each round in a room that knows of rights.
        """
        found = await read(sql, self._votes)
        deciding = _Deciding(self._new_id, self._draw_bits)
        for press, row in zip(self._votes, found, strict=True):
            deciding.take_in(press, row)
        for round_id, box in deciding.boxes.items():
            if round_id in deciding.with_rights:
                rights = await self._rights_of(sql, box.round)
                deciding.boxes[round_id] = replace(box, rights=rights)
        deciding.decided.answers.extend(map(deciding.answer, self._votes))
        return deciding.decided


class _Writer(Struct, eq=False):
    """A writer in a round as the batch goes on.

    Attributes:
        on_roster: True on the roster, False for somebody removed from it, None for a newcomer.
        ballot: What they have cast so far; only a receipt before the first vote.
        before: How that was packed before the batch, None for a first ballot.
        lines_before: How its lines were, None for a first ballot.
        cast_formerly: Whether they voted before they were forgotten.
        last: What the last vote of theirs writes.
    """

    on_roster: bool | None
    ballot: Ballot
    before: str | None
    lines_before: str | None
    cast_formerly: bool
    last: Row | None = None


class _Deciding:
    """Votes as they are decided one after another."""

    def __init__(self, new_id: Callable[[], int], draw_bits: Callable[[int], int]) -> None:
        self._new_id = new_id
        self._draw_bits = draw_bits
        self.boxes: dict[RoundId, BallotBox] = {}
        self.with_rights: set[RoundId] = set()
        self._writers: dict[tuple[RoundId, UserId], _Writer] = {}
        self._acted: set[int] = set()
        self.decided = Decided([], [], {})

    def take_in(self, press: Press, row: Found) -> None:
        """Take in what was read for a vote."""
        acted, on_roster, formerly, rights, press.retold, packed, receipt, cast_at, lines, *box = (
            row
        )
        vote, frozen = press.vote, press.frozen
        if vote.round_id not in self.boxes:
            self.decided.boxes[vote.round_id] = tuple(box)
            self.boxes[vote.round_id] = ballot_box(frozen, *box)
            if rights:
                self.with_rights.add(vote.round_id)
        ballot = (
            Ballot(receipt=new_receipt(self._draw_bits))
            if packed is None
            else unpack(packed, frozen.form, frozen.ballot_order, receipt, cast_at, lines)
        )
        seat = None if on_roster is None else bool(on_roster)
        writer = _Writer(seat, ballot, packed, lines, formerly is not None)
        self._writers[vote.round_id, vote.person.user_id] = writer
        if acted is not None:
            self._acted.add(acted)

    def answer(self, press: Press) -> Answer:
        """Decide one vote, and note what it writes."""
        vote, claim = press.vote, press.interaction_id
        if claim is not None and claim in self._acted:
            return Redelivered(claim)
        writer = self._writers[vote.round_id, vote.person.user_id]
        try:
            cast = decide(
                vote,
                self.boxes[vote.round_id],
                writer.on_roster,
                writer.ballot,
                cast_formerly=writer.cast_formerly,
            )
        except Exception as refusal:  # noqa: BLE001 - what is wrong with one vote is its own
            return refusal
        if claim is not None:
            self._acted.add(claim)
        writer.ballot = cast.ballot
        self._note(press, writer)
        return cast

    def _note(self, press: Press, writer: _Writer) -> None:
        """Note what a vote writes."""
        vote, frozen, ballot = press.vote, press.frozen, writer.ballot
        if writer.last is not None:
            writer.last["last"] = False
        # One row for all that a vote writes: each statement takes what it names.
        writer.last = {
            "id": self._new_id(),
            "room_id": vote.room_id,
            "round_id": vote.round_id,
            "voter_id": vote.person.user_id,
            "choices": pack(ballot, frozen.form, frozen.ballot_order),
            "receipt": ballot.receipt,
            "cast_at": ballot.cast_at,
            "lines": pack_lines(ballot.lines, frozen.ballot_order),
            "logged": vote.change.counts,
            "claim": press.interaction_id,
            # Of the press: a line leaves the ballot as old as it is.
            "claimed_at": int(vote.at),
            "newcomer": writer.on_roster is None,
            "last": True,
            "before": writer.before,
            "lines_before": writer.lines_before,
        }
        self.decided.log.append(writer.last)
