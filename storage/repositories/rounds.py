"""Rounds, their candidates and their ballots."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.domain.ballots import Ballot
from bot.domain.counting import BY_LOT
from bot.domain.model import (
    Candidate,
    Cause,
    EpisodeId,
    MessageId,
    RoomId,
    Round,
    RoundId,
    RoundState,
    Rules,
    SongId,
    Turnout,
    UserId,
)
from bot.services.ports.repositories.rounds import Casting, Ruling
from storage.ballots import Frozen, pack_rulings, unpack, unpack_rulings
from storage.queries import queries
from storage.repositories.proposals import song_of
from storage.repositories.rooms import SqlEpisodeRepository


class SqlRoundRepository:
    """Implements `RoundRepository`."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def get(self, round_id: RoundId) -> Round | None:
        """Return a round with its candidates."""
        row = await queries.round(self._connection, id=round_id)
        return None if row is None else _round(row, await self._candidates(round_id))

    async def frozen(self, round_id: RoundId) -> Frozen | None:
        """Return a round as it was scheduled, with its episode; what changes later may be old."""
        round_ = await self.get(round_id)
        if round_ is None:
            return None
        episode = await SqlEpisodeRepository(self._connection).get(round_.episode_id)
        if episode is None:
            return None
        return Frozen(round_, episode, tuple(one.song.id for one in round_.candidates))

    async def live(self, episode_id: EpisodeId) -> RoundId | None:
        """Return the episode's round that is scheduled or under way."""
        return _id(await queries.live_round(self._connection, episode_id=episode_id))

    async def latest(self, episode_id: EpisodeId, *, closed: bool = False) -> RoundId | None:
        """Return the live round, or else the newest closed one; or `closed` ones alone."""
        live = None if closed else await self.live(episode_id)
        return live or _id(await queries.latest_closed(self._connection, episode_id=episode_id))

    async def latest_outcomes(self, room_id: RoomId) -> tuple[RoundId, ...]:
        """Return the last closed round of each episode, the oldest episode first."""
        rows = queries.latest_outcomes(self._connection, room_id=room_id)
        return tuple([RoundId(row[0]) async for row in rows])

    async def add(self, round_: Round, at: int) -> None:
        """Keep a new round and its candidates."""
        await queries.add_round(
            self._connection,
            id=round_.id,
            room_id=round_.room_id,
            episode_id=round_.episode_id,
            state=round_.state.value,
            rules=json.dumps(asdict(round_.rules), sort_keys=True),
            opens_at=round_.opens_at,
            closes_at=round_.closes_at,
            closes_wall=round_.closes_wall,
            timezone=round_.timezone,
            scheduled_by=round_.scheduled_by,
            scheduled_at=at,
            follows=round_.follows,
            waits=int(round_.waits),
        )
        await self.add_candidates(round_.id, round_.candidates)

    async def add_candidates(self, round_id: RoundId, candidates: Sequence[Candidate]) -> None:
        """Keep the candidates of a round that has none yet, in ballot order."""
        for position, candidate in enumerate(candidates):
            await queries.add_candidate(
                self._connection,
                round_id=round_id,
                position=position,
                song_id=candidate.song.id,
                proposer_id=candidate.proposer_id,
                why=candidate.why,
            )

    async def later(self, round_id: RoundId) -> tuple[Round, ...]:
        """Return the rounds of a plan that wait for this one, in order; they have no candidates."""
        rows = queries.later_rounds(self._connection, round_id=round_id)
        return tuple([_round(row, ()) async for row in rows])

    async def next_of(self, round_id: RoundId) -> RoundId | None:
        """Return the round of a plan that votes on what this one left, or will."""
        return _id(await queries.next_round(self._connection, round_id=round_id))

    async def open_in(self, room_id: RoomId) -> tuple[RoundId, ...]:
        """Return the room's open rounds."""
        rows = queries.open_rounds(self._connection, room_id=room_id)
        return tuple([RoundId(row[0]) async for row in rows])

    async def due(self, now: float, most: int) -> tuple[RoundId, ...]:
        """Return rounds for which something is due, what has waited longest first."""
        rows = queries.due(self._connection, now=int(now), most=most)
        return tuple(dict.fromkeys([RoundId(row["id"]) async for row in rows]))

    async def next_due(self) -> int | None:
        """Return when something will be due next (UTC seconds); None where nothing is scheduled."""
        at: int | None = await queries.next_due(self._connection)
        return at

    async def missed(self, since: float, now: float, oldest: float) -> tuple[RoundId, ...]:
        """Return the rounds whose close or casting window ended between two instants.

        Those that had their grace already, and closes before `oldest`, are left out.
        """
        rows = queries.missed(self._connection, since=int(since), now=int(now), oldest=int(oldest))
        return tuple([RoundId(row[0]) async for row in rows])

    async def retime(self, before: Round, after: Round) -> bool:
        """Give a round its next state and times; False where it is not as it was before."""
        moved = await queries.retime(
            self._connection,
            id=before.id,
            was=before.state.value,
            closes_were=before.closes_at,
            reminder_was=before.remind_at or 0,
            state=after.state.value,
            opens_at=after.opens_at,
            closes_at=after.closes_at,
            closes_wall=after.closes_wall,
            opened_at=after.opened_at,
            seed=after.seed,
            cause=after.cause.value,
            time_left=after.time_left,
            closes_latest=after.closes_latest,
            remind_at=after.remind_at,
            reminded=after.reminded,
            quorum_extended=int(after.quorum_extended),
            graced_at=after.graced_at,
            casting_until=after.casting_until,
            follows=after.follows,
            waits=int(after.waits),
        )
        return moved is not None

    async def claim_close(self, round_id: RoundId, now: int) -> bool:
        """End the voting whose time has come; False where somebody else did, or it has not."""
        return await queries.claim_close(self._connection, id=round_id, now=now) is not None

    async def claim_casting_end(self, round_id: RoundId, now: int) -> bool:
        """Leave a tie to the lot whose window is over; False where it is not, or no more."""
        return await queries.claim_casting_end(self._connection, id=round_id, now=now) is not None

    async def end_voting(self, round_id: RoundId, was: RoundState, now: int) -> bool:
        """End the voting by hand; False where the round was not in that state."""
        ended = await queries.end_voting(self._connection, id=round_id, was=was.value, now=now)
        return ended is not None

    async def move(self, round_id: RoundId, was: RoundState, becomes: RoundState) -> bool:
        """Move a round from one state to another; False where it was not in that state."""
        moved = await queries.move_state(
            self._connection, id=round_id, was=was.value, becomes=becomes.value
        )
        return moved is not None

    async def await_casting(self, round_id: RoundId, was: RoundState, until: int) -> bool:
        """Have a tie wait for the casting vote; False where the round was not in that state."""
        waits = await queries.await_casting(
            self._connection, id=round_id, was=was.value, until=until
        )
        return waits is not None

    async def set_casting(self, round_id: RoundId, casting: Casting) -> None:
        """Keep how a tie was broken."""
        text = json.dumps(casting) if isinstance(casting, tuple) else casting
        await queries.set_casting(self._connection, id=round_id, casting=text)

    async def set_rulings(
        self, round_id: RoundId, pinned: Mapping[SongId, str], vetoed: Mapping[SongId, str]
    ) -> None:
        """Keep which songs are pinned and vetoed from now on."""
        text = pack_rulings(pinned, vetoed)
        await queries.set_rulings(self._connection, id=round_id, rulings=text)

    async def log_ruling(self, entry_id: int, round_id: RoundId, ruling: Ruling) -> None:
        """Write down that somebody pinned or vetoed a song, or took that back."""
        await queries.log_ruling(self._connection, id=entry_id, round_id=round_id, **asdict(ruling))

    async def set_outcome(
        self, round_id: RoundId, outcome: Mapping[str, object], record_sha256: str
    ) -> None:
        """Keep what a round came to."""
        text = json.dumps(outcome, ensure_ascii=False)
        await queries.set_outcome(
            self._connection, id=round_id, outcome=text, record_sha256=record_sha256
        )

    async def set_ballot_message(self, round_id: RoundId, message_id: MessageId) -> None:
        """Remember the ballot message."""
        await queries.set_ballot_message(self._connection, id=round_id, message_id=message_id)

    async def set_casting_message(self, round_id: RoundId, message_id: MessageId) -> None:
        """Remember the message that asks for the casting vote."""
        await queries.set_casting_message(self._connection, id=round_id, message_id=message_id)

    async def set_results_message(self, round_id: RoundId, message_id: MessageId) -> None:
        """Remember the message with the results."""
        await queries.set_results_message(self._connection, id=round_id, message_id=message_id)

    async def set_event(self, round_id: RoundId, event_id: int | None) -> None:
        """Remember the scheduled event that shows a round."""
        await queries.set_event(self._connection, id=round_id, event_id=event_id)

    async def ballot(self, round_: Round, user_id: UserId) -> Ballot | None:
        """Return one writer's ballot as it stands."""
        row = await queries.ballot(self._connection, round_id=round_.id, voter_id=user_id)
        if row is None:
            return None
        return unpack(row["choices"], _choices(round_), row["receipt"], row["cast_at"])

    async def ballots(self, round_: Round) -> dict[str, Ballot]:
        """Return all ballots that count by their receipts, in no order.

        They carry neither receipt nor time; equal choices share one ballot.
        """
        choices = _choices(round_)
        seen: dict[str, Ballot] = {}
        ballots: dict[str, Ballot] = {}
        async for packed, receipt in queries.ballots(self._connection, round_id=round_.id):
            ballot = seen.get(packed)
            if ballot is None:
                ballot = seen[packed] = unpack(packed, choices)
            ballots[receipt] = ballot
        return ballots

    async def tally(self, round_: Round) -> tuple[tuple[Ballot, int], ...]:
        """Return each different ballot that counts, with how many there are of it, in no order."""
        choices = _choices(round_)
        rows = queries.tally(self._connection, round_id=round_.id)
        return tuple([(unpack(packed, choices), number) async for packed, number in rows])

    async def turnout(self, round_: Round) -> Turnout:
        """Return how many of how many have voted."""
        row = await queries.turnout(self._connection, round_id=round_.id, room_id=round_.room_id)
        return Turnout(row["voted"], row["among"])

    async def awaited(self, round_: Round) -> tuple[UserId, ...]:
        """Return the writers of the roster who have not voted."""
        rows = queries.awaited(self._connection, round_id=round_.id, room_id=round_.room_id)
        return tuple([UserId(row[0]) async for row in rows])

    async def _candidates(self, round_id: RoundId) -> tuple[Candidate, ...]:
        rows = queries.candidates(self._connection, round_id=round_id)
        return tuple(
            [Candidate(song_of(row), UserId(row["proposer_id"]), row["why"]) async for row in rows]
        )


def _id(value: int | None) -> RoundId | None:
    return None if value is None else RoundId(value)


def _choices(round_: Round) -> list[SongId]:
    return [candidate.song.id for candidate in round_.candidates]


def _casting(text: str | None) -> Casting:
    if text is None or text == BY_LOT:
        return text  # type: ignore[return-value]  # it is one of the two
    return tuple(SongId(song) for song in json.loads(text))


def _message(value: int | None) -> MessageId | None:
    return None if value is None else MessageId(value)


def _round(row: Any, candidates: tuple[Candidate, ...]) -> Round:
    pinned, vetoed = unpack_rulings(row["rulings"])
    return Round(
        id=RoundId(row["id"]),
        episode_id=EpisodeId(row["episode_id"]),
        room_id=RoomId(row["room_id"]),
        state=RoundState(row["state"]),
        rules=_rules(row["rules"]),
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
        closes_wall=row["closes_wall"],
        timezone=row["timezone"],
        candidates=candidates,
        scheduled_by=UserId(row["scheduled_by"]),
        seed=row["seed"],
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
        message_id=_message(row["message_id"]),
        results_message_id=_message(row["results_message_id"]),
        record_sha256=row["record_sha256"],
        outcome=None if row["outcome"] is None else json.loads(row["outcome"]),
        pinned=pinned,
        vetoed=vetoed,
        casting=_casting(row["casting"]),
        casting_until=row["casting_until"],
        casting_message_id=_message(row["casting_message_id"]),
        follows=_id(row["follows"]),
        waits=bool(row["waits"]),
        cause=Cause(row["cause"]),
        time_left=row["time_left"],
        closes_latest=row["closes_latest"],
        remind_at=row["remind_at"],
        reminded=row["reminded"],
        quorum_extended=bool(row["quorum_extended"]),
        graced_at=row["graced_at"],
        event_id=row["event_id"],
    )


def _rules(text: str) -> Rules:
    kept = json.loads(text)
    # JSON knows no tuples.
    return Rules(**kept | {"reminders": tuple(kept.get("reminders", ()))})
