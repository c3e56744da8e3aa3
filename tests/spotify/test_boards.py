"""The shared playlist follows the board, from the button to the simulated Spotify."""

import pytest

from bot.demo.spotify.server import SimulatedSpotify
from tests.services.conftest import House
from tests.spotify.test_effects import SONGS, Life, current, life, presented, voted

__all__ = ["life"]

HUMAN = SONGS[7].uri


async def filled(house: House, linked: str) -> str:
    """Hold a vote and fill the room's playlist: the one it is linked with, or its own.

    Return the id of that playlist.
    """
    if linked:
        link = f"https://open.spotify.com/playlist/{linked}"
        await house.services.playlists.link(house.boss, house.room, link)
    await presented(house)
    await voted(house)
    await house.work_off()
    return linked or (await house.services.playlists.status(house.room)).playlist_id or ""


@pytest.mark.parametrize("linked", [False, True])
async def test_swaps_and_moves_arrive_and_people_keep_their_songs(
    life: Life, spotify: SimulatedSpotify, linked: bool
) -> None:
    playlist = spotify.create_playlist("Ours", [HUMAN]) if linked else ""

    async def during(house: House) -> None:
        name = await filled(house, playlist)
        before = [HUMAN] if linked else []

        def held() -> list[str]:
            return list(spotify.playlist(name).uris)

        at = (house.boss, house.room, await current(house))
        boards = house.services.boards
        view = await boards.view(house.room, at[2])
        first, second = (one.song for one in view.board.entries)
        third = view.board.runners_up[0]
        assert held() == [*before, first.recording.uri, second.recording.uri]
        # The order is the board's where the playlist is the bot's own; people's is only added to.
        await boards.step(*at, first.id, 1)
        await house.work_off()
        in_order = [second, first] if not linked else [first, second]
        assert held() == [*before, *(one.recording.uri for one in in_order)]
        await boards.swap(*at, first.id, third.id)
        await house.work_off()
        assert held() == [*before, second.recording.uri, third.recording.uri]
        # What the bot took out itself is no grave: it comes back when the song does.
        await boards.swap(*at, third.id, first.id)
        await house.work_off()
        assert held() == [*before, second.recording.uri, first.recording.uri]
        # What a human took out of a playlist that people keep stays out.
        spotify.human_removes(name, second.recording.uri)
        await boards.swap(*at, first.id, third.id)
        await house.work_off()
        kept = [third] if linked else [second, third]
        assert held() == [*before, *(one.recording.uri for one in kept)]

    await life.live(during)
