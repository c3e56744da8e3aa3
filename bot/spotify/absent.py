"""What stands in where an installation has no Spotify."""

from collections.abc import Sequence

from bot.domain.errors import SpotifyNotConfigured
from bot.domain.model import Recording
from bot.services.ports import PlaylistFacts, PlaylistIntent, PlaylistPage, SyncReport


class NoSpotify:
    """Implements `Catalogue`, `Library`, `Playlists` and `SpotifyHealth`: there is none."""

    configured = False

    async def search(self, words: str) -> Sequence[Recording]:
        """Raise SpotifyNotConfigured."""
        del words
        raise SpotifyNotConfigured

    async def track(self, track_id: str) -> Recording:
        """Raise SpotifyNotConfigured."""
        del track_id
        raise SpotifyNotConfigured

    async def sync(self, intent: PlaylistIntent) -> SyncReport:
        """Raise SpotifyNotConfigured."""
        del intent
        raise SpotifyNotConfigured

    async def facts(self, playlist_id: str) -> PlaylistFacts:
        """Raise SpotifyNotConfigured."""
        del playlist_id
        raise SpotifyNotConfigured

    async def page(self, playlist_id: str, place: int) -> PlaylistPage:
        """Raise SpotifyNotConfigured."""
        del playlist_id, place
        raise SpotifyNotConfigured

    async def close(self) -> None:
        """Do nothing: nothing is open."""

    async def state(self) -> str:
        """Return `off`."""
        return "off"
