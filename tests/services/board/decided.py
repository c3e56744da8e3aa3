"""An episode whose vote has closed, and what is on its board."""

from bot.domain.model import Episode, SongId
from bot.services.ports.read_models import BoardView
from tests.builders import person
from tests.services.conftest import House

WRITER = person(7)


async def decided(house: House, songs: int = 6, seats: int = 3) -> tuple[Episode, BoardView]:
    """Have a vote seat the first `seats` of so many songs, each by one vote more than the next."""
    episode, round_id = await house.opened(songs=songs, seats=seats)
    for place in range(1, songs + 1):
        for voter in range(songs + 1 - place):
            await house.vote(round_id, 1000 * place + voter, place)
    await house.close(episode)
    return episode, await house.services.boards.view(house.room, episode)


def order(view: BoardView) -> list[SongId]:
    return [one.song.id for one in view.board.entries]


def waiting(view: BoardView) -> list[SongId]:
    return [one.id for one in view.board.runners_up]
