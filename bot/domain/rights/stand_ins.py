"""Who steps in for the songs on a board whose rights are denied."""

from bot.domain.board import Board, Clearance
from bot.domain.model import EpisodeId, Song, SongId
from bot.domain.rights.room_rights import Rights


def stand_ins(board: Board, rights: Rights) -> dict[SongId, Song | None]:
    """Return who steps in for each song on a board whose rights are denied, in story order.

    They are the first runners-up whose rights are not denied themselves, each for one song; None
    where no runner-up is left.
    """
    episode_id = board.episode_id
    free = (song for song in board.runners_up if not _denied(rights, song, episode_id))
    fallen = (entry.song for entry in board.entries if _denied(rights, entry.song, episode_id))
    return {song.id: next(free, None) for song in fallen}


def _denied(rights: Rights, song: Song, episode_id: EpisodeId) -> bool:
    return rights.about(song, episode_id).clearance is Clearance.DENIED
