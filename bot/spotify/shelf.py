"""The account's playlists, a verb a method; the calls that one sync makes are counted."""

import base64
import re

from bot.domain.errors import SpotifyRefused
from bot.spotify import answers
from bot.spotify.answers import Found
from bot.spotify.line import Line, Tally
from bot.spotify.plan import Kind, Write

PAGE = 50
_READINGS = 3
_TRACK = re.compile(r"spotify:track:([0-9A-Za-z]{22})")


class Shelf:
    """Reads and writes playlists over a line.

    All methods raise SpotifyUnavailable, SpotifyRefused, RateLimited and NeedsReconnect.
    """

    def __init__(self, line: Line) -> None:
        self._line = line
        self._tally = Tally()

    @property
    def calls(self) -> int:
        """How many calls were made."""
        return self._tally.calls

    async def found(self, playlist_id: str) -> tuple[Found, ...]:
        """Return what a playlist holds, in order.

        A long one is read in pages, and a person who moves songs meanwhile may carry one past the
        reader. Where the pages do not fit together it is read again.
        """
        before: tuple[Found, ...] | None = None
        for _ in range(_READINGS):
            reading, fits = await self._reading(playlist_id)
            if fits or reading == before:
                return reading
            before = reading
        return reading

    async def write(self, playlist_id: str, write: Write) -> None:
        """Change a playlist, once: see `Line.write`."""
        uris = write.uris
        match write.kind:
            case Kind.ADD:
                await self._line.write(lambda api: api.add(playlist_id, uris), self._tally)
            case Kind.REPLACE:
                await self._line.write(lambda api: api.replace(playlist_id, uris), self._tally)
            case Kind.REMOVE:
                await self._line.write(lambda api: api.remove(playlist_id, uris), self._tally)

    async def stands(self, playlist_id: str) -> bool:
        """Say whether a playlist is still in the account's library.

        Nothing else tells: a deleted playlist can still be written to.
        """
        uri = f"spotify:playlist:{playlist_id}"
        answer = await self._line.read(lambda api: api.library_has(uri), self._tally)
        return answers.kept(answer, "ask whether a playlist still stands")

    async def alive(self, uri: str) -> bool:
        """Say whether Spotify still has a track."""
        track = _TRACK.fullmatch(uri)
        if track is None:
            return False
        try:
            await self._line.read(lambda api: api.track(track[1]), self._tally)
        except SpotifyRefused as refusal:
            if refusal.status in {400, 404}:
                return False
            raise
        return True

    async def marked(self, marker: str) -> str:
        """Return the id of the account's playlist with a marker in its description, or nothing."""
        # Whole: room 1 must not take the playlist of room 12 for its own.
        mark = re.compile(rf"(?<![\w-]){re.escape(marker)}(?![\w-])")
        offset, total = 0, 1
        while offset < total:
            page = await self._my_playlists(offset)
            for listed in map(answers.listed, page.entries):
                if mark.search(listed.description):
                    return listed.id
            offset, total = offset + PAGE, page.total
        return ""

    async def rename(self, playlist_id: str, name: str, description: str) -> None:
        """Give a playlist another title and description."""
        await self._line.write(lambda api: api.rename(playlist_id, name, description), self._tally)

    async def upload_cover(self, playlist_id: str, picture: bytes) -> None:
        """Give a playlist another cover, a JPEG."""
        text = base64.b64encode(picture).decode()
        await self._line.write(lambda api: api.upload_cover(playlist_id, text), self._tally)

    async def make(self, name: str, description: str) -> str:
        """Make a private playlist; return its id."""
        answer = await self._line.write(lambda api: api.create(name, description), self._tally)
        return answers.made(answer, "make a playlist")

    async def _reading(self, playlist_id: str) -> tuple[tuple[Found, ...], bool]:
        """Read all pages; say also whether they fit together."""
        pages: list[tuple[Found, ...]] = []
        totals: list[int] = []
        while not totals or len(pages) * PAGE < totals[-1]:
            page = await self._items(playlist_id, len(pages) * PAGE)
            pages.append(tuple(map(answers.found, page.entries)))
            totals.append(page.total)
        uris = [{one.uri for one in page if one.uri} for page in pages]
        apart = len(set().union(*uris)) == sum(map(len, uris))
        return tuple(one for page in pages for one in page), apart and len(set(totals)) == 1

    async def _items(self, playlist_id: str, offset: int) -> answers.Page:
        answer = await self._line.read(lambda api: api.items(playlist_id, offset), self._tally)
        return answers.page(answer, "read a playlist")

    async def _my_playlists(self, offset: int) -> answers.Page:
        answer = await self._line.read(lambda api: api.my_playlists(offset), self._tally)
        return answers.page(answer, "list the playlists")
