"""The playlist calls of a sync: read, write, find and create playlists."""

import re

from bot.domain.errors import SpotifyRefused
from bot.spotify import answers
from bot.spotify.answers import Entry, OwnPlaylist
from bot.spotify.calls import Calls
from bot.spotify.plan import Kind, Write

PAGE = 50
_READS_MAX = 3
_TRACK = re.compile(r"spotify:track:([0-9A-Za-z]{22})")


class PlaylistCalls:
    """Reads and writes the playlists of one account.

    All methods raise SpotifyUnavailable, SpotifyRefused, RateLimited and NeedsReconnect.
    """

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    @property
    def calls_made(self) -> int:
        """The number of calls so far."""
        return self._calls.tally.calls

    async def entries(self, playlist_id: str) -> tuple[Entry, ...]:
        """Return what a playlist holds, in order.

        A long one is read in pages. If a person moves songs meanwhile, one may be missed; so if the
        pages do not fit together, all are read again.
        """
        before: tuple[Entry, ...] | None = None
        for _ in range(_READS_MAX):
            entries, fits = await self._read_all_pages(playlist_id)
            if fits or entries == before:
                return entries
            before = entries
        return entries

    async def write(self, playlist_id: str, write: Write) -> None:
        """Change a playlist, once: see `Calls.write`."""
        uris = write.uris
        match write.kind:
            case Kind.ADD:
                await self._calls.write(lambda api: api.add(playlist_id, uris))
            case Kind.REPLACE:
                await self._calls.write(lambda api: api.replace(playlist_id, uris))
            case Kind.REMOVE:
                await self._calls.write(lambda api: api.remove(playlist_id, uris))

    async def exists(self, playlist_id: str) -> bool:
        """Return whether a playlist is still in the account's library.

        Nothing else shows that: a deleted playlist can still be written to.
        """
        uri = f"spotify:playlist:{playlist_id}"
        answer = await self._calls.read(lambda api: api.library_has(uri))
        return answers.in_library(answer, "ask whether a playlist still stands")

    async def track_exists(self, uri: str) -> bool:
        """Return whether Spotify still has a track."""
        track = _TRACK.fullmatch(uri)
        if track is None:
            return False
        try:
            await self._calls.read(lambda api: api.track(track[1]))
        except SpotifyRefused as refusal:
            if refusal.status in {400, 404}:
                return False
            raise
        return True

    async def find_by_marker(self, marker: str) -> str:
        """Return the id of the own playlist with a marker in its description; empty if none.

        If it is public, it is made private, as in `create`.
        """
        # Match the whole word: room 1 must not use the playlist of room 12.
        mark = re.compile(rf"(?<![\w-]){re.escape(marker)}(?![\w-])")
        offset, total = 0, 1
        while offset < total:
            page = await self._own_playlists(offset)
            for playlist in map(answers.own_playlist, page.entries):
                if mark.search(playlist.description):
                    return await self._kept_private(playlist)
            offset, total = offset + PAGE, page.total
        return ""

    async def create(self, name: str, description: str) -> str:
        """Create a private playlist; return its id.

        Spotify may make one public even if asked for a private one. So it is made private before
        any song is in it: the songs of an unaired episode are confidential.
        """
        answer = await self._calls.write(lambda api: api.create(name, description))
        return await self._kept_private(answers.created(answer, "make a playlist"))

    async def _kept_private(self, playlist: OwnPlaylist) -> str:
        if playlist.public:
            await self._calls.write(lambda api: api.hide(playlist.id))
        return playlist.id

    async def _read_all_pages(self, playlist_id: str) -> tuple[tuple[Entry, ...], bool]:
        """Read all pages; return also whether they fit together."""
        pages: list[tuple[Entry, ...]] = []
        totals: list[int] = []
        while not totals or len(pages) * PAGE < totals[-1]:
            page = await self._page(playlist_id, len(pages) * PAGE)
            pages.append(tuple(map(answers.entry, page.entries)))
            totals.append(page.total)
        uris = [{entry.uri for entry in page if entry.uri} for page in pages]
        disjoint = len(set().union(*uris)) == sum(map(len, uris))
        return tuple(entry for page in pages for entry in page), disjoint and len(set(totals)) == 1

    async def _page(self, playlist_id: str, offset: int) -> answers.Page:
        answer = await self._calls.read(lambda api: api.items(playlist_id, offset))
        return answers.page(answer, "read a playlist")

    async def _own_playlists(self, offset: int) -> answers.Page:
        answer = await self._calls.read(lambda api: api.my_playlists(offset))
        return answers.page(answer, "list the playlists")
