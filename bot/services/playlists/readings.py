"""What playlists hold, read song by song: a look is good for some minutes."""

import asyncio
from collections.abc import Iterable, Mapping

from msgspec import Struct

from bot.domain.allowance import Payer
from bot.domain.errors import PlaylistGone
from bot.domain.model import AccountId, Recording, Room
from bot.services.ports.spotify import Spotify
from bot.services.ports.world import Clock

GOOD_FOR = 300
"""How long (seconds) a reading is good, however short the playlist."""
GOOD_FOR_PAGE = 600
"""How much longer (seconds) for each further call that it took: looks at a long playlist cost a few
calls an hour, however many there are."""
CALLS_FREE = 3
"""How many calls a reading takes that is good no longer than that."""
KEPT = 200
"""How many readings are kept in memory."""

Key = tuple[AccountId | None, str]
"""Who reads which playlist."""


class Reading(Struct, frozen=True):
    """What a playlist held at an instant (UTC seconds), and how many calls it took to see.

    `synced` says that a sync of this process left it so then.
    """

    places: tuple[Recording | None, ...]
    at: float
    calls: int
    synced: bool = False

    def knows(self, synced_at: int) -> bool:
        """Return whether it shows what a sync did, of which only the second is known."""
        return self.at >= synced_at + (not self.synced)

    def good(self, now: float) -> bool:
        """Return whether it still is."""
        more = max(0, self.calls - CALLS_FREE) * GOOD_FOR_PAGE
        return self.at <= now < self.at + GOOD_FOR + more


class Readings:
    """Reads playlists, and remembers what they held."""

    def __init__(self, clock: Clock, spotify: Spotify) -> None:
        self._clock = clock
        self._spotify = spotify
        self._read: dict[Key, Reading] = {}
        self._looks: dict[Key, asyncio.Task[Reading]] = {}

    async def of(self, room: Room, playlist_id: str, synced_at: int) -> Reading:
        """Return what a playlist of a room holds.

        A reading from before its last sync (UTC seconds) is no good: another process may have made
        that.

        Raises:
            NotFound, UpstreamError: It cannot be read now.
            PlaylistGone: It was deleted.
        """
        key = (room.spotify_account, playlist_id)
        known = self._read.get(key)
        if known is not None and known.knows(synced_at) and known.good(self._clock.now()):
            return known
        if (look := self._looks.get(key)) is not None:
            shared = await asyncio.shield(look)
            if shared.knows(synced_at):
                return shared
        return await asyncio.shield(self._looks.get(key) or self._begin(key, room, playlist_id))

    def synced(
        self,
        room: Room,
        playlist_id: str,
        present: Iterable[str],
        songs: Mapping[str, Recording],
    ) -> None:
        """Bring a reading up to date with what a sync has seen, if all of that is known.

        Args:
            room: The room.
            playlist_id: The playlist.
            present: The URIs that the sync found in it last.
            songs: The songs that the room wants, by URI.
        """
        key = (room.spotify_account, playlist_id)
        before = self._read.pop(key, None)
        if before is None:
            return
        known = {song.uri: song for song in before.places if song is not None} | dict(songs)
        places = [known.get(uri) for uri in present]
        if None not in places:
            now = self._clock.now()
            self._keep(key, Reading(tuple(places), now, before.calls, synced=True))

    def _begin(self, key: Key, room: Room, playlist_id: str) -> "asyncio.Task[Reading]":
        """Begin a look, which all share who want one meanwhile."""
        look = self._looks[key] = asyncio.create_task(self._look(room, playlist_id))

        def over(look: "asyncio.Task[Reading]") -> None:
            del self._looks[key]
            if not look.cancelled() and look.exception() is None:
                self._keep(key, look.result())

        look.add_done_callback(over)
        return look

    async def _look(self, room: Room, playlist_id: str) -> Reading:
        """Read all pages, for the room's share of the calls."""
        account, payer = self._spotify.of(room.spotify_account), Payer(room.id)
        places: list[Recording | None] = []
        # What changes while it is read may have been read before.
        calls, begun = 1, self._clock.now()
        while True:
            page = await account.page(playlist_id, len(places), payer)
            calls += 1
            places += page.recordings
            if not page.recordings or len(places) >= page.total:
                break
        # A deleted playlist can still be read.
        if not await account.has_playlist(playlist_id, payer):
            raise PlaylistGone(playlist_id)
        return Reading(tuple(places), begun, calls)

    def _keep(self, key: Key, reading: Reading) -> None:
        self._read.pop(key, None)
        self._read[key] = reading
        while len(self._read) > KEPT:
            del self._read[next(iter(self._read))]
