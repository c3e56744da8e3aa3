"""Where imported songs come from: a playlist at Spotify, read page by page, or a stored file."""

from collections.abc import Sequence

from msgspec import Struct

from bot.domain.allowance import Payer
from bot.domain.bounds import require_below
from bot.domain.errors import InvalidInput, NotFound, SpotifyRefused
from bot.domain.imports import Import, Source, file_source
from bot.domain.model import Recording, Room
from bot.domain.song_files import SongFile
from bot.domain.typed_text import one_line
from bot.services.belonging import InRoom
from bot.services.ports.spotify import PlaylistPage, Spotify
from bot.services.ports.unit_of_work import Store

FILE_PAGE = 50
"""Songs of a file that one transaction adds: votes wait for it no longer than for others."""


class FileSongs(Struct, frozen=True):
    """A file that was read, to be imported.

    Attributes:
        name: What the file is called.
        fingerprint: The same for files that hold the same.
        file: What it holds.
    """

    name: str
    fingerprint: str
    file: SongFile

    @property
    def source(self) -> Source:
        """The file as the source of an import."""
        songs, left_out = len(self.file.songs), len(self.file.left_out)
        return file_source(self.name, self.fingerprint, songs, left_out)

    @property
    def pages(self) -> Sequence[Sequence[Recording]]:
        """Its songs in order, in pages."""
        songs = [one.recording for one in self.file.songs]
        return [songs[first : first + FILE_PAGE] for first in range(0, len(songs), FILE_PAGE)]


class ImportSources:
    """Finds and reads what is imported."""

    def __init__(self, store: Store, spotify: Spotify) -> None:
        self._store = store
        self._spotify = spotify

    async def playlist(self, room: Room, playlist_id: str, words: str) -> Source:
        """Return a playlist that the room's account can read.

        Raises:
            InvalidInput: It is not there (`import.dead`), may not be read (`import.closed`), is
                empty (`import.empty`), or the bot made it for another room (`import.others`).
            UpstreamError: Spotify cannot be asked about it.
        """
        await InRoom(self._store.read, room).playlist(playlist_id, "import.others", words)
        try:
            facts = await self._spotify.of(room.spotify_account).facts(playlist_id, Payer(room.id))
        except NotFound:
            raise InvalidInput("import.dead", words) from None
        except SpotifyRefused as refusal:
            if not refusal.closed:
                raise
            raise InvalidInput("import.closed", words) from refusal
        named: dict[str, object] = {"title": facts.name, "owner": facts.owner_name}
        if facts.total is None:
            raise InvalidInput("import.closed", words, named)
        if not facts.total:
            raise InvalidInput("import.empty", words, named)
        require_below("import", facts.total - 1, words)
        return Source(facts.id, one_line(facts.name), facts.total)

    async def page(self, current: Import) -> PlaylistPage:
        """Return the next page of an import.

        Raises:
            NotFound: There is no such playlist any more.
            UpstreamError: Spotify cannot be read now.
        """
        if current.from_file:
            songs = await self._store.read.imports.page(current.id, current.place)
            return PlaylistPage(current.total, songs)
        room = await self._store.read.rooms.get(current.room_id)
        account = self._spotify.of(room.spotify_account if room else None)
        return await account.page(current.playlist_id, current.place, Payer(current.room_id))
