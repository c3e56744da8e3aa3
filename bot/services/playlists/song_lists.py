"""The songs of a room as lists to take elsewhere; Spotify is not asked."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from bot.domain.errors import InvalidInput
from bot.domain.model import Episode, Recording, Room
from bot.services.belonging import InRoom
from bot.services.board_state import songs_of
from bot.services.playlists.contents import of_board, of_shortlist
from bot.services.ports.unit_of_work import Store


class SongList(StrEnum):
    """Which songs."""

    LONGLIST = "longlist"
    SHORTLIST = "shortlist"
    BOARD = "board"
    SEASON = "season"
    """The boards of all episodes, oldest first: what the shared playlist holds."""


class ListedSongs(Struct, frozen=True):
    """The songs of a list, in its order; `title` is what a playlist of them is called."""

    what: SongList
    title: str
    songs: tuple[Recording, ...]


class SongLists:
    """Gives out the songs of a room."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def songs(self, room: Room, episode: Episode | None, what: SongList) -> ListedSongs:
        """Return the songs of a list.

        Args:
            room: The room.
            episode: The episode; not needed for the season.
            what: Which songs.

        Raises:
            NotFound: The room has no such episode.
            InvalidInput: There are none (`export.longlist`, …), with the episode's number.
        """
        if episode is not None:
            episode = await InRoom(self._store.read, room).episode(episode.id)
        title, songs = await self._found(room, episode, what)
        if not songs:
            raise InvalidInput(f"export.{what}", episode.number if episode else "")
        return ListedSongs(what, title, tuple(songs))

    async def _found(
        self, room: Room, episode: Episode | None, what: SongList
    ) -> tuple[str, Sequence[Recording]]:
        read = self._store.read
        if episode is None or what is SongList.SEASON:
            season = await of_board(read, room)
            return season.name, season.songs
        if what is SongList.SHORTLIST:
            shortlist = await of_shortlist(read, room, episode)
            return shortlist.name, shortlist.songs
        if what is SongList.BOARD:
            board = await songs_of(read, episode.id)
            return f"{room.title} {episode.number}: the board", [one.recording for one in board]
        longlist = await read.proposals.longlist(episode.id)
        title = f"{room.title} {episode.number}: the longlist"
        return title, [one.song.recording for one in longlist]
