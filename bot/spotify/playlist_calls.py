"""The playlist calls of a sync: read, write, find and create playlists."""

import logging
import re
from dataclasses import replace

from bot.domain.errors import Cause, SpotifyRefused
from bot.services.ports.spotify import PlaylistFacts
from bot.spotify import answers
from bot.spotify.answers import Entry
from bot.spotify.calls import Calls
from bot.spotify.plan import Kind, Write

log = logging.getLogger(__name__)

PAGE = 50
_READS_MAX = 3
_HIDES_MAX = 2
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
        """Return whether a playlist still stands.

        A deleted playlist can still be read and written to: only the library shows that its owner
        deleted it. Of another account's playlist it only says whether this account saved it, so
        such a playlist stands as long as it can be read.
        """
        uri = f"spotify:playlist:{playlist_id}"
        answer = await self._calls.read(lambda api: api.library_has(uri))
        if answers.in_library(answer, "ask whether a playlist still stands"):
            return True
        try:
            facts, _ = await self.opened(playlist_id)
        except SpotifyRefused as refusal:
            if refusal.not_there:
                return False
            raise
        return facts.owner_id != await self.me()

    async def opened(self, playlist_id: str) -> tuple[PlaylistFacts, tuple[Entry, ...] | None]:
        """Return what a playlist is, and what it holds if one call says all; costs that call."""
        answer = await self._calls.read(lambda api: api.opened(playlist_id))
        return answers.opened(answer, "read a playlist")

    async def me(self) -> str:
        """Return the id of the account; asked once."""
        if not self._calls.owner.id:
            answer = await self._calls.read(lambda api: api.me())
            self._calls.owner.id = answers.person_id(answer, "ask whose account it is")
        return self._calls.owner.id

    async def keep_private(self, playlist_id: str, *, public: bool) -> None:
        """Make a playlist private, and look whether it is.

        Args:
            playlist_id: A playlist of the account's own.
            public: Whether it was seen to be public.

        Raises:
            SpotifyRefused: It stays public.
        """
        for _ in range(_HIDES_MAX):
            if not public:
                return
            log.warning("playlist %s is public: it is made private", playlist_id)
            await self._calls.write(lambda api: api.hide(playlist_id))
            public = (await self.opened(playlist_id))[0].public
        if public:
            log.error("playlist %s stays public: no songs are put into it", playlist_id)
            raise SpotifyRefused("keep a playlist private", 200, "", Cause.PUBLIC)

    async def explained(self, refusal: SpotifyRefused, playlist_id: str) -> SpotifyRefused:
        """Return a refusal with its cause, if that is whose the playlist is: Spotify may not say.

        Costs a call or two, if Spotify says no more than `403 Forbidden`.
        """
        if refusal.cause is not Cause.OTHER or refusal.status != 403 or not playlist_id:
            return refusal
        facts, _ = await self.opened(playlist_id)
        own = facts.owner_id == await self.me()
        return replace(refusal, cause=Cause.READING if own else Cause.OWNER)

    async def track_exists(self, uri: str) -> bool:
        """Return whether Spotify still has a track."""
        track = _TRACK.fullmatch(uri)
        if track is None:
            return False
        try:
            await self._calls.read(lambda api: api.track(track[1]))
        except SpotifyRefused as refusal:
            if refusal.not_there:
                return False
            raise
        return True

    async def find_by_marker(self, marker: str) -> str:
        """Return the id of the account's own playlist that was made with a marker; empty if none.

        Another account's playlist may carry it too, which this account then follows. If it is
        public, it is made private, as in `create`.
        """
        # Only where it was written: people may quote it, and room 1 is not room 12.
        mark = re.compile(rf"\[{re.escape(marker)}\]\s*$")
        offset, total = 0, 1
        while offset < total:
            page = await self._own_playlists(offset)
            if not page.entries:  # more are counted than shown
                break
            for playlist in map(answers.own_playlist, page.entries):
                if mark.search(playlist.description) and playlist.owner_id == await self.me():
                    await self.keep_private(playlist.id, public=playlist.public)
                    return playlist.id
            offset, total = offset + PAGE, page.total
        return ""

    async def create(self, name: str, description: str) -> str:
        """Create a private playlist; return its id.

        Spotify may make one public even if asked for a private one, and say otherwise. So it is
        looked at, and made private before any song is in it: the songs of an unaired episode are
        confidential.
        """
        answer = await self._calls.write(lambda api: api.create(name, description))
        made = answers.created(answer, "make a playlist")
        seen = made.public or (await self.opened(made.id))[0].public
        await self.keep_private(made.id, public=seen)
        return made.id

    async def _read_all_pages(self, playlist_id: str) -> tuple[tuple[Entry, ...], bool]:
        """Read all pages; return also whether they fit together.

        A page without entries is the last one, however many are said to follow.
        """
        pages: list[tuple[Entry, ...]] = []
        totals: list[int] = []
        while not pages or (pages[-1] and len(pages) * PAGE < totals[-1]):
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
