"""The current boards: the songs an episode's last vote seated, with later moves and swaps."""

from bot.domain.board import Board, Entry, arranged, songs_in_waiting
from bot.domain.cut import runners_up, seated
from bot.domain.model import Episode, EpisodeId, EpisodeState, Proposal, Round, Song, SongId
from bot.services.ports.repositories.boards import StoredEntry
from bot.services.ports.unit_of_work import UnitOfWork


async def board_of(read: UnitOfWork, episode: Episode) -> Board | None:
    """Return an episode's board with the texts of its entries; None if there is none yet.

    A song has the character and the note of its proposal until they are changed on the board.
    """
    round_ = await seating_round(read, episode.id)
    if round_ is None:
        return None
    stored = await read.boards.get(episode.id)
    order = await _order(read, episode.id, round_)
    entries = {entry.song_id: entry for entry in await read.boards.entries(episode.id)}
    proposed = {p.song.id: p for p in await read.proposals.longlist(episode.id)}
    songs = _songs(round_)
    waiting = songs_in_waiting(order, _ids(seated(round_)), _ids(runners_up(round_)))
    return Board(
        episode_id=episode.id,
        round_id=round_.id,
        slots=tuple(
            _entry(songs[song_id], entries.get(song_id), proposed.get(song_id)) for song_id in order
        ),
        runners_up=tuple(songs[song_id] for song_id in waiting),
        revision=stored.revision if stored else 0,
        locked=episode.state is not EpisodeState.ACTIVE,
    )


async def songs_of(read: UnitOfWork, episode_id: EpisodeId) -> tuple[Song, ...]:
    """Return the songs on an episode's board in story order; empty if there is no board yet."""
    round_ = await seating_round(read, episode_id)
    if round_ is None:
        return ()
    songs = _songs(round_)
    return tuple(songs[song_id] for song_id in await _order(read, episode_id, round_))


async def seating_round(read: UnitOfWork, episode_id: EpisodeId) -> Round | None:
    """Return the round whose songs are on an episode's board.

    None if no round has closed, or its plan is not finished. A round that seated nothing leaves the
    board as it was: it is the newest one with songs that counts.
    """
    closed = await read.rounds.closed(episode_id)
    if not closed or await read.rounds.next_of(closed[0]) is not None:
        return None
    newest = await read.rounds.get(closed[0])
    if newest is None or seated(newest):
        return newest
    for round_id in closed[1:]:
        round_ = await read.rounds.get(round_id)
        cut = await read.rounds.next_of(round_id) is not None
        if round_ is not None and seated(round_) and not cut:
            return round_
    return newest


async def _order(read: UnitOfWork, episode_id: EpisodeId, round_: Round) -> tuple[SongId, ...]:
    won = _ids(seated(round_))
    stored = await read.boards.get(episode_id)
    if stored is None:
        return won
    return stored.songs if stored.round_id == round_.id else arranged(won, stored.songs)


def _songs(round_: Round) -> dict[SongId, Song]:
    return {c.song.id: c.song for c in round_.candidates}


def _ids(songs: tuple[Song, ...]) -> tuple[SongId, ...]:
    return tuple(song.id for song in songs)


def _entry(song: Song, stored: StoredEntry | None, proposed: Proposal | None) -> Entry:
    character_id = proposed.character_id if proposed else None
    note = proposed.note if proposed else ""
    if stored is None:
        return Entry(song, character_id=character_id, note=note)
    return Entry(
        song=song,
        beat=stored.beat,
        character_id=None if stored.for_nobody else stored.character_id or character_id,
        note=stored.note or note,
        lost_without=stored.lost_without,
        clearance=stored.clearance,
    )
