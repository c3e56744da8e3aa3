"""Boards: what an episode's last vote seated, as the showrunner has arranged and swapped it."""

from bot.domain.board import arranged
from bot.domain.model import EpisodeId, Round, Song, SongId
from bot.services.cuts import seated
from bot.services.store import Books


async def songs_of(read: Books, episode_id: EpisodeId) -> tuple[Song, ...]:
    """Return the songs on an episode's board in story order; none where there is no board yet."""
    round_ = await seating_round(read, episode_id)
    if round_ is None:
        return ()
    songs = {one.song.id: one.song for one in round_.candidates}
    return tuple(songs[song_id] for song_id in await _order(read, episode_id, round_))


async def seating_round(read: Books, episode_id: EpisodeId) -> Round | None:
    """Return the round whose songs are on an episode's board.

    None where no vote has closed, or the plan it belongs to goes on.
    """
    round_id = await read.rounds.latest(episode_id, closed=True)
    if round_id is None or await read.rounds.next_of(round_id) is not None:
        return None
    return await read.rounds.get(round_id)


async def _order(read: Books, episode_id: EpisodeId, round_: Round) -> tuple[SongId, ...]:
    won = tuple(song.id for song in seated(round_))
    kept = await read.boards.get(episode_id)
    if kept is None:
        return won
    return kept.songs if kept.round_id == round_.id else arranged(won, kept.songs)
