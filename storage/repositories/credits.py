"""Credits: who wrote and published songs, on which label, and when."""

from collections.abc import Sequence
from typing import Any

from typing_extensions import override

from bot.domain.credits import Credit, CreditId, CreditKind, Credits, Found
from bot.domain.model import RoomId, SongId, UserId
from bot.services.ports.repositories.credits import CreditRepository
from storage.repositories.repository import SqlRepository
from storage.repositories.songs import song_of


class SqlCreditRepository(SqlRepository, CreditRepository):
    """`CreditRepository` in SQL."""

    @override
    async def of_room(self, room_id: RoomId) -> Credits:
        return Credits([_credit(row) async for row in self._sql.credits_of_room(room_id=room_id)])

    @override
    async def suggest(
        self,
        room_id: RoomId,
        song_id: SongId,
        source: str,
        found: Sequence[tuple[CreditId, Found]],
        at: int,
    ) -> None:
        of = {"room_id": room_id, "song_id": song_id, "source": source}
        await self._sql.drop_suggested_credits(**of)
        for credit_id, one in found:
            facts = {"kind": one.kind.value, "name": one.name, "link": one.link}
            await self._sql.suggest_credit(id=credit_id, **of, **facts, at=at)

    @override
    async def write(self, room_id: RoomId, credit: Credit, user_id: UserId, at: int) -> None:
        await self._sql.write_credit(
            id=credit.id,
            room_id=room_id,
            song_id=credit.song.id,
            kind=credit.kind.value,
            name=credit.name,
            share=credit.share,
            user_id=user_id,
            at=at,
        )

    @override
    async def confirm(self, room_id: RoomId, credit_id: CreditId, user_id: UserId, at: int) -> bool:
        who = {"user_id": user_id, "at": at}
        return await self._sql.confirm_credit(id=credit_id, room_id=room_id, **who) is not None

    @override
    async def withdraw(self, room_id: RoomId, credit_id: CreditId) -> bool:
        which = {"id": credit_id, "room_id": room_id}
        if await self._sql.delete_typed_credit(**which) is not None:
            return True
        return await self._sql.withdraw_credit(**which) is not None


def _credit(row: Any) -> Credit:
    return Credit(
        CreditId(row["credit_id"]),
        song_of(row),
        CreditKind(row["kind"]),
        row["name"],
        share=row["share"],
        source=row["source"],
        link=row["link"],
        confirmed=bool(row["confirmed"]),
    )
