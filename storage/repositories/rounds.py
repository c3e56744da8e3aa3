"""Rounds, their candidates and their ballots."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import asdict
from typing_extensions import override

from bot.domain import timing
from bot.domain.ballots import Ballot, form_of
from bot.domain.model import (
    Candidate,
    EpisodeId,
    MessageId,
    RoomId,
    Round,
    RoundId,
    RoundState,
    SongId,
    Turnout,
    UserId,
)
from bot.domain.shards import Share
from bot.services.ports.repositories.rounds import Casting, RoundOfRoom, RoundRepository, Ruling
from storage.packing import pack_rulings, unpack
from storage.repositories.repository import SqlRepository
from storage.repositories.round_rows import (
    due_round_of,
    ids_of,
    moved_row,
    round_id_of,
    round_of,
    round_of_room,
    round_with_candidates,
)


class SqlRoundRepository(SqlRepository, RoundRepository):
    """`RoundRepository` in SQL."""

    @override
    async def get(self, round_id: RoundId) -> Round | None:
        rows = [row async for row in self._sql.round_with_candidates(id=round_id)]
        return round_with_candidates(rows) if rows else None

    @override
    async def live(self, episode_id: EpisodeId) -> RoundId | None:
        return round_id_of(await self._sql.live_round(episode_id=episode_id))

    @override
    async def latest(self, episode_id: EpisodeId, *, closed: bool = False) -> RoundId | None:
        live = None if closed else await self.live(episode_id)
        return live or round_id_of(await self._sql.latest_closed(episode_id=episode_id))

    @override
    async def closed(self, episode_id: EpisodeId) -> tuple[RoundId, ...]:
        return await ids_of(self._sql.closed_rounds(episode_id=episode_id))

    @override
    async def latest_outcomes(self, room_id: RoomId) -> tuple[RoundId, ...]:
        return await ids_of(self._sql.latest_outcomes(room_id=room_id))

    @override
    async def add(self, round_: Round, at: int) -> None:
        await self._sql.add_round(
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

    @override
    async def add_candidates(self, round_id: RoundId, candidates: Sequence[Candidate]) -> None:
        for position, candidate in enumerate(candidates):
            await self._sql.add_candidate(
                round_id=round_id,
                position=position,
                song_id=candidate.song.id,
                proposer_id=candidate.proposer_id,
                why=candidate.note,
            )

    @override
    async def later(self, round_id: RoundId) -> tuple[Round, ...]:
        return tuple([round_of(row, ()) async for row in self._sql.later_rounds(round_id=round_id)])

    @override
    async def next_of(self, round_id: RoundId) -> RoundId | None:
        return round_id_of(await self._sql.next_round(round_id=round_id))

    @override
    async def open_in(self, room_id: RoomId) -> tuple[RoundId, ...]:
        return await ids_of(self._sql.open_rounds(room_id=room_id))

    @override
    async def live_in(self, room_id: RoomId) -> tuple[RoundId, ...]:
        return await ids_of(self._sql.live_rounds(room_id=room_id))

    @override
    async def under_way(self, room_id: RoomId) -> tuple[RoundId, ...]:
        return await ids_of(self._sql.rounds_under_way(room_id=room_id))

    @override
    async def due(self, now: float, most: int, share: Share) -> tuple[RoundOfRoom, ...]:
        times = {"now": int(now), "stopped_before": int(now) - timing.UNDO}
        rows = self._sql.due(**times, most=most, **share._asdict())
        return tuple(dict.fromkeys([due_round_of(row) async for row in rows]))

    @override
    async def next_due(self, share: Share, after: float = 0) -> int | None:
        moment = {"after": int(after), "undo": timing.UNDO}
        at: int | None = await self._sql.next_due(**moment, **share._asdict())
        return at

    @override
    async def missed(
        self, since: float, now: float, oldest: float, share: Share
    ) -> tuple[RoundOfRoom, ...]:
        between = {"since": int(since), "now": int(now), "oldest": int(oldest)}
        rows = self._sql.missed(**between, **share._asdict())
        return tuple([round_of_room(row) async for row in rows])

    @override
    async def retime(self, before: Round, after: Round) -> bool:
        moved = await self._sql.retime(
            id=before.id,
            was=before.state.value,
            closes_were=before.closes_at,
            reminder_was=before.remind_at or 0,
            **moved_row(after),
        )
        return moved is not None

    @override
    async def claim_count(self, round_id: RoundId, now: int) -> bool:
        claimed = await self._sql.claim_count(id=round_id, stopped_before=now - timing.UNDO)
        return claimed is not None

    @override
    async def restorable(self, episode_id: EpisodeId) -> RoundId | None:
        return round_id_of(await self._sql.restorable(episode_id=episode_id))

    @override
    async def restorable_in(self, room_id: RoomId) -> tuple[RoundId, ...]:
        return await ids_of(self._sql.restorable_rounds(room_id=room_id))

    @override
    async def give_up_cancelled(self, episode_id: EpisodeId) -> None:
        await self._sql.give_up_cancelled(episode_id=episode_id)

    @override
    async def remove_candidates(self, round_id: RoundId) -> None:
        await self._sql.remove_candidates(round_id=round_id)

    @override
    async def claim_close(self, round_id: RoundId, now: int) -> bool:
        return await self._sql.claim_close(id=round_id, now=now) is not None

    @override
    async def claim_casting_end(self, round_id: RoundId, now: int) -> bool:
        return await self._sql.claim_casting_end(id=round_id, now=now) is not None

    @override
    async def end_voting(self, round_id: RoundId, was: RoundState, now: int) -> bool:
        return await self._sql.end_voting(id=round_id, was=was.value, now=now) is not None

    @override
    async def await_casting(self, round_id: RoundId, was: RoundState, until: int) -> bool:
        return await self._sql.await_casting(id=round_id, was=was.value, until=until) is not None

    @override
    async def set_casting(self, round_id: RoundId, casting: Casting) -> None:
        text = json.dumps(casting) if isinstance(casting, tuple) else casting
        await self._sql.set_casting(id=round_id, casting=text)

    @override
    async def set_rulings(
        self, round_id: RoundId, pinned: Mapping[SongId, str], vetoed: Mapping[SongId, str]
    ) -> None:
        text = pack_rulings(pinned, vetoed)
        await self._sql.set_rulings(id=round_id, rulings=text)

    @override
    async def log_ruling(self, entry_id: int, round_id: RoundId, ruling: Ruling) -> None:
        await self._sql.log_ruling(id=entry_id, round_id=round_id, **asdict(ruling))

    @override
    async def close(
        self,
        round_id: RoundId,
        was: RoundState,
        outcome: Mapping[str, object],
        record_sha256: str,
    ) -> bool:
        text = json.dumps(outcome, ensure_ascii=False)
        closed = await self._sql.close_round(
            id=round_id, was=was.value, outcome=text, record_sha256=record_sha256
        )
        return closed is not None

    @override
    async def set_ballot_message(self, round_id: RoundId, message_id: MessageId) -> None:
        await self._sql.set_ballot_message(id=round_id, message_id=message_id)

    @override
    async def called_to(self, round_id: RoundId) -> UserId:
        return UserId(await self._sql.called_to(id=round_id) or 0)

    @override
    async def set_called_to(self, round_id: RoundId, user_id: UserId) -> None:
        await self._sql.set_called_to(id=round_id, user_id=user_id)

    @override
    async def set_casting_message(self, round_id: RoundId, message_id: MessageId | None) -> None:
        await self._sql.set_casting_message(id=round_id, message_id=message_id)

    @override
    async def set_decision_message(self, round_id: RoundId, message_id: MessageId | None) -> None:
        await self._sql.set_decision_message(id=round_id, message_id=message_id)

    @override
    async def set_results_message(self, round_id: RoundId, message_id: MessageId) -> None:
        await self._sql.set_results_message(id=round_id, message_id=message_id)

    @override
    async def set_event(self, round_id: RoundId, event_id: int | None) -> None:
        await self._sql.set_event(id=round_id, event_id=event_id)

    @override
    async def ballot(self, round_: Round, user_id: UserId) -> Ballot | None:
        row = await self._sql.ballot(round_id=round_.id, voter_id=user_id)
        if row is None:
            return None
        choices, receipt, cast_at, lines = row
        form, ballot_order = form_of(round_.rules), _ballot_order(round_)
        return unpack(choices, form, ballot_order, receipt, cast_at, lines)

    @override
    async def ballots(self, round_: Round) -> dict[str, Ballot]:
        row = await self._sql.ballots(round_id=round_.id)
        receipts, said = map(json.loads, row)
        ballots = _unpacked(said, round_)
        return dict(zip(receipts, [ballots[one] for one in said], strict=True))

    @override
    async def tally(self, round_: Round) -> tuple[tuple[Ballot, int], ...]:
        numbers = Counter(json.loads(await self._sql.tally(round_id=round_.id)))
        ballots = _unpacked(numbers, round_)
        return tuple([(ballots[text], number) for text, number in numbers.items()])

    @override
    async def voters(self, round_: Round) -> tuple[UserId, ...]:
        rows = self._sql.voters(round_id=round_.id)
        return tuple([UserId(row[0]) async for row in rows])

    @override
    async def turnout(self, round_: Round) -> Turnout:
        row = await self._sql.turnout(round_id=round_.id, room_id=round_.room_id)
        return Turnout(row["voted"], row["among"])

    @override
    async def awaited(self, round_: Round) -> tuple[UserId, ...]:
        rows = self._sql.awaited(round_id=round_.id, room_id=round_.room_id)
        return tuple([UserId(row[0]) async for row in rows])


def _ballot_order(round_: Round) -> list[SongId]:
    return [candidate.song.id for candidate in round_.candidates]


def _unpacked(said: Iterable[str], round_: Round) -> dict[str, Ballot]:
    """Return one ballot for all that say the same, by what is stored of it.

    Args:
        said: Choices; a space and lines may follow.
        round_: The round.
    """
    form, ballot_order = form_of(round_.rules), _ballot_order(round_)
    ballots = {}
    for one in set(said):
        choices, _, lines = one.partition(" ")
        ballots[one] = unpack(choices, form, ballot_order, lines=lines)
    return ballots
