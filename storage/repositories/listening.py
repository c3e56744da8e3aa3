"""Sessions in which a room listens together, and the lines that wait to be shown."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

from typing_extensions import override

from bot.domain.listening import Card, CardId, Line, Listening, ListeningId, Stage
from bot.domain.model import EpisodeId, MessageId, ProposalId, RoomId, SongId, UserId
from bot.domain.shards import Share
from bot.services.ports.repositories.listening import (
    DueListening,
    ListeningOfRoom,
    ListeningRepository,
)
from storage.repositories.repository import SqlRepository
from storage.statements import Statements


class SqlListeningRepository(SqlRepository, ListeningRepository):
    """`ListeningRepository` in SQL."""

    def __init__(self, sql: Statements, new_id: Callable[[], int]) -> None:
        super().__init__(sql)
        self._new_id = new_id

    @override
    async def get(self, listening_id: ListeningId) -> Listening | None:
        return _listening(await self._sql.listening(id=listening_id))

    @override
    async def under_way(self, episode_id: EpisodeId) -> Listening | None:
        return _listening(await self._sql.listening_under_way(episode_id=episode_id))

    @override
    async def in_room(self, room_id: RoomId) -> Sequence[Listening]:
        return [_stored(row) async for row in self._sql.listenings_in_room(room_id=room_id)]

    @override
    async def of_card(self, card_id: CardId) -> Listening | None:
        found = await self._sql.listening_of_card(id=card_id)
        return None if found is None else await self.get(ListeningId(found))

    @override
    async def add(
        self, listening: Listening, songs: Sequence[ProposalId], now: int
    ) -> tuple[Card, ...]:
        await self._sql.add_listening(
            id=listening.id,
            room_id=listening.room_id,
            episode_id=listening.episode_id,
            revision=listening.revision,
            minutes=listening.minutes,
            named=int(listening.named),
            thread_id=listening.thread_id,
            edit_every=listening.edit_every,
            called=int(listening.called),
            **_step(listening, now),
        )
        for place, proposal_id in enumerate((None, *songs, None)):
            await self._sql.add_listening_card(
                id=self._new_id(),
                room_id=listening.room_id,
                listening_id=listening.id,
                place=place,
                proposal_id=proposal_id,
            )
        return await self.cards(listening.id)

    @override
    async def move(self, before: Listening, after: Listening, now: int) -> bool:
        moved = await self._sql.move_listening(
            id=before.id, revision=before.revision, **_step(after, now)
        )
        return moved is not None

    @override
    async def thread_gone(self, listening_id: ListeningId) -> None:
        await self._sql.listening_thread_gone(id=listening_id)

    @override
    async def called(self, listening_id: ListeningId) -> None:
        await self._sql.listening_called(id=listening_id)

    @override
    async def due(self, now: float, most: int, share: Share) -> Sequence[DueListening]:
        rows = self._sql.listenings_due(now=int(now), most=most, **share._asdict())
        return [_due(row) async for row in rows]

    @override
    async def to_come(self, most: int, share: Share) -> Sequence[DueListening]:
        rows = self._sql.listenings_to_come(most=most, **share._asdict())
        return [_due(row) async for row in rows]

    @override
    async def left_alone(self, before: int) -> Sequence[ListeningOfRoom]:
        rows = self._sql.listenings_left_alone(before=before)
        return [
            ListeningOfRoom(ListeningId(row["id"]), RoomId(row["room_id"])) async for row in rows
        ]

    @override
    async def cards(self, listening_id: ListeningId) -> tuple[Card, ...]:
        rows = self._sql.listening_cards(listening_id=listening_id)
        return tuple([_card(row) async for row in rows])

    @override
    async def that_show(self, proposal_id: ProposalId) -> tuple[Card, ...]:
        rows = self._sql.cards_that_show(proposal_id=proposal_id)
        return tuple([_card(row) async for row in rows])

    @override
    async def show(self, card_id: CardId) -> None:
        await self._sql.show_listening_card(id=card_id)

    @override
    async def set_message(self, card_id: CardId, message_id: MessageId | None) -> None:
        await self._sql.set_listening_message(id=card_id, message_id=message_id)

    @override
    async def post_again(self, card_id: CardId) -> None:
        await self._sql.post_listening_again(id=card_id)

    @override
    async def earlier_done(self, card_id: CardId, message_id: MessageId) -> None:
        await self._sql.earlier_listening_message_done(id=card_id, message_id=message_id)

    @override
    async def set_edit(self, card_id: CardId, due: int) -> None:
        await self._sql.set_listening_edit(id=card_id, edit_due=due)

    @override
    async def songs_shown(self, episode_id: EpisodeId) -> frozenset[ProposalId]:
        rows = self._sql.songs_shown(episode_id=episode_id)
        return frozenset([ProposalId(row["proposal_id"]) async for row in rows])

    @override
    async def voted_after_sessions(self, episode_id: EpisodeId) -> bool:
        return await self._sql.voted_after_sessions(episode_id=episode_id) is not None

    @override
    async def voted_after(self, listening_id: ListeningId) -> bool:
        return await self._sql.voted_after(id=listening_id) is not None

    @override
    async def come(self, listening: Listening, user_id: UserId) -> bool:
        new = await self._sql.come_to_listening(
            listening_id=listening.id, room_id=listening.room_id, user_id=user_id
        )
        return new is not None

    @override
    async def here(self, listening_id: ListeningId) -> frozenset[UserId]:
        rows = self._sql.listeners_of(listening_id=listening_id)
        return frozenset([UserId(row["user_id"]) async for row in rows])

    @override
    async def add_nothing(self, listening: Listening, card_id: CardId, user_id: UserId) -> None:
        await self._sql.add_nothing(card_id=card_id, room_id=listening.room_id, user_id=user_id)

    @override
    async def answered(self, card: Card) -> frozenset[UserId]:
        rows = self._sql.answered_card(card_id=card.id, proposal_id=card.proposal_id)
        return frozenset([UserId(row["user_id"]) async for row in rows])

    @override
    async def forget_here(self, listening_id: ListeningId) -> None:
        await self._sql.forget_listeners(listening_id=listening_id)
        await self._sql.forget_answers(listening_id=listening_id)

    @override
    async def put_line(self, room_id: RoomId, line: Line, now: int) -> None:
        given = {"text": line.text, "named": int(line.named), "at": now}
        if line.id:
            await self._sql.change_waiting_line(id=line.id, **given)
            return
        await self._sql.add_waiting_line(
            id=self._new_id(),
            room_id=room_id,
            proposal_id=line.proposal_id,
            user_id=line.user_id,
            **given,
        )

    @override
    async def remove_line(self, line_id: int) -> None:
        await self._sql.remove_waiting_line(id=line_id)

    @override
    async def lines(self, proposal_id: ProposalId) -> tuple[Line, ...]:
        rows = self._sql.waiting_lines(proposal_id=proposal_id)
        return tuple([_line(row) async for row in rows])

    @override
    async def lines_by(self, episode_id: EpisodeId, user_id: UserId) -> Mapping[ProposalId, Line]:
        rows = self._sql.waiting_lines_by(episode_id=episode_id, user_id=user_id)
        return {ProposalId(row["proposal_id"]): _line(row) async for row in rows}

    @override
    async def with_lines(self, episode_id: EpisodeId) -> tuple[ProposalId, ...]:
        rows = self._sql.proposals_with_waiting_lines(episode_id=episode_id)
        return tuple([ProposalId(row["id"]) async for row in rows])

    @override
    async def retell(self, episode_id: EpisodeId, song_id: SongId, note: str) -> None:
        await self._sql.retell_candidate(episode_id=episode_id, song_id=song_id, why=note)
        await self._sql.count_retelling(episode_id=episode_id)

    @override
    async def forget_writers(self, episode_id: EpisodeId, now: int) -> None:
        await self._sql.remove_waiting_lines(episode_id=episode_id)
        if await self._make_nameless(self._sql.take_out_lines(episode_id=episode_id), now):
            await self._sql.forget_edits(episode_id=episode_id)
            await self._sql.forget_joining(episode_id=episode_id)

    @override
    async def forget_old_writers(self, before: int, now: int) -> None:
        await self._make_nameless(self._sql.take_out_old_lines(before=before), now)
        await self._make_nameless(self._sql.take_out_useless_lines(), now)
        await self._sql.forget_old_waiting_lines(before=before)

    async def _make_nameless(self, taken_out: AsyncIterator[Any], now: int) -> bool:
        """Put lines back as nobody's; return whether there were any.

        Each is a new row: the old one's id and place would tell when it was written, and whoever
        joined the roster just then would have written it.
        """
        lines = [(row["proposal_id"], row["drawn"], row["text"]) async for row in taken_out]
        new = [
            {"id": self._new_id(), "round_id": None, "proposal_id": proposal_id, "at": now}
            | {"drawn": drawn, "text": text}
            for proposal_id, drawn, text in sorted(lines)
        ]
        if new:
            await self._sql.run_many("add_nameless_line", new)
        return bool(new)


def _step(listening: Listening, now: int) -> dict[str, object]:
    return {
        "stage": listening.stage.value,
        "place": listening.place,
        "paused": int(listening.paused),
        "due_at": listening.due_at,
        "time_left": listening.time_left,
        "moved_at": now,
    }


def _due(row: Any) -> DueListening:
    return DueListening(ListeningId(row["id"]), RoomId(row["room_id"]), row["due_at"])


def _listening(row: Any) -> Listening | None:
    return None if row is None else _stored(row)


def _stored(row: Any) -> Listening:
    return Listening(
        id=ListeningId(row["id"]),
        room_id=RoomId(row["room_id"]),
        episode_id=EpisodeId(row["episode_id"]),
        stage=Stage(row["stage"]),
        place=row["place"],
        revision=row["revision"],
        minutes=row["minutes"],
        named=bool(row["named"]),
        paused=bool(row["paused"]),
        due_at=row["due_at"],
        time_left=row["time_left"],
        thread_id=_message(row["thread_id"]),
        edit_every=row["edit_every"],
        called=bool(row["called"]),
    )


def _message(message_id: int | None) -> MessageId | None:
    return None if message_id is None else MessageId(message_id)


def _line(row: Any) -> Line:
    proposal_id, user_id = ProposalId(row["proposal_id"]), UserId(row["user_id"])
    return Line(proposal_id, user_id, row["text"], row["id"], named=bool(row["named"]))


def _card(row: Any) -> Card:
    proposal_id = row["proposal_id"]
    return Card(
        id=CardId(row["id"]),
        place=row["place"],
        proposal_id=None if proposal_id is None else ProposalId(proposal_id),
        length=(row["duration_ms"] or 0) // 1000,
        shown=bool(row["shown"]),
        there=not row["withdrawn"],
        message_id=_message(row["message_id"]),
        earlier_message_id=_message(row["earlier_message_id"]),
        edit_due=row["edit_due"],
        edit_every=row["edit_every"],
    )
