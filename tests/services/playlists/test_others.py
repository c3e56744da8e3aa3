"""What the bot keeps for one room is no other room's to read or to link."""

from collections.abc import Awaitable

import pytest

from bot.domain.errors import InvalidInput
from bot.domain.model import ChannelId, GuildId, Room
from bot.domain.structs import replace
from bot.services.ports.repositories.spotify import APPEND, PlaylistKind
from tests.builders import recording
from tests.services.conftest import House


async def another_room(house: House) -> Room:
    return await house.services.rooms.setup(
        house.boss, GuildId(5), ChannelId(11), title="Another show", timezone="UTC"
    )


async def shortlist_playlist(house: House) -> str:
    """Present a shortlist; return the id of its playlist."""
    episode, _ = await house.shortlisted(3)
    await house.services.shortlists.present(house.boss, house.room, episode)
    await house.work_off()
    stored = await house.store.read.playlists.get(PlaylistKind.SHORTLIST, episode.id)
    assert stored is not None
    house.library.playlists[stored.playlist_id] = [recording(n) for n in (1, 2, 3)]
    return stored.playlist_id


def uses(house: House, room: Room, words: str, number: str) -> dict[str, Awaitable[object]]:
    async def imported() -> object:
        episode = await house.services.episodes.create(house.boss, room, number)
        return await house.services.imports.begin(house.boss, room, episode, words)

    return {
        "import.others": imported(),
        "playlist.kept": house.services.playlists.link(house.boss, room, words),
    }


@pytest.mark.parametrize(
    "words",
    [
        "https://open.spotify.com/playlist/{id}?si=1",
        "spotify:playlist:{id}",
        "https://open.spotify.com/intl-de/playlist/{id}",
    ],
)
async def test_another_rooms_playlist_is_refused(house: House, words: str) -> None:
    playlist_id, room = await shortlist_playlist(house), await another_room(house)
    for error, use in uses(house, room, words.format(id=playlist_id), "201").items():
        with pytest.raises(InvalidInput) as told:
            await use
        assert told.value.what == error
    [summary] = await house.services.episodes.summaries(room)
    assert await house.services.proposals.longlist(room, summary.episode) == ()


async def test_a_rooms_own_playlist_and_one_that_people_edit_are_not(house: House) -> None:
    playlist_id, room = await shortlist_playlist(house), await another_room(house)
    words = f"https://open.spotify.com/playlist/{playlist_id}"
    own = uses(house, house.room, words, "201")
    await own["import.others"]
    with pytest.raises(InvalidInput, match=r"playlist\.kept"):
        await own["playlist.kept"]
    shared = "A" * 22
    house.library.playlists[shared] = [recording(9)]
    words = f"https://open.spotify.com/playlist/{shared}"
    await house.services.playlists.link(house.boss, house.room, words)
    stored = await house.store.read.playlists.get(PlaylistKind.BOARD, house.room.id)
    assert stored is not None
    assert replace(stored, mode=APPEND) == stored
    for use in uses(house, room, words, "202").values():
        await use
