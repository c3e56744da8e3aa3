"""Rights: who holds them, and every step in clearing them."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import Any

from typing_extensions import override

from bot.domain.board import Clearance
from bot.domain.model import EpisodeId, RoomId, Song, SongId, UserId
from bot.domain.rights import (
    NOTHING_KNOWN,
    Holder,
    HolderId,
    Money,
    Rights,
    RightsStep,
    Side,
    Stage,
    Whole,
)
from bot.domain.structs import replace
from bot.services.ports.repositories.rights import RightsRepository, StoredStep
from storage.repositories.repository import SqlRepository
from storage.repositories.songs import song_of
from storage.statements import Statements

_WHOLE = {True: "whole", False: "open"}
"""What is kept of whether a side has no more holders than are known."""


class SqlRightsRepository(SqlRepository, RightsRepository):
    """`RightsRepository` in SQL. `new_id` makes ids larger than the one that it is given."""

    def __init__(self, sql: Statements, new_id: Callable[[int], int]) -> None:
        super().__init__(sql)
        self._new_id = new_id

    @override
    async def of_room(self, room_id: RoomId) -> Rights:
        return await _rights(self._sql.rights_of_room(room_id=room_id))

    @override
    async def of_songs(self, room_id: RoomId, song_ids: Iterable[SongId]) -> Rights:
        listed = "".join(f"{song_id:020}" for song_id in dict.fromkeys(song_ids))
        if not listed:
            return NOTHING_KNOWN
        return await _rights(self._sql.rights_of_songs(room_id=room_id, song_ids=listed))

    @override
    async def holder(self, room_id: RoomId, holder_id: HolderId) -> Holder | None:
        row = await self._sql.rights_holder(room_id=room_id, holder_id=holder_id)
        return None if row is None else _holder(row, song_of(row))

    @override
    async def awaited(self, room_id: RoomId) -> tuple[Holder, ...]:
        rows = self._sql.rights_awaited(room_id=room_id)
        return tuple([_holder(row, song_of(row)) async for row in rows])

    @override
    async def clearable(self, room_id: RoomId) -> tuple[Song, ...]:
        return tuple([song_of(row) async for row in self._sql.songs_with_rights(room_id=room_id)])

    @override
    async def rooms_overdue(self, now: int, most: int) -> tuple[RoomId, ...]:
        rows = self._sql.rooms_with_dates_passed(now=now, most=most)
        return tuple([RoomId(row["room_id"]) async for row in rows])

    @override
    async def bring_up(self, room_id: RoomId, now: int, message: int) -> bool:
        rows = self._sql.bring_up_dates(room_id=room_id, now=now, message=message)
        return bool([row async for row in rows])

    @override
    async def put_back(self, room_id: RoomId, message: int, now: int) -> None:
        await self._sql.put_back_dates(room_id=room_id, message=message, now=now)

    @override
    async def brought_up(self, room_id: RoomId, message: int) -> tuple[Holder, ...]:
        rows = self._sql.rights_reminded_in(room_id=room_id, message=message)
        return tuple([_holder(row, song_of(row)) async for row in rows])

    @override
    async def steps(self, room_id: RoomId, song_id: SongId) -> tuple[StoredStep, ...]:
        rows = self._sql.rights_steps_about(room_id=room_id, song_id=song_id)
        return tuple([_stored_step(row) async for row in rows])

    @override
    async def notes(self, room_id: RoomId) -> Mapping[int, str]:
        rows = self._sql.rights_notes_of_room(room_id=room_id)
        return {row["id"]: row["note"] async for row in rows}

    @override
    async def new_step(self, room_id: RoomId) -> int:
        return self._new_id(await self._sql.latest_rights_step(room_id=room_id) or 0)

    @override
    async def say(self, room_id: RoomId, step: StoredStep) -> None:
        await self._sql.add_rights_step(**_columns(room_id, step))

    @override
    async def add(self, room_id: RoomId, holder: Holder, step: StoredStep) -> None:
        await self._sql.add_rights_holder(
            id=holder.id,
            room_id=room_id,
            song_id=holder.song.id,
            side=holder.side.value,
            **_facts(holder),
            last_step=step.id,
            remind_at=_remind_at(step),
        )
        await self._sql.add_rights_step(**_columns(room_id, step))

    @override
    async def advance(self, room_id: RoomId, step: StoredStep, was: int) -> bool:
        moved = await self._sql.move_rights_holder(
            id=step.holder_id,
            room_id=room_id,
            last_step=step.id,
            was=was,
            remind_at=_remind_at(step),
        )
        if moved is not None:
            await self._sql.add_rights_step(**_columns(room_id, step))
        return moved is not None

    @override
    async def change(self, room_id: RoomId, holder: Holder) -> bool:
        changed = await self._sql.change_rights_holder(
            id=holder.id, room_id=room_id, **_facts(holder)
        )
        return changed is not None

    @override
    async def delete(self, room_id: RoomId, holder_id: HolderId) -> bool:
        await self._sql.delete_steps_of_holder(id=holder_id, room_id=room_id)
        return await self._sql.delete_rights_holder(id=holder_id, room_id=room_id) is not None


async def _rights(rows: AsyncIterator[Any]) -> Rights:
    """Return what is known from the rows of steps, in order.

    Of a holder, there are the latest about each episode, and about none.
    """
    songs: dict[int, Song] = {}
    steps: list[RightsStep] = []
    histories: dict[HolderId, list[Holder]] = {}
    wholes: dict[tuple[SongId, Side], Whole] = {}
    async for row in rows:
        song = songs.get(row["id"]) or songs.setdefault(row["id"], song_of(row))
        if row["holder_id"] is not None:
            holder = _holder(row, song)
            histories.setdefault(holder.id, []).append(holder)
        elif row["step_side"]:
            side = Side(row["step_side"])
            wholes[song.id, side] = Whole(song, side, row["status"] == _WHOLE[True])
        else:
            steps.append(_rights_step(row, song))
    holders = [_with_history(one) for _, one in sorted(histories.items())]
    return Rights(tuple(steps), tuple(holders), tuple(wholes.values()))


def _with_history(steps: list[Holder]) -> Holder:
    """Return a holder after the latest of some steps; of a single one there is nothing to tell."""
    return replace(steps[-1], history=tuple(steps)) if len(steps) > 1 else steps[-1]


def _remind_at(step: StoredStep) -> int | None:
    """Return the date to bring up if nobody answers by then; None for none."""
    return step.answer_by if step.status is Stage.ASKED else None


def _facts(holder: Holder) -> dict[str, object]:
    return {
        "name": holder.name,
        "contact": holder.contact,
        "share": holder.share,
        "most_favored": int(holder.most_favored),
    }


def _columns(room_id: RoomId, step: StoredStep) -> dict[str, object]:
    status = step.status
    return {
        "id": step.id,
        "room_id": room_id,
        "song_id": step.song_id,
        "side": "" if step.side is None else step.side.value,
        "holder_id": step.holder_id,
        "status": _WHOLE[status] if isinstance(status, bool) else status.value,
        "fee": None if step.fee is None else step.fee.minor,
        "currency": "" if step.fee is None else step.fee.currency,
        "answer_by": step.answer_by,
        "note": step.note,
        "episode_id": step.episode_id,
        "user_id": step.user_id,
        "at": step.at,
    }


def _holder(row: Any, song: Song) -> Holder:
    return Holder(
        id=HolderId(row["holder_id"]),
        song=song,
        side=Side(row["holder_side"]),
        name=row["name"],
        contact=row["contact"],
        share=row["share"],
        most_favored=bool(row["most_favored"]),
        stage=Stage(row["status"]),
        fee=_fee(row),
        answer_by=row["answer_by"],
        step=row["step_id"],
        at=row["at"],
        episode_id=_episode(row),
        number=row["episode_number"] or "",
    )


def _rights_step(row: Any, song: Song) -> RightsStep:
    return RightsStep(
        song=song,
        status=Clearance(row["status"]),
        episode_id=_episode(row),
        number=row["episode_number"] or "",
        at=row["at"],
        id=row["step_id"],
    )


def _stored_step(row: Any) -> StoredStep:
    holder_id = None if row["holder_id"] is None else HolderId(row["holder_id"])
    side = Side(row["side"]) if row["side"] else None
    status: Stage | Clearance | bool
    if holder_id is not None:
        status = Stage(row["status"])
    elif side is not None:
        status = row["status"] == _WHOLE[True]
    else:
        status = Clearance(row["status"])
    return StoredStep(
        id=row["id"],
        song_id=SongId(row["song_id"]),
        status=status,
        user_id=UserId(row["user_id"]),
        at=row["at"],
        episode_id=_episode(row),
        number=row["episode_number"] or "",
        holder_id=holder_id,
        side=side,
        fee=_fee(row),
        answer_by=row["answer_by"],
        note=row["note"],
    )


def _fee(row: Any) -> Money | None:
    return None if row["fee"] is None else Money(row["fee"], row["currency"])


def _episode(row: Any) -> EpisodeId | None:
    return None if row["episode_id"] is None else EpisodeId(row["episode_id"])
