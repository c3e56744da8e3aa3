"""The votes of one transaction: read together, decided in order, and written together."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.domain.ballots import Ballot
from bot.domain.errors import Redelivered
from bot.domain.model import RoomId, RoundId, UserId
from bot.domain.voting import BallotBox, CastBallot, Vote, decide
from storage.frozen_rounds import FrozenRound, ballot_box
from storage.packing import pack, unpack
from storage.statements import Statements

Answer = CastBallot | Exception
"""The result of one vote: it is on disk, or it was refused, or why it failed."""

Row = dict[str, object]
"""The parameters of a statement that writes one row."""


@dataclass(eq=False, slots=True)
class Press:
    """A vote that waits to be written, and whoever waits for its answer.

    `interaction_id` is that of the press, None if there is nothing to claim.
    """

    vote: Vote
    interaction_id: int | None
    frozen: FrozenRound
    answer: "asyncio.Future[Answer]"


def new_receipt(draw_bits: Callable[[int], int]) -> str:
    """Draw a receipt: eight hexadecimal digits that say nothing of who or when."""
    return f"{draw_bits(32):08X}"


@dataclass(slots=True)
class Decided:
    """What a batch writes, and what that rests on.

    Attributes:
        answers: In the order of the votes.
        ballots: The last ballot of each writer in each round.
        log: Each change, in order.
        newcomers: Who joins the roster by voting.
        claims: The presses that are carried out.
        boxes: What was read of each round, as `voter` returns it: state, closes_at, stopped_at,
            rulings and writers_role_id.
        before: The packed ballots that were replaced.
    """

    answers: list[Answer]
    ballots: dict[tuple[RoundId, UserId], Row]
    log: list[Row]
    newcomers: list[Row]
    claims: list[Row]
    boxes: dict[RoundId, tuple[object, ...]]
    before: dict[tuple[RoundId, UserId], str]


class BallotBatch:
    """Votes that are decided in the order they came.

    A writer's second vote in a batch builds on the first.
    """

    def __init__(
        self,
        votes: Sequence[Press],
        new_id: Callable[[], int],
        draw_bits: Callable[[int], int],
    ) -> None:
        self._votes = votes
        self._new_id = new_id
        self._draw_bits = draw_bits

    @property
    def room_ids(self) -> Collection[RoomId]:
        """The rooms it is about."""
        return {press.vote.room_id for press in self._votes}

    async def write(self, sql: Statements) -> Sequence[Answer]:
        """Decide, and write all votes that are not refused, in a transaction that holds its rooms.

        Returns the answers in the order of the votes.
        """
        decided = await self.decide(sql)
        if decided.newcomers:
            await sql.run_many("join_roster", decided.newcomers)
        if decided.claims:
            await sql.run_many("insert_interaction", decided.claims)
        await sql.run_many("put_ballot", decided.ballots.values())
        await sql.run_many("log_ballot", decided.log)
        return decided.answers

    async def decide(self, sql: Statements) -> Decided:
        """Read what the votes rest on, with one statement, and decide them; write nothing."""
        found = await sql.fetch_each("voter", [_asked(press) for press in self._votes])
        deciding = _Deciding(self._new_id, self._draw_bits)
        for press, row in zip(self._votes, found, strict=True):
            deciding.take_in(press, *row)
        deciding.decided.answers.extend(map(deciding.answer, self._votes))
        return deciding.decided


class _Deciding:
    """Votes as they are decided one after another."""

    def __init__(self, new_id: Callable[[], int], draw_bits: Callable[[int], int]) -> None:
        self._new_id = new_id
        self._draw_bits = draw_bits
        self._boxes: dict[RoundId, BallotBox] = {}
        self._voters: dict[tuple[RoundId, UserId], tuple[bool | None, Ballot | None]] = {}
        self._cast_formerly: set[tuple[RoundId, UserId]] = set()
        self._acted: set[int] = set()
        self.decided = Decided([], {}, [], [], [], {}, {})

    def take_in(
        self,
        press: Press,
        on_roster: int | None,
        packed: str | None,
        receipt: str,
        acted: int | None,
        cast_formerly: str | None,
        *box: object,
    ) -> None:
        """Take in a row of `voter`."""
        frozen = press.frozen
        key = (press.vote.round_id, press.vote.person.user_id)
        if key[0] not in self._boxes:
            self.decided.boxes[key[0]] = box
            self._boxes[key[0]] = ballot_box(frozen, *box)
        if cast_formerly is not None:
            self._cast_formerly.add(key)
        ballot = None
        if packed is not None:
            self.decided.before[key] = packed
            ballot = unpack(packed, frozen.form, frozen.ballot_order, receipt)
        self._voters[key] = (None if on_roster is None else bool(on_roster)), ballot
        if acted is not None:
            self._acted.add(acted)

    def answer(self, press: Press) -> Answer:
        """Decide one vote, and note what it writes."""
        vote, frozen, decided = press.vote, press.frozen, self.decided
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
        row: Row = {
            "id": self._new_id(),
            "room_id": vote.room_id,
            "round_id": key[0],
            "voter_id": key[1],
            "choices": pack(ballot, frozen.form, frozen.ballot_order),
            "receipt": ballot.receipt,
            "cast_at": ballot.cast_at,
        }
        decided.ballots[key] = row
        decided.log.append(row)
        if on_roster is None:
            # Who votes is on the roster from then on.
            decided.newcomers.append(
                {"room_id": vote.room_id, "user_id": key[1], "since": ballot.cast_at}
            )
        return cast

    def _claim(self, press: Press) -> None:
        if press.interaction_id is not None:
            self._acted.add(press.interaction_id)
            at = int(press.vote.at)
            self.decided.claims.append({"id": press.interaction_id, "claimed_at": at})


def _asked(press: Press) -> dict[str, object]:
    vote = press.vote
    return {
        "room_id": vote.room_id,
        "round_id": vote.round_id,
        "user_id": vote.person.user_id,
        "formerly": vote.formerly,
        "interaction_id": press.interaction_id,
    }
