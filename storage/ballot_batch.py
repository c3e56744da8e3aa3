"""The votes of one transaction: read together, decided in order, and written together."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.ballots import Ballot
from bot.domain.errors import Redelivered
from bot.domain.model import RoomId, Round, RoundId, UserId
from bot.domain.rights import Rights
from bot.domain.voting import BallotBox, CastBallot, Vote, decide
from storage.frozen_rounds import FrozenRound, ballot_box
from storage.packing import pack, pack_lines, unpack
from storage.statements import Statements

Answer = CastBallot | Exception
"""The result of one vote: it is on disk, or it was refused, or why it failed."""

Row = dict[str, object]
"""The parameters of a statement that writes one row."""

RightsOf = Callable[[Statements, Round], Awaitable[Rights]]
"""Reads what a round's room knows of the rights to its songs."""


@dataclass(eq=False, slots=True)
class Press:
    """A vote that waits to be written, and whoever waits for its answer.

    `interaction_id` is that of the press, None if there is nothing to claim. `retold` is how often
    what the songs tell us had changed when the vote was decided, which `frozen` may not know of.
    """

    vote: Vote
    interaction_id: int | None
    frozen: FrozenRound
    answer: "asyncio.Future[Answer]"
    retold: int = 0


def new_receipt(draw_bits: Callable[[int], int]) -> str:
    """Draw a receipt: eight hexadecimal digits that say nothing of who or when."""
    return f"{draw_bits(32):08X}"


@dataclass(slots=True)
class Decided:
    """What a batch writes, and what that rests on.

    Attributes:
        answers: In the order of the votes.
        log: Each change that is made, in order: what it writes into the ballot and into the log,
            the `claim` on its press, None if there is nothing to claim, whether the writer is a
            `newcomer`, who joins the roster by it, whether it is the `last` one of this ballot, and
            how that and its lines were packed `before` the batch, None for a first ballot. Which
            ones are `logged`: a line is not, since that would tell who wrote it when.
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

    async def write(self, sql: Statements) -> Sequence[Answer]:
        """Decide, and write all votes that are not refused, in a transaction that holds its rooms.

        Returns the answers in the order of the votes.
        """
        decided = await self.decide(sql)
        if newcomers := [row for row in decided.log if row["newcomer"]]:
            await sql.run_many("join_roster", newcomers)
        if claims := [row for row in decided.log if row["claim"] is not None]:
            await sql.run_many("insert_interaction", claims)
        await sql.run_many("put_ballot", [row for row in decided.log if row["last"]])
        if logged := [row for row in decided.log if row["logged"]]:
            await sql.run_many("log_ballot", logged)
        return decided.answers

    async def decide(self, sql: Statements) -> Decided:
        """Read what the votes rest on, and decide them; write nothing.

        It takes one statement, and one more for each round in a room that knows of rights.
        """
        found = await sql.fetch_each("voter", [_asked(press) for press in self._votes])
        deciding = _Deciding(self._new_id, self._draw_bits)
        for press, row in zip(self._votes, found, strict=True):
            on_roster, acted, formerly, rights, press.retold, *rest = row
            cast, read = tuple(rest[:4]), tuple(rest[4:])
            deciding.take_in(press, on_roster, acted, formerly, rights, cast, read)
        for round_id, box in deciding.boxes.items():
            if round_id in deciding.with_rights:
                known = await self._rights_of(sql, box.round)
                deciding.boxes[round_id] = replace(box, rights=known)
        deciding.decided.answers.extend(map(deciding.answer, self._votes))
        return deciding.decided


class _Deciding:
    """Votes as they are decided one after another."""

    def __init__(self, new_id: Callable[[], int], draw_bits: Callable[[int], int]) -> None:
        self._new_id = new_id
        self._draw_bits = draw_bits
        self.boxes: dict[RoundId, BallotBox] = {}
        self._voters: dict[tuple[RoundId, UserId], tuple[bool | None, Ballot | None]] = {}
        self._cast_formerly: set[tuple[RoundId, UserId]] = set()
        self._acted: set[int] = set()
        self.with_rights: set[RoundId] = set()
        self._before: dict[tuple[RoundId, UserId], tuple[str, str]] = {}
        self._last: dict[tuple[RoundId, UserId], Row] = {}
        self.decided = Decided([], [], {})

    def take_in(
        self,
        press: Press,
        on_roster: int | None,
        acted: int | None,
        cast_formerly: str | None,
        knows_rights: int,
        cast: tuple[Any, ...],
        box: tuple[Any, ...],
    ) -> None:
        """Take in a row of `voter`: with the ballot so far, and what is read of the round."""
        frozen = press.frozen
        key = (press.vote.round_id, press.vote.person.user_id)
        if key[0] not in self.boxes:
            self.decided.boxes[key[0]] = box
            self.boxes[key[0]] = ballot_box(frozen, *box)
            if knows_rights:
                self.with_rights.add(key[0])
        if cast_formerly is not None:
            self._cast_formerly.add(key)
        ballot, (packed, receipt, cast_at, lines) = None, cast
        if packed is not None:
            self._before[key] = packed, lines
            ballot = unpack(packed, frozen.form, frozen.ballot_order, receipt, cast_at, lines)
        self._voters[key] = (None if on_roster is None else bool(on_roster)), ballot
        if acted is not None:
            self._acted.add(acted)

    def answer(self, press: Press) -> Answer:
        """Decide one vote, and note what it writes."""
        vote = press.vote
        if press.interaction_id is not None and press.interaction_id in self._acted:
            return Redelivered(press.interaction_id)
        key = (vote.round_id, vote.person.user_id)
        on_roster, ballot = self._voters[key]
        current = ballot or Ballot(receipt=new_receipt(self._draw_bits))
        try:
            cast = decide(
                vote,
                self.boxes[vote.round_id],
                on_roster,
                current,
                cast_formerly=key in self._cast_formerly,
            )
        except Exception as refusal:  # noqa: BLE001 - what is wrong with one vote is its own
            return refusal
        if press.interaction_id is not None:
            self._acted.add(press.interaction_id)
        self._voters[key] = on_roster, cast.ballot
        self._note(press, cast.ballot, newcomer=on_roster is None)
        return cast

    def _note(self, press: Press, ballot: Ballot, *, newcomer: bool) -> None:
        """Note what a vote writes."""
        frozen = press.frozen
        key = (press.vote.round_id, press.vote.person.user_id)
        before, lines_before = self._before.get(key, (None, None))
        # One row for all that a vote writes: each statement takes what it names.
        row: Row = {
            "id": self._new_id(),
            "room_id": press.vote.room_id,
            "round_id": key[0],
            "voter_id": key[1],
            "choices": pack(ballot, frozen.form, frozen.ballot_order),
            "receipt": ballot.receipt,
            "cast_at": ballot.cast_at,
            "lines": pack_lines(ballot.lines, frozen.ballot_order),
            "logged": press.vote.change.counts,
            "claim": press.interaction_id,
            "newcomer": newcomer,
            "last": True,
            "before": before,
            "lines_before": lines_before,
        }
        if key in self._last:
            self._last[key]["last"] = False
        self._last[key] = row
        self.decided.log.append(row)


def _asked(press: Press) -> dict[str, object]:
    vote = press.vote
    return {
        "room_id": vote.room_id,
        "round_id": vote.round_id,
        "user_id": vote.person.user_id,
        "formerly": vote.formerly,
        "interaction_id": press.interaction_id,
    }
