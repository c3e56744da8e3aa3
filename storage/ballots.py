"""Ballots on their way to the disk: packed, decided inside the transaction, committed in groups."""

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.domain.ballots import Ballot, merge
from bot.domain.errors import RoomError, RoundClosed, StorageError
from bot.domain.model import Episode, Round, RoundId, RoundState, SongId, UserId
from bot.domain.permissions import require_writer
from bot.services.ports.unit_of_work import Cast, Casted

log = logging.getLogger(__name__)

ABSTAINED = "-"
RANKING = ">"
STAR = "*"

Answer = Casted | RoomError
"""What becomes of one cast: it is on the disk, or it was refused."""


def pack(ballot: Ballot, choices: Sequence[SongId]) -> str:
    """Return a ballot as text, songs by their places on the ballot, counted from 0.

    `0*,3,5` picks the first, fourth and sixth candidate and stars the first; `0=5,3=2` gives five
    points and two; `>3,0` ranks the fourth before the first; `-` is an abstention and an empty text
    a withdrawn ballot.
    """
    if ballot.abstained:
        return ABSTAINED
    if ballot.picks:
        starred, picked = ballot.stars, frozenset(ballot.picks)
        return ",".join(
            [
                f"{place}{STAR}" if song in starred else str(place)
                for place, song in enumerate(choices)
                if song in picked
            ]
        )
    places = {song: place for place, song in enumerate(choices)}
    if ballot.ranking:
        return RANKING + ",".join(str(places[song]) for song in ballot.ranking)
    return ",".join(f"{places[song]}={points}" for song, points in ballot.points)


def unpack(text: str, choices: Sequence[SongId], receipt: str = "", cast_at: int = 0) -> Ballot:
    """Return the ballot that `pack` made a text of."""
    if text == ABSTAINED:
        return Ballot(abstained=True, receipt=receipt, cast_at=cast_at)
    if text.startswith(RANKING):
        ranking = tuple([choices[int(place)] for place in text[1:].split(",")])
        return Ballot(ranking=ranking, receipt=receipt, cast_at=cast_at)
    if "=" in text:
        pairs = [mark.split("=") for mark in text.split(",")]
        points = tuple([(choices[int(place)], int(number)) for place, number in pairs])
        return Ballot(points=points, receipt=receipt, cast_at=cast_at)
    marks = text.replace(STAR, "").split(",") if text else []
    picks = tuple([choices[int(mark)] for mark in marks])
    starred = text.split(",") if STAR in text else []
    stars = tuple([choices[int(mark[:-1])] for mark in starred if mark[-1] == STAR])
    return Ballot(picks, stars, receipt=receipt, cast_at=cast_at)


def pack_rulings(pinned: Mapping[SongId, str], vetoed: Mapping[SongId, str]) -> str:
    """Return pins and vetoes with their reasons as text; empty where there are none."""
    if not pinned and not vetoed:
        return ""
    kept = {"pinned": list(pinned.items()), "vetoed": list(vetoed.items())}
    return json.dumps(kept, ensure_ascii=False)


def unpack_rulings(text: str) -> tuple[dict[SongId, str], dict[SongId, str]]:
    """Return the pins and the vetoes that `pack_rulings` made a text of."""
    if not text:
        return {}, {}
    kept = json.loads(text)
    pinned, vetoed = (
        {SongId(song): reason for song, reason in kept[kind]} for kind in ("pinned", "vetoed")
    )
    return pinned, vetoed


def new_receipt() -> str:
    """Return a random receipt: eight hexadecimal digits that say nothing of who or when."""
    return secrets.token_hex(4).upper()


@dataclass(frozen=True, slots=True, eq=False)
class Frozen:
    """A round as it was scheduled: all of it but its state, its times and its messages.

    `choices` are the candidates' songs in ballot order. It equals nothing but itself, so that it
    can be the key of what is known of it.
    """

    round: Round
    episode: Episode
    choices: tuple[SongId, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """What a vote must find as it says, read inside its own transaction: the round as it is."""

    round: Round
    writers_role_id: int | None


@lru_cache(maxsize=1024)
def box(
    frozen: Frozen, state: str, closes_at: int, rulings: str, writers_role_id: int | None
) -> Box:
    """Return the box of a round from what changes of it."""
    pinned, vetoed = unpack_rulings(rulings)
    round_ = replace(
        frozen.round,
        state=RoundState(state),
        closes_at=closes_at,
        pinned=pinned,
        vetoed=vetoed,
    )
    return Box(round_, writers_role_id)


def decide(
    cast: Cast, frozen: Frozen, box: Box, on_roster: bool | None, standing: Ballot | None
) -> Casted:
    """Return what a cast comes to, given what its transaction read.

    Raises:
        RoundClosed, NotAllowed, InvalidBallot: The cast is refused.
    """
    round_, who = box.round, cast.person.user_id
    if round_.state is not RoundState.OPEN:
        raise RoundClosed(round_.state.value, frozen.episode.number)
    if cast.at >= round_.closes_at:
        raise RoundClosed(RoundState.CLOSED.value, frozen.episode.number)
    require_writer(cast.person, box.writers_role_id, on_roster)
    own = [one.song.id for one in round_.candidates if one.proposer_id == who]
    before = standing or Ballot(receipt=new_receipt())
    merged = merge(before, cast.change, round_.rules, frozen.choices, own)
    # Written out: `replace` takes a third of the time of a vote.
    ballot = Ballot(
        merged.picks,
        merged.stars,
        merged.points,
        merged.ranking,
        merged.abstained,
        before.receipt,
        int(cast.at),
    )
    return Casted(ballot, round_, frozen.episode)


class Batch:
    """The casts of one transaction, decided in the order they came.

    The database adapter fills `boxes`, `on_roster` and `standing`, calls `decide`, and writes
    `joined`, `rows` and `log`: so both databases share every decision. A writer's second change in
    one batch builds on the first.
    """

    def __init__(self, casts: Sequence[tuple[Cast, Frozen]], new_id: Callable[[], int]) -> None:
        self._new_id = new_id
        self.casts = casts
        self.boxes: dict[RoundId, Box] = {}
        self.on_roster: dict[tuple[int, UserId], bool | None] = {}
        self.standing: dict[tuple[RoundId, UserId], Ballot | None] = {}
        self.answers: list[Answer] = []
        self.log: list[dict[str, object]] = []
        self.joined: list[dict[str, object]] = []
        self._rows: dict[tuple[RoundId, UserId], dict[str, object]] = {}

    @property
    def rows(self) -> Sequence[dict[str, object]]:
        """The ballots to put, one a writer."""
        return list(self._rows.values())

    def decide(self) -> None:
        """Decide every cast, the answers in the order of the casts."""
        self.answers = [self._answer(cast, frozen) for cast, frozen in self.casts]

    def _answer(self, cast: Cast, frozen: Frozen) -> Answer:
        key = (cast.round_id, cast.person.user_id)
        seat = (cast.room_id, cast.person.user_id)
        on_roster = self.on_roster[seat]
        try:
            casted = decide(cast, frozen, self.boxes[cast.round_id], on_roster, self.standing[key])
        except RoomError as refusal:
            return refusal
        ballot = self.standing[key] = casted.ballot
        # One row for the ballot and its line in the log: each statement takes what it names.
        row: dict[str, object] = {
            "id": self._new_id(),
            "round_id": key[0],
            "voter_id": key[1],
            "choices": pack(ballot, frozen.choices),
            "receipt": ballot.receipt,
            "cast_at": ballot.cast_at,
        }
        self._rows[key] = row
        self.log.append(row)
        if on_roster is None:
            self.on_roster[seat] = True
            self.joined.append({"room_id": seat[0], "user_id": seat[1], "since": ballot.cast_at})
        return casted


class GroupCommit:
    """Lets concurrent casts share a transaction; each is answered after its commit.

    One task at a time drains what has gathered while the one before was written, so it is one cast
    a transaction when the room is quiet and hundreds when it is not. The task ends when nothing is
    left. Cancelling a caller does not cancel its vote.
    """

    def __init__(
        self, write: Callable[[Sequence[tuple[Cast, Frozen]]], Awaitable[Sequence[Answer]]]
    ) -> None:
        self._write = write
        self._waiting: list[tuple[tuple[Cast, Frozen], asyncio.Future[Answer]]] = []
        self._drain: asyncio.Task[None] | None = None
        self.transactions = 0

    async def cast(self, cast: Cast, frozen: Frozen) -> Casted:
        """Return once the cast is on the disk, or raise why it is not."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append(((cast, frozen), future))
        if self._drain is None or self._drain.done():
            self._drain = asyncio.create_task(self._write_all(), name="ballots")
        answer = await future
        if isinstance(answer, RoomError):
            raise answer
        return answer

    async def flush(self) -> None:
        """Return when everything that was cast is written or refused."""
        while self._drain is not None and not self._drain.done():
            await asyncio.wait([self._drain])

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            self.transactions += 1
            try:
                answers = await self._write([work for work, _ in batch])
            except StorageError as refusal:
                # What came meanwhile would wait as long again, and nobody waits twice for a no.
                batch, self._waiting = batch + self._waiting, []
                answers = [refusal] * len(batch)
            except Exception as fault:
                log.exception("a batch of %d ballots was not written", len(batch))
                answers = [StorageError(str(fault))] * len(batch)
            except BaseException:
                stopping = StorageError("the bot is stopping")
                _settle(batch + self._waiting, [stopping] * (len(batch) + len(self._waiting)))
                raise
            _settle(batch, answers)


def _settle(
    batch: Sequence[tuple[tuple[Cast, Frozen], asyncio.Future[Answer]]],
    answers: Sequence[Answer],
) -> None:
    for (_, future), answer in zip(batch, answers, strict=True):
        if not future.done():
            future.set_result(answer)
