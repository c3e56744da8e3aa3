"""The terms that a room asks for."""

from typing import Any

from msgspec.structs import asdict
from typing_extensions import override

from bot.domain.model import EpisodeId, RoomId, SongId
from bot.domain.rights import RoomTerms, Scope, Terms
from bot.services.ports.repositories.rights_terms import RightsTermsRepository
from storage.repositories.repository import SqlRepository

_NAMES = Terms.__struct_fields__


class SqlRightsTermsRepository(SqlRepository, RightsTermsRepository):
    """`RightsTermsRepository` in SQL."""

    @override
    async def of_episode(self, room_id: RoomId, episode_id: EpisodeId | None) -> RoomTerms:
        rows = self._sql.rights_terms(room_id=room_id, episode_id=episode_id or 0)
        return RoomTerms({_scope(row): _terms(row) async for row in rows})

    @override
    async def save(self, room_id: RoomId, new_id: int, scope: Scope, terms: Terms) -> None:
        episode_id, song_id, said = scope.episode_id, scope.song_id, asdict(terms)
        changed = await self._sql.change_rights_terms(
            room_id=room_id, episode_id=episode_id or 0, song_id=song_id or 0, **said
        )
        if changed is None:
            await self._sql.add_rights_terms(
                id=new_id, room_id=room_id, episode_id=episode_id, song_id=song_id, **said
            )


def _scope(row: Any) -> Scope:
    episode_id, song_id = row["episode_id"], row["song_id"]
    return Scope(
        None if episode_id is None else EpisodeId(episode_id),
        None if song_id is None else SongId(song_id),
    )


def _terms(row: Any) -> Terms:
    return Terms(**{name: row[name] for name in _NAMES})
