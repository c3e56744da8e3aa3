"""The threads of votes, and what is said in them."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import asdict
from typing_extensions import override

from bot.domain.model import MessageId, RoomId, RoundId, SongId, UserId
from bot.domain.news import News, NewsKind
from bot.services.ports.repositories.threads import Recount, ThreadRepository
from storage.repositories.repository import SqlRepository
from storage.statements import Statements


class SqlThreadRepository(SqlRepository, ThreadRepository):
    """`ThreadRepository` in SQL."""

    def __init__(self, sql: Statements, new_id: Callable[[], int]) -> None:
        super().__init__(sql)
        self._new_id = new_id

    @override
    async def of_round(self, round_id: RoundId) -> MessageId | None:
        found = await self._sql.thread_of(round_id=round_id)
        return None if found is None else MessageId(found)

    @override
    async def opened(self, round_id: RoundId, thread_id: MessageId) -> None:
        await self._sql.thread_opened(round_id=round_id, thread_id=thread_id)

    @override
    async def left_behind(self, round_id: RoundId) -> None:
        await self._sql.thread_left_behind(round_id=round_id)

    @override
    async def add_news(self, round_id: RoundId, news: News) -> int:
        news_id = self._new_id()
        await self._sql.add_news(
            id=news_id,
            round_id=round_id,
            kind=news.kind.value,
            seconds=news.seconds,
            song_id=news.song_id,
            reason=news.reason,
        )
        return news_id

    @override
    async def news(self, news_id: int) -> tuple[RoundId, News] | None:
        row = await self._sql.news(id=news_id)
        if row is None:
            return None
        song_id = None if row["song_id"] is None else SongId(row["song_id"])
        news = News(NewsKind(row["kind"]), row["seconds"], song_id, row["reason"])
        return RoundId(row["round_id"]), news

    @override
    async def keep_recount(self, recount: Recount) -> int:
        recount_id = self._new_id()
        await self._sql.keep_recount(id=recount_id, **asdict(recount))
        return recount_id

    @override
    async def recount_by(self, round_id: RoundId, user_id: UserId) -> Recount | None:
        return _recount(await self._sql.recount_by(round_id=round_id, user_id=user_id))

    @override
    async def recount(self, recount_id: int) -> Recount | None:
        return _recount(await self._sql.recount(id=recount_id))


def _recount(row: Any) -> Recount | None:
    if row is None:
        return None
    return Recount(
        RoomId(row["room_id"]),
        RoundId(row["round_id"]),
        UserId(row["user_id"]),
        row["sha256"],
        row["at"],
    )
