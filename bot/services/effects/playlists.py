"""Effects at Spotify: syncing, updating and importing playlists."""

from bot.domain.model import RoundId
from bot.services import Services
from bot.services.ports.repositories.outbox import Effect


class PlaylistEffects:
    """Passes effects about playlists to the services."""

    def __init__(self, services: Services) -> None:
        self._shared = services.playlists
        self._sync = services.playlist_sync
        self._imports = services.imports

    async def sync(self, effect: Effect) -> None:
        """Sync a room's shared playlist after a round."""
        await self._shared.sync(effect.room_id, RoundId(effect.subject_id))

    async def sync_listening(self, effect: Effect) -> None:
        """Sync the playlist of a shortlist or a character."""
        await self._sync.sync_listening(effect.room_id, effect.subject_id)

    async def update_details(self, effect: Effect) -> None:
        """Update a playlist's title, description and cover."""
        await self._sync.update_details(effect.room_id, effect.subject_id)

    async def import_songs(self, effect: Effect) -> None:
        """Import the next page of a playlist."""
        await self._imports.read_page(effect.subject_id, effect.id)
