"""Reading what is known of the rights to songs. Privy to those who clear them."""

from collections.abc import Mapping

from msgspec import Struct, field

from bot.domain.errors import NotFound
from bot.domain.model import Episode, EpisodeId, EpisodeState, Person, Room, Song, SongId
from bot.domain.permissions import require_rights_editor
from bot.domain.rights import Holder, HolderId, Rights, SongRights
from bot.services.belonging import InRoom
from bot.services.board_state import board_of, newest_episode, songs_of
from bot.services.ports.repositories.rights import StoredStep
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock


class RightsView(Struct, frozen=True):
    """All that is known of the rights to a song; `steps` are all of them, the earliest first.

    `numbers` are those of all the room's episodes. `added` is the holder who was just added.
    """

    room: Room
    song: Song
    rights: SongRights
    steps: tuple[StoredStep, ...]
    numbers: Mapping[EpisodeId, str] = field(default_factory=dict)
    added: Holder | None = None


class EpisodeRights(Struct, frozen=True):
    """The songs of an episode: those on the board, then the shortlist, then the others.

    `on_board` and `shortlisted` count the first of them. `beside` are those on the board that share
    a slot, with the other song in it. `others` are the episode that the room is at and the newest
    one with songs on its board, where these are not this one.
    """

    room: Room
    episode: Episode
    songs: tuple[Song, ...]
    rights: Rights
    on_board: int = 0
    shortlisted: int = 0
    beside: Mapping[SongId, Song] = field(default_factory=dict)
    others: tuple[Episode, ...] = ()


class RightsReading:
    """Read what is known of the rights to songs, for those who clear them alone."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def view(self, person: Person, room: Room, song_id: SongId) -> RightsView:
        """Return what is known of the rights to a song, over all episodes.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room knows no such song.
        """
        require_rights_editor(person, room)
        read = self._store.read
        return await _rights_of(read, room, await known_song(read, room, song_id))

    async def episode_with(self, person: Person, room: Room, song_id: SongId) -> Episode | None:
        """Return the episode that a song is to be cleared for; None if none has it.

        It is the current one if the song is on its longlist or board; else the newest unarchived
        one with the song on its board: a board is cleared after the room has gone on, mostly.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room knows no such song.
        """
        require_rights_editor(person, room)
        read = self._store.read
        await known_song(read, room, song_id)
        current = await read.episodes.current(room.id)
        if current is not None:
            listed = await read.proposals.findable(current.id)
            if any(one.song.id == song_id for one in listed):
                return current
        found = [one.episode for one in await read.episodes.summaries(room.id)]
        active = [one for one in found if one.state is not EpisodeState.ARCHIVED]
        for episode in sorted(active, key=lambda one: current is None or one.id != current.id):
            if any(one.id == song_id for one in await songs_of(read, episode.id)):
                return episode
        return None

    async def holder(
        self, person: Person, room: Room, holder_id: HolderId
    ) -> tuple[RightsView, Holder]:
        """Return a holder, with all that is known of the rights to their song.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room has no such holder.
        """
        require_rights_editor(person, room)
        found = await known_holder(self._store.read, room, holder_id)
        view = await _rights_of(self._store.read, room, found.song)
        # Among those of the song they come with what they cleared it for, unless just deleted.
        return view, next((one for one in view.rights.holders if one.id == holder_id), found)

    async def episode(self, person: Person, room: Room, episode: Episode) -> EpisodeRights:
        """Return what is known of the rights to an episode's songs.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room has no such episode.
        """
        require_rights_editor(person, room)
        read = self._store.read
        return await _rights_in(read, room, await InRoom(read, room).episode(episode.id))

    async def songs(self, person: Person, room: Room) -> tuple[Song, ...]:
        """Return the songs whose rights can be looked at, the newest first.

        Raises:
            NotAllowed: The person does not clear the room's songs.
        """
        require_rights_editor(person, room)
        return await self._store.read.rights.clearable(room.id)

    async def due(self, person: Person, room: Room) -> tuple[Holder, ...]:
        """Return the holders from whom an answer is awaited, those first who were asked first.

        Raises:
            NotAllowed: The person does not clear the room's songs.
        """
        require_rights_editor(person, room)
        return await self._store.read.rights.awaited(room.id)


async def known_song(unit: UnitOfWork, room: Room, song_id: SongId) -> Song:
    """Return a song that a room knows; fail with NotFound if it knows no such song."""
    song = await unit.proposals.known_song(room.id, song_id)
    if song is None:
        raise NotFound("song")
    return song


async def known_holder(unit: UnitOfWork, room: Room, holder_id: HolderId) -> Holder:
    """Return a holder as they stand now; fail with NotFound if the room has no such holder."""
    found = await unit.rights.holder(room.id, holder_id)
    if found is None:
        raise NotFound("holder")
    return found


async def _rights_of(read: UnitOfWork, room: Room, song: Song) -> RightsView:
    """Return all that a room knows of the rights to a song, over all episodes."""
    known = await read.rights.of_songs(room.id, [song.id])
    steps = [step for one in known.alike(song) for step in await read.rights.steps(room.id, one)]
    episodes = [one.episode for one in await read.episodes.summaries(room.id)]
    return RightsView(
        room,
        song,
        known.about(song),
        tuple(sorted(steps, key=lambda one: one.id)),
        {one.id: one.number for one in episodes},
    )


async def _rights_in(read: UnitOfWork, room: Room, episode: Episode) -> EpisodeRights:
    """Return what a room knows of the rights to an episode's songs."""
    longlist = await read.proposals.longlist(episode.id)
    board, beside = await _on_board(read, episode)
    short = {one.song.id: one.song for one in longlist if one.shortlisted}
    songs = tuple((board | short | {one.song.id: one.song for one in longlist}).values())
    known = await read.rights.of_songs(room.id, [song.id for song in songs])
    counts = (len(board), len(short.keys() - board.keys()))
    others = await _others(read, room, episode)
    return EpisodeRights(room, episode, songs, known, *counts, beside, others)


async def _on_board(
    read: UnitOfWork, episode: Episode
) -> tuple[dict[SongId, Song], dict[SongId, Song]]:
    """Return the songs on an episode's board, and for those that share a slot, the other one."""
    board = await board_of(read, episode)
    if board is None:
        return {}, {}
    order = {entry.song.id: entry.song for entry in board.entries}
    pairs = {song_id: board.beside(song_id) for song_id in order}
    return order, {song_id: one.song for song_id, one in pairs.items() if one is not None}


async def _others(read: UnitOfWork, room: Room, episode: Episode) -> tuple[Episode, ...]:
    """Return the episodes that are at hand in a room, without this one."""
    try:
        found = [await newest_episode(read, room), await read.episodes.current(room.id)]
    except NotFound:
        return ()
    others = {one.id: one for one in found if one is not None and one.id != episode.id}
    return tuple(others.values())
