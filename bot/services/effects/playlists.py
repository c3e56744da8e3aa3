"""What is done at Spotify: playlists brought in line, dressed and read."""

from bot.domain.model import RoundId
from bot.services import Services
from bot.services.ports.repositories.outbox import Effect


class PlaylistEffects:
    """Hands what was promised of playlists to the services that do it."""

    def __init__(self, services: Services) -> None:
        self._shared = services.playlists
        self._sync = services.playlist_sync
        self._imports = services.imports

    async def sync(self, effect: Effect) -> None:
        """Bring a room's shared playlist in line after a round."""
        await self._shared.sync(effect.room_id, RoundId(effect.subject_id))

    async def sync_listening(self, effect: Effect) -> None:
        """Bring a playlist to listen to in line."""
        await self._sync.sync_listening(effect.room_id, effect.subject_id)

    async def update_details(self, effect: Effect) -> None:
        """Give a playlist its title and its cover."""
        await self._sync.update_details(effect.room_id, effect.subject_id)

    async def import_songs(self, effect: Effect) -> None:
        """Read the next page of a playlist onto a longlist."""
        await self._imports.read_page(effect.subject_id, effect.id)
