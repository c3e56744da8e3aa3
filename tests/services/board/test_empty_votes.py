"""A vote that seats nothing leaves the board, and which board is meant, as they were."""

from bot.domain.model import Episode
from tests.services.board.decided import decided, order
from tests.services.conftest import House


async def vote_of_nobody(house: House, episode: Episode) -> None:
    await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )
    await house.close(episode)
    await house.outbox.idle()


async def test_an_empty_vote_leaves_the_board_and_the_playlist_as_they_were(house: House) -> None:
    episode, before = await decided(house)
    await house.outbox.idle()
    held = house.playlists.boards[-1].wanted
    assert len(held) == 3
    await vote_of_nobody(house, episode)
    after = await house.services.boards.view(house.room, episode)
    assert order(after) == order(before)
    assert house.playlists.boards[-1].wanted == held
    first, *_ = order(after)
    moved = await house.services.boards.place(house.boss, house.room, episode, first, 2)
    assert order(moved)[1] == first


async def test_the_newest_board_with_songs_is_meant(house: House) -> None:
    episode, _ = await decided(house)
    newer = await house.services.episodes.create(house.boss, house.room, "105")
    proposals = await house.proposed(newer, 3)
    await house.services.shortlists.toggle(
        house.boss, house.room, newer, on=[p.id for p in proposals]
    )
    await vote_of_nobody(house, newer)
    assert (await house.services.boards.newest_episode(house.room)).id == episode.id


async def test_an_empty_board_is_meant_where_there_is_no_other(house: House) -> None:
    episode, _ = await house.opened()
    await house.close(episode)
    await house.services.episodes.create(house.boss, house.room, "105")
    assert (await house.services.boards.newest_episode(house.room)).id == episode.id
