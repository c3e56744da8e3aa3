"""Looking up the song that a writer types or pastes."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.domain import links, names
from bot.domain.allowance import Payer
from bot.domain.errors import InvalidInput, NotFound, RoomError, UpstreamError
from bot.domain.links import Link, LinkKind
from bot.domain.model import TITLE_MAX, Episode, Person, Recording, Room, Song, SongId, read_id
from bot.services.belonging import InRoom
from bot.services.ports.repositories.proposing import BeforeLookup
from bot.services.ports.spotify import Spotify, SpotifyAccess
from bot.services.ports.unit_of_work import Store
from bot.services.roster import require_writer_of

SONG_PREFIX = "song:"
SEARCH_PREFIX = "search:"
TRACK_URI = "spotify:track:"


class LookupResult(Struct, frozen=True):
    """The result of looking up a writer's words.

    Attributes:
        words: The words as the writer typed them.
        song: The song, if it is certain: from a link or a list. A recording is not stored yet.
        songs: Up to ten to choose from, best first; each has an id, so that a menu can name it.
        trouble: Why Spotify could not be asked; the song can still be entered by hand.
        elsewhere: A link to a song at another service; a person must say which song it is.
    """

    words: str
    song: Song | Recording | None = None
    songs: tuple[Song, ...] = ()
    trouble: RoomError | None = None
    elsewhere: Link | None = None


class SongLookup:
    """Find songs by their links, by words, and among those the room knows."""

    def __init__(self, store: Store, spotify: Spotify) -> None:
        self._store = store
        self._spotify = spotify

    def searchable(self, room: Room) -> bool:
        """Return whether songs can be searched for in a room."""
        return self._account(room).configured

    async def look_up(
        self, person: Person, room: Room, words: str, *, episode: Episode | None = None
    ) -> LookupResult:
        """Find what a writer means: a song's link, words to search, or a choice of autocomplete.

        Args:
            person: Who looks.
            room: In which room.
            words: What they typed.
            episode: What the song is for. One that can't be changed costs no search.

        Raises:
            NotAllowed: The person may not propose.
            EpisodeLocked, EpisodeArchived: No song can be proposed for that episode.
            NotFound: The room has no such episode, or does not know the chosen song.
            InvalidInput: The words are empty, a link to something else (`link.album`, …), or a link
                that leads nowhere (`link.dead`).
        """
        words = words.strip()
        link = links.parse(words.removeprefix(SEARCH_PREFIX).strip())
        before = await self._before(person, room, link, episode)
        if words.startswith(SONG_PREFIX):
            song_id = SongId(read_id(words.removeprefix(SONG_PREFIX)))
            return LookupResult(words, await self.get(room, song_id))
        words = words.removeprefix(SEARCH_PREFIX).strip()
        if not words:
            raise InvalidInput("song.empty")
        if link is None:
            return await self._search(person, room, words)
        if link.kind is LinkKind.OTHER and links.song_key(link):
            return LookupResult(words, elsewhere=link)
        if link.kind is not LinkKind.TRACK:
            raise InvalidInput(f"link.{link.kind}", words, {"service": link.service})
        if before.song is not None:
            return LookupResult(words, before.song)
        return await self._track(person, room, link.id, words)

    async def _before(
        self, person: Person, room: Room, link: Link | None, episode: Episode | None
    ) -> BeforeLookup:
        """Return what is there, for somebody who may propose a song for the episode."""
        read = self._store.read
        uri = TRACK_URI + link.id if link is not None and link.kind is LinkKind.TRACK else ""
        before = await read.proposing.before_lookup(
            room.id, person.user_id, episode.id if episode is not None else None, uri
        )
        require_writer_of(person, room, before.on_roster)
        if episode is not None:
            InRoom(read, room).own_active(before.episode)
        return before

    async def linked(self, track_ids: Sequence[str]) -> Mapping[str, Song]:
        """Return the stored songs of Spotify track ids, by id, without asking Spotify."""
        read = self._store.read
        stored = {one: await read.proposals.by_uri(TRACK_URI + one) for one in track_ids}
        return {track_id: song for track_id, song in stored.items() if song is not None}

    def by_hand(self, title: str, artist: str) -> Recording:
        """Return a recording with a title and an artist entered by hand.

        Raises:
            InvalidInput: One of them is empty, too long, or a link.
        """
        title, artist = names.tidy(title), names.tidy(artist)
        for name, text in (("title", title), ("artist", artist)):
            if not text:
                raise InvalidInput(f"{name}.empty")
            if "://" in text and links.parse(text) is not None:
                raise InvalidInput(f"{name}.link", text)
            if len(text) > TITLE_MAX:
                raise InvalidInput(f"{name}.too_long", text, {"limit": TITLE_MAX})
        return Recording(title, (artist,))

    async def known(self, room: Room, words: str, limit: int = 20) -> tuple[Song, ...]:
        """Return songs this room has proposed or found before, for autocomplete."""
        return await self._store.read.proposals.known(room.id, words, limit)

    async def titled(self, room: Room, beginning: str) -> tuple[Song, ...]:
        """Return songs this room knows, by the beginning of their title, however it is written."""
        if not any(letter.isalnum() for letter in beginning):
            beginning = ""  # a title of signs is compared by the signs, which may have been cut
        return await self._store.read.proposals.known_titled(room.id, beginning)

    async def get(self, room: Room, song_id: SongId) -> Song:
        """Return a song this room knows.

        Raises:
            NotFound: It knows no such song.
        """
        song = await self._store.read.proposals.known_song(room.id, song_id)
        if song is None:
            raise NotFound("song")
        return song

    async def _track(self, person: Person, room: Room, track_id: str, words: str) -> LookupResult:
        try:
            return LookupResult(
                words, await self._account(room).track(track_id, _payer(person, room))
            )
        except NotFound:
            raise InvalidInput("link.dead", words) from None
        except UpstreamError as trouble:
            return LookupResult(words, trouble=trouble)

    async def _search(self, person: Person, room: Room, words: str) -> LookupResult:
        try:
            recordings = await self._account(room).search(words, _payer(person, room))
        except UpstreamError as trouble:
            return LookupResult(words, trouble=trouble)
        # Stored, so that a menu can name each of them by an id; always in the same order, so that
        # rooms that find the same songs never wait for each other in a circle.
        async with self._store.transaction(room.id) as unit:
            songs = {
                one.uri: await unit.proposals.remember(room.id, one)
                for one in sorted(recordings, key=lambda one: one.uri)
            }
        return LookupResult(words, songs=tuple([songs[one.uri] for one in recordings]))

    def _account(self, room: Room) -> SpotifyAccess:
        return self._spotify.of(room.spotify_account)


def _payer(person: Person, room: Room) -> Payer:
    return Payer(room.id, person.user_id)
