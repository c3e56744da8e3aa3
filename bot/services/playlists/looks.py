"""How a room's playlists stand: what they should hold, and what they hold."""

from bot.domain.allowance import Limit
from bot.domain.errors import NotFound, RateLimited, SpotifyNotConfigured, UpstreamError
from bot.domain.model import Episode, Room
from bot.domain.structs import replace
from bot.services.belonging import InRoom
from bot.services.playlists import contents, sync
from bot.services.playlists.comparing import compare_with_spotify
from bot.services.playlists.readings import Reading, Readings
from bot.services.playlists.sync import playlist_url
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.repositories.spotify import PlaylistKind
from bot.services.ports.spotify import Spotify
from bot.services.ports.statuses import PlaylistStatus, ShortlistPlaylist
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Clock

FRESH = 60
"""How old (seconds) a reading may be without anybody being told."""


class PlaylistLooks:
    """Look into playlists; a look is good for some minutes."""

    def __init__(self, store: Store, clock: Clock, spotify_: Spotify, readings: Readings) -> None:
        self._store = store
        self._clock = clock
        self._spotify = spotify_
        self._readings = readings

    async def status(self, room: Room, episode: Episode | None = None) -> PlaylistStatus:
        """Compare what the playlist should hold with what it holds, or held some minutes ago.

        If Spotify cannot be asked, this is the state after the last sync. With an episode, the
        status includes the playlist of its shortlist.

        Raises:
            SpotifyNotConfigured: There is no account.
        """
        if not self._spotify.of(room.spotify_account).configured:
            raise SpotifyNotConfigured
        stored = await self._store.read.playlists.get(PlaylistKind.BOARD, room.id)
        songs = (await contents.of_board(self._store.read, room)).songs
        waiting = [
            one
            for one in await self._store.read.outbox.waiting(room.id)
            if one.what == EffectKind.SYNC_PLAYLIST
        ]
        shortlist = await self._shortlist(room, episode)
        if stored is None:
            known = await self._spotify.of(room.spotify_account).trouble()
            return PlaylistStatus(
                room, None, songs, waiting=tuple(waiting), shortlist=shortlist, trouble=known
            )
        try:
            reading = await self._readings.of(room, stored.playlist_id, stored.synced_at)
            trouble = None
        except (UpstreamError, NotFound) as fault:
            reading, trouble = Reading((), self._clock.now(), 0), fault
        view = compare_with_spotify(room, stored, songs, reading.places, tuple(waiting), trouble)
        public = await self._store.read.facts.get(sync.seen_public(stored.playlist_id))
        return replace(
            view,
            shortlist=shortlist,
            public=bool(public),
            read_at=int(reading.at) if self._clock.now() - reading.at >= FRESH else 0,
            searches_until=0 if trouble else await self._searches_until(room),
        )

    async def _shortlist(self, room: Room, episode: Episode | None) -> ShortlistPlaylist | None:
        if episode is None:
            return None
        episode = await InRoom(self._store.read, room).episode(episode.id)
        stored = await self._store.read.playlists.get(PlaylistKind.SHORTLIST, episode.id)
        if stored is None:
            return None
        wanted = (await contents.of_shortlist(self._store.read, room, episode)).songs
        held = set(stored.present)
        in_place = sum(song.uri in held for song in wanted)
        return ShortlistPlaylist(
            episode, playlist_url(stored), in_place, len(wanted), stored.synced_at
        )

    async def _searches_until(self, room: Room) -> int:
        """Return until when (UTC seconds) Spotify's quota is used up for searches alone."""
        match await self._spotify.of(room.spotify_account).trouble():
            case RateLimited(until=until, why=Limit.LOOKUPS):
                return int(until)
        return 0
