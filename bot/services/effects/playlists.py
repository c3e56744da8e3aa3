"""Effects at Spotify: syncing, updating and importing playlists."""

from bot.services import Services
from bot.services.ports.repositories.outbox import Effect
from bot.services.ports.unit_of_work import Settle, nothing_follows


class PlaylistEffects:
    """Passes effects about playlists to the services."""

    def __init__(self, services: Services) -> None:
        self._shared = services.playlists
        self._sync = services.playlist_sync
        self._imports = services.imports

    async def sync(self, effect: Effect) -> Settle:
        """Sync a room's shared playlist after a round."""
        return await self._shared.sync(effect)

    async def sync_listening(self, effect: Effect) -> Settle:
        """Sync the playlist of a shortlist or a character."""
        return await self._sync.sync_listening(
            effect.room_id, effect.subject_id, stuck=effect.stuck
        )

    async def update_details(self, effect: Effect) -> Settle:
        """Update a playlist's title, description and cover."""
        return await self._sync.update_details(effect.room_id, effect.subject_id)

    async def import_songs(self, effect: Effect) -> Settle:
        """Import the next page of a playlist."""
        await self._imports.read_page(effect.subject_id, effect.id)
        return nothing_follows
