"""Characters, and the songs that are theirs."""

from collections.abc import Mapping
from typing import Any

from bot.domain.model import Character, CharacterId, Episode, Proposal, ProposalId, RoomId, UserId
from bot.domain.versions import fold
from storage.queries import queries
from storage.repositories.proposals import SqlProposalRepository
from storage.repositories.rooms import SqlEpisodeRepository


class SqlCharacterRepository:
    """Implements `CharacterRepository`."""

    def __init__(
        self, connection: Any, proposals: SqlProposalRepository, episodes: SqlEpisodeRepository
    ) -> None:
        self._connection = connection
        self._proposals = proposals
        self._episodes = episodes

    async def get(self, character_id: CharacterId) -> Character | None:
        """Return a character."""
        row = await queries.character(self._connection, id=character_id)
        return None if row is None else _character(row)

    async def named(self, room_id: RoomId, name: str) -> Character | None:
        """Return the room's character of that name, however it is written."""
        row = await queries.character_named(self._connection, room_id=room_id, folded=fold(name))
        return None if row is None else _character(row)

    async def all(self, room_id: RoomId) -> tuple[Character, ...]:
        """Return a room's characters by name."""
        rows = queries.characters_of_room(self._connection, room_id=room_id)
        return tuple([_character(row) async for row in rows])

    async def add(self, character: Character) -> bool:
        """Keep a new character; False where the room has one of that name."""
        added = await queries.add_character(
            self._connection,
            id=character.id,
            room_id=character.room_id,
            name=character.name,
            folded=fold(character.name),
            backstory=character.backstory,
            created_by=character.created_by,
            created_at=character.created_at,
        )
        return added is not None

    async def change(self, character: Character) -> bool:
        """Give a character another name, backstory or wish; False where the name is taken."""
        changed = await queries.change_character(
            self._connection,
            id=character.id,
            room_id=character.room_id,
            name=character.name,
            folded=fold(character.name),
            backstory=character.backstory,
            wants_playlist=int(character.wants_playlist),
        )
        return changed is not None

    async def counts(self, room_id: RoomId) -> Mapping[CharacterId, int]:
        """Return how many songs each character of a room has; those with none are left out."""
        rows = queries.character_counts(self._connection, room_id=room_id)
        return {CharacterId(row["id"]): row["songs"] async for row in rows}

    async def songs(self, character_id: CharacterId) -> tuple[tuple[Episode, Proposal], ...]:
        """Return the songs proposed for a character, without withdrawn ones, oldest first."""
        rows = queries.proposals_of_character(self._connection, character_id=character_id)
        ids = [ProposalId(row["proposal_id"]) async for row in rows]
        found: list[tuple[Episode, Proposal]] = []
        for proposal_id in ids:
            proposal = await self._proposals.get(proposal_id)
            episode = await self._episodes.get(proposal.episode_id) if proposal else None
            if proposal is not None and episode is not None:
                found.append((episode, proposal))
        return tuple(found)

    async def assign(self, proposal_id: ProposalId, character_id: CharacterId | None) -> None:
        """Say whose song a proposal is; None for nobody's."""
        await queries.assign_character(self._connection, id=proposal_id, character_id=character_id)


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
