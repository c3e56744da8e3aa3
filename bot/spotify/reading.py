"""Reading the playlists of people: what they are, and what they hold, a page at a time."""

import re

from bot.domain.errors import NotFound, SpotifyRefused, SpotifyUnavailable
from bot.domain.model import Recording
from bot.services.ports.world import PlaylistFacts, PlaylistPage
from bot.spotify import answers
from bot.spotify.gate import RESERVE
from bot.spotify.line import Line, Request

_ID = re.compile(r"[0-9A-Za-z]{22}")
_TRACK = re.compile(r"spotify:track:[0-9A-Za-z]{22}")
_NO_SUCH_PLAYLIST = (400, 404)


class PlaylistReader:
    """Implements the port `Library` over a line.

    Each method is one call to the Web API. The last calls of a day are left to syncs.
    """

    def __init__(self, line: Line) -> None:
        self._line = line

    async def facts(self, playlist_id: str) -> PlaylistFacts:
        """Return what a playlist is, by its 22-character id."""
        answer = await self._read(playlist_id, lambda api: api.playlist(playlist_id))
        facts = answers.playlist(answer)
        if facts is None:
            raise SpotifyUnavailable("look up a playlist")
        return facts

    async def page(self, playlist_id: str, place: int) -> PlaylistPage:
        """Return up to 50 places of a playlist, from one on that is counted from 0."""
        answer = await self._read(playlist_id, lambda api: api.songs(playlist_id, place))
        page = answers.page(answer, "read a playlist")
        return PlaylistPage(page.total, tuple(map(_song, page.entries)))

    async def _read(self, playlist_id: str, request: Request) -> object:
        if not _ID.fullmatch(playlist_id):
            raise NotFound("playlist", playlist_id)
        try:
            return await self._line.read(request, spare=RESERVE)
        except SpotifyRefused as refusal:
            if refusal.status in _NO_SUCH_PLAYLIST:
                raise NotFound("playlist", playlist_id) from refusal
            raise


def _song(entry: object) -> Recording | None:
    """Read a place; None where it holds no song that Spotify has."""
    item = entry.get("item") if isinstance(entry, dict) else None
    recording = answers.recording(item)
    return recording if recording and _TRACK.fullmatch(recording.uri) else None
