"""Which letters were drafted together."""

from typing_extensions import override

from bot.domain.model import EpisodeId, RoomId
from bot.domain.rights import HolderId, LettersId
from bot.services.ports.repositories.rights_letters import RightsLettersRepository, StoredLetters
from storage.repositories.repository import SqlRepository


class SqlRightsLettersRepository(SqlRepository, RightsLettersRepository):
    """`RightsLettersRepository` in SQL."""

    @override
    async def get(self, room_id: RoomId, letters_id: LettersId) -> StoredLetters | None:
        row = await self._sql.rights_letters(id=letters_id, room_id=room_id)
        if row is None:
            return None
        pairs = (pair.split(":") for pair in row["addressed"].split())
        return StoredLetters(
            LettersId(row["id"]),
            EpisodeId(row["episode_id"]),
            tuple((HolderId(int(holder)), int(step)) for holder, step in pairs),
            row["answer_by"],
            row["sent_at"],
        )

    @override
    async def add(self, room_id: RoomId, letters: StoredLetters, keep: int) -> None:
        await self._sql.add_rights_letters(
            id=letters.id,
            room_id=room_id,
            episode_id=letters.episode_id,
            addressed=" ".join(f"{holder}:{step}" for holder, step in letters.addressed),
            answer_by=letters.answer_by,
        )
        await self._sql.forget_older_rights_letters(room_id=room_id, most=keep)

    @override
    async def mark_sent(self, room_id: RoomId, letters_id: LettersId, at: int) -> None:
        await self._sql.mark_rights_letters_sent(id=letters_id, room_id=room_id, sent_at=at)
