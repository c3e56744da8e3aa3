"""The storage of characters."""

from collections.abc import Mapping
from typing import Protocol

from bot.domain.model import Character, CharacterId, Episode, Proposal, ProposalId, RoomId


class CharacterRepository(Protocol):
    """The characters of rooms, and the songs that are theirs."""

    async def get(self, character_id: CharacterId) -> Character | None:
        """Return a character."""
        ...

    async def named(self, room_id: RoomId, name: str) -> Character | None:
        """Return the room's character of that name, however it is written."""
        ...

    async def all(self, room_id: RoomId) -> tuple[Character, ...]:
        """Return a room's characters by name."""
        ...

    async def add(self, character: Character) -> bool:
        """Store a new character; False if the room has one of that name."""
        ...

    async def change(self, character: Character) -> bool:
        """Give a character another name, backstory or wish; False if the name is taken."""
        ...

    async def counts(self, room_id: RoomId) -> Mapping[CharacterId, int]:
        """Return how many songs each character of a room has; those with none are left out."""
        ...

    async def songs(self, character_id: CharacterId) -> tuple[tuple[Episode, Proposal], ...]:
        """Return the songs proposed for a character, without withdrawn ones, oldest first."""
        ...

    async def assign(self, proposal_id: ProposalId, character_id: CharacterId | None) -> None:
        """Say whose song a proposal is; None for nobody's."""
        ...
