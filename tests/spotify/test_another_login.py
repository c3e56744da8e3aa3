"""The host's token is renewed with another login: the bot goes on in that account."""

import pytest

from bot.demo.spotify.server import SimulatedSpotify
from bot.demo.spotify.state import Account
from bot.services.ports.repositories.spotify import PlaylistKind
from tests.services.conftest import House
from tests.spotify.test_effects import URIS, Life, current, life, presented, voted

__all__ = ["life"]


@pytest.mark.parametrize("hours", [0, 2])
async def test_what_is_in_the_account_before_is_left_there_and_made_anew(
    spotify: SimulatedSpotify, life: Life, hours: int
) -> None:
    async def before(house: House) -> None:
        await presented(house)
        await voted(house)

    await life.live(before)
    was = {one.id: one.uris for one in spotify.playlists}
    for playlist in spotify._state.playlists.values():
        playlist.owner = Account("the-login-before", "Before")
        spotify._state.library.pop(playlist.uri)

    async def after(house: House) -> None:
        house.clock.move(hours * 3600)
        episode = await current(house)
        await house.services.shortlists.present(house.boss, house.room, episode)
        await house.services.playlists.request_sync(house.boss, house.room, episode)
        await house.work_off()
        kept = [
            await house.store.read.playlists.get(kind, subject)
            for kind, subject in (
                (PlaylistKind.SHORTLIST, episode.id),
                (PlaylistKind.BOARD, house.room.id),
            )
        ]
        assert all(one is not None and one.playlist_id not in was for one in kept)
        assert (await house.services.rooms.status(house.room)).waiting == ()

    await life.live(after)
    assert {one.id: one.uris for one in spotify.playlists if one.id in was} == was
    assert len(spotify.playlists) == 2 * len(was)
    assert URIS in [one.uris for one in spotify.playlists if one.id not in was]
