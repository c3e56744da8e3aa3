"""The storage of the terms that a room asks for."""

from typing import Protocol

from bot.domain.model import EpisodeId, RoomId
from bot.domain.rights import RoomTerms, Scope, Terms


class RightsTermsRepository(Protocol):
    """The terms of a room, its episodes, and the songs in them."""

    async def of_episode(self, room_id: RoomId, episode_id: EpisodeId | None) -> RoomTerms:
        """Return the terms of a room, of an episode, and of the songs in it; None for no episode.

        Those of other episodes are not there.
        """
        ...

    async def save(self, room_id: RoomId, new_id: int, scope: Scope, terms: Terms) -> None:
        """Store the terms of a scope, in place of those it has; `new_id` is for new ones."""
        ...
