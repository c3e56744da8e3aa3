"""The current boards: the songs an episode's last vote seated, with all later changes."""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from bot.domain.board import Board, Entry, Removed, arranged, songs_in_waiting
from bot.domain.cut import runners_up, seated
from bot.domain.errors import NotFound, StorageError
from bot.domain.model import (
    Episode,
    EpisodeId,
    EpisodeState,
    Proposal,
    Room,
    RoomId,
    Round,
    Song,
    SongId,
)
from bot.domain.rights import SongRights
from bot.domain.shared_slots import SharedSlot, standing
from bot.domain.structs import replace
from bot.services.ports.repositories.boards import StoredEntry
from bot.services.ports.unit_of_work import UnitOfWork


async def board_of(read: UnitOfWork, episode: Episode) -> Board | None:
    """Return an episode's board with the texts of its entries; None if there is none yet.

    A song has the character and the note of its proposal until they are changed on the board. Its
    clearance is what the room knows of its rights, whichever episode it was learned for.
    """
    round_ = await seating_round(read, episode.id)
    if round_ is None:
        return None
    stored = await read.boards.get(episode.id)
    now = await _standing(read, episode.id, round_)
    order = now.order
    fell = [one.fallen for one in now.shared if one.fallen is not None]
    songs = await _songs(read, round_, (*order, *fell))
    rights = await read.rights.of_songs(episode.room_id, order)
    entries = {entry.song_id: entry for entry in await read.boards.entries(episode.id)}
    proposed = {p.song.id: p for p in await read.proposals.longlist(episode.id)}
    waiting = songs_in_waiting(order, _ids(seated(round_)), _ids(runners_up(round_)), now.removed)
    return Board(
        episode_id=episode.id,
        round_id=round_.id,
        entries=tuple(
            _entry(
                songs[song_id],
                entries.get(song_id),
                proposed.get(song_id),
                now.added.get(song_id),
                rights.about(songs[song_id], episode.id),
            )
            for song_id in order
        ),
        runners_up=tuple(songs[song_id] for song_id in waiting),
        revision=stored.revision if stored else 0,
        locked=episode.state is not EpisodeState.ACTIVE,
        removed=tuple(Removed(songs[song_id], reason) for song_id, reason in now.removed.items()),
        shared=now.shared,
        fallen=tuple(songs[song_id] for song_id in fell),
    )


async def songs_of(read: UnitOfWork, episode_id: EpisodeId) -> tuple[Song, ...]:
    """Return the songs on an episode's board in story order; empty if there is no board yet."""
    round_ = await seating_round(read, episode_id)
    return () if round_ is None else await _songs_in_order(read, round_)


async def songs_on_boards(read: UnitOfWork, room_id: RoomId) -> tuple[Song, ...]:
    """Return the songs on all boards of a room, oldest episode first, each in story order."""
    songs: list[Song] = []
    for newest in await read.shown_rounds.outcomes(room_id):
        songs += await _songs_in_order(read, await _seating(read, newest))
    return tuple(songs)


async def _songs_in_order(read: UnitOfWork, round_: Round) -> tuple[Song, ...]:
    order = (await _standing(read, round_.episode_id, round_)).order
    songs = await _songs(read, round_, order)
    return tuple(songs[song_id] for song_id in order)


async def newest_episode(read: UnitOfWork, room: Room) -> Episode:
    """Return the newest unarchived episode with songs on its board.

    Without one, return the newest with a board, or else the current one.

    Raises:
        NotFound: The room has no episode.
    """
    summaries = await read.episodes.summaries(room.id)
    episodes = [one.episode for one in summaries if one.episode.state is not EpisodeState.ARCHIVED]
    if not episodes:
        raise NotFound("episode")
    empty: list[Episode] = []
    for one in episodes:
        round_ = await seating_round(read, one.id)
        if round_ is not None and seated(round_):
            return one
        empty += [one] if round_ is not None else []
    current = await read.episodes.current(room.id)
    return next(iter([*empty, *([current] if current else []), *episodes]))


async def seating_round(read: UnitOfWork, episode_id: EpisodeId) -> Round | None:
    """Return the round whose songs are on an episode's board.

    None if no round has closed, or its plan is not finished. A round that seated nothing leaves the
    board as it was: it is the newest one with songs that counts.
    """
    closed = await read.rounds.closed(episode_id)
    if not closed or await read.rounds.next_of(closed[0]) is not None:
        return None
    newest = await read.rounds.get(closed[0])
    return None if newest is None else await _seating(read, newest)


async def _seating(read: UnitOfWork, newest: Round) -> Round:
    if seated(newest):
        return newest
    for round_id in (await read.rounds.closed(newest.episode_id))[1:]:
        round_ = await read.rounds.get(round_id)
        cut = await read.rounds.next_of(round_id) is not None
        if round_ is not None and seated(round_) and not cut:
            return round_
    return newest


class _Standing(Struct, frozen=True):
    """Which songs are on a board, in order, and what the showrunner made of them.

    These are the reasons for songs added and removed by hand, and the slots that two songs share.
    """

    order: tuple[SongId, ...]
    added: Mapping[SongId, str] = field(default_factory=dict)
    removed: Mapping[SongId, str] = field(default_factory=dict)
    shared: tuple[SharedSlot, ...] = ()


async def _standing(read: UnitOfWork, episode_id: EpisodeId, round_: Round) -> _Standing:
    won = _ids(seated(round_))
    stored = await read.boards.get(episode_id)
    if stored is None:
        return _Standing(won)
    if stored.round_id != round_.id:
        # Another vote has decided anew: what was added and removed by hand was of the vote before.
        order = arranged(won, stored.songs)
        return _Standing(order, shared=standing(stored.shared, order))
    return _Standing(stored.songs, stored.added, stored.removed, stored.shared)


async def _songs(read: UnitOfWork, round_: Round, order: Sequence[SongId]) -> dict[SongId, Song]:
    """Return the songs of a round, and others on or off its board that came from outside it.

    Raises:
        StorageError: One of these others is not stored.
    """
    songs = {c.song.id: c.song for c in round_.candidates}
    for song_id in order:
        if song_id not in songs:
            song = await read.proposals.known_song(round_.room_id, song_id)
            if song is None:
                raise StorageError("board")
            songs[song_id] = song
    return songs


def _ids(songs: tuple[Song, ...]) -> tuple[SongId, ...]:
    return tuple(song.id for song in songs)


def _entry(
    song: Song,
    stored: StoredEntry | None,
    proposed: Proposal | None,
    added: str | None,
    rights: SongRights,
) -> Entry:
    bare = Entry(
        song,
        character_id=proposed.character_id if proposed else None,
        note=proposed.note if proposed else "",
        clearance=rights.clearance,
        added=added,
        cleared_for=rights.elsewhere,
    )
    if stored is None:
        return bare
    return replace(
        bare,
        beat=stored.beat,
        character_id=None if stored.for_nobody else stored.character_id or bare.character_id,
        note=stored.note or bare.note,
        lost_without=stored.lost_without,
    )
