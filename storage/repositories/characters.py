"""Characters, and the songs that are theirs."""

from collections.abc import Mapping
from typing import Any

from typing_extensions import override

from bot.domain import names
from bot.domain.folding import fold
from bot.domain.model import Character, CharacterId, Episode, Proposal, ProposalId, RoomId, UserId
from bot.services.ports.repositories.characters import CharacterRepository
from storage.repositories.proposals import SqlProposalRepository
from storage.repositories.repository import SqlRepository
from storage.repositories.rooms import SqlEpisodeRepository
from storage.statements import Statements


class SqlCharacterRepository(SqlRepository, CharacterRepository):
    """`CharacterRepository` in SQL."""

    def __init__(
        self, sql: Statements, proposals: SqlProposalRepository, episodes: SqlEpisodeRepository
    ) -> None:
        super().__init__(sql)
        self._proposals = proposals
        self._episodes = episodes

    @override
    async def get(self, character_id: CharacterId) -> Character | None:
        row = await self._sql.character(id=character_id)
        return None if row is None else _character(row)

    @override
    async def named(self, room_id: RoomId, name: str) -> Character | None:
        row = await self._sql.character_named(room_id=room_id, folded=folded_name(name))
        return None if row is None else _character(row)

    @override
    async def all(self, room_id: RoomId) -> tuple[Character, ...]:
        rows = self._sql.characters_of_room(room_id=room_id)
        return tuple([_character(row) async for row in rows])

    @override
    async def add(self, character: Character) -> bool:
        added = await self._sql.add_character(
            id=character.id,
            room_id=character.room_id,
            name=character.name,
            folded=folded_name(character.name),
            backstory=character.backstory,
            created_by=character.created_by,
            created_at=character.created_at,
        )
        return added is not None

    @override
    async def change(self, character: Character) -> bool:
        changed = await self._sql.change_character(
            id=character.id,
            room_id=character.room_id,
            name=character.name,
            folded=folded_name(character.name),
            backstory=character.backstory,
            wants_playlist=int(character.wants_playlist),
        )
        return changed is not None

    @override
    async def counts(self, room_id: RoomId) -> Mapping[CharacterId, int]:
        rows = self._sql.character_counts(room_id=room_id)
        return {CharacterId(row["id"]): row["songs"] async for row in rows}

    @override
    async def songs(self, character_id: CharacterId) -> tuple[tuple[Episode, Proposal], ...]:
        rows = self._sql.proposals_of_character(character_id=character_id)
        ids = [ProposalId(row["proposal_id"]) async for row in rows]
        songs: list[tuple[Episode, Proposal]] = []
        for proposal_id in ids:
            proposal = await self._proposals.get(proposal_id)
            episode = await self._episodes.get(proposal.episode_id) if proposal else None
            if proposal is not None and episode is not None:
                songs.append((episode, proposal))
        return tuple(songs)

    @override
    async def assign(self, proposal_id: ProposalId, character_id: CharacterId | None) -> None:
        await self._sql.assign_character(id=proposal_id, character_id=character_id)


def _character(row: Any) -> Character:
    return Character(
        id=CharacterId(row["id"]),
        room_id=RoomId(row["room_id"]),
        name=row["name"],
        backstory=row["backstory"],
        created_by=UserId(row["created_by"]),
        created_at=row["created_at"],
        wants_playlist=bool(row["wants_playlist"]),
    )


def folded_name(name: str) -> str:
    """Return a name as it is compared: like any name, and without accents and marks too."""
    return fold(names.fold(name)) or names.fold(name)
