"""Playlists to listen to: a shortlist's, a character's; their title, description and cover."""

import pytest

from bot.domain.errors import NeedsReconnect, PlaylistGone, SpotifyRefused, SpotifyUnavailable
from bot.domain.model import Character, CharacterId, Episode
from bot.domain.structs import replace
from bot.services.playlists import contents, sync
from bot.services.ports.repositories.spotify import PlaylistKind, StoredPlaylist
from bot.services.ports.spotify import PlaylistIntent
from tests.builders import person, recording
from tests.fakes import jpeg
from tests.services.conftest import House

MADE = "p" * 22


def to_listen(house: House) -> list[PlaylistIntent]:
    return [one for one in house.playlists.intents if one not in house.playlists.boards]


async def presented(house: House, count: int = 3) -> Episode:
    episode, _ = await house.shortlisted(count)
    await house.services.shortlists.present(house.boss, house.room, episode)
    await house.work_off()
    return episode


async def kept(house: House, episode: Episode) -> StoredPlaylist | None:
    return await house.store.read.playlists.get(PlaylistKind.SHORTLIST, episode.id)


async def test_presenting_a_shortlist_makes_what_it_is_listened_to_in(house: House) -> None:
    episode = await presented(house)
    intent = to_listen(house)[-1]
    assert intent.wanted == tuple(recording(n).uri for n in (1, 2, 3))
    assert (intent.playlist_id, intent.mode) == ("", "mirror")
    assert intent.marker in intent.description
    url = await sync.listen_url(house.store.read, episode.id)
    assert url == f"https://open.spotify.com/playlist/{MADE}"


async def test_it_is_dressed_once_and_again_only_when_it_is_called_something_else(
    house: House,
) -> None:
    episode = await presented(house)
    assert house.playlists.covers == {MADE: jpeg("Shortlist 104")}
    assert house.playlists.names == {}, "it was made with its title"
    house.playlists.covers.clear()
    house.playlists.names.clear()
    await house.services.shortlists.present(house.boss, house.room, episode)
    await house.work_off()
    assert (house.playlists.covers, house.playlists.names) == ({}, {})
    await house.rows("UPDATE episodes SET number = '105'")
    await house.services.shortlists.present(house.boss, house.room, episode)
    await house.work_off()
    assert house.playlists.covers == {MADE: jpeg("Shortlist 105")}
    assert house.playlists.names[MADE][0] == "Soundtrack 105: the shortlist"


async def test_a_cover_that_is_refused_keeps_nothing_back(house: House) -> None:
    house.playlists.dressing = SpotifyRefused("upload", 403, "")
    episode = await presented(house)
    assert await kept(house, episode) is not None
    assert not (await house.services.rooms.status(house.room)).waiting
    house.playlists.dressing = None
    await house.services.shortlists.present(house.boss, house.room, episode)
    await house.work_off()
    assert house.playlists.covers == {}, "nor is it tried for ever"


async def test_a_cover_that_cannot_be_brought_now_comes_later(house: House) -> None:
    house.playlists.dressing = SpotifyUnavailable("upload")
    episode = await presented(house)
    assert await sync.listen_url(house.store.read, episode.id), "listening does not wait for it"
    house.playlists.dressing = None
    house.clock.move(10)
    await house.work_off()
    assert house.playlists.covers == {MADE: jpeg("Shortlist 104")}


async def test_of_a_planned_vote_one_listens_to_what_is_voted_on(house: House) -> None:
    episode, _ = await house.opened(songs=4)
    await house.work_off()
    assert len(to_listen(house)[-1].wanted) == 4
    first = (await house.services.shortlists.view(house.room, episode)).longlist[0]
    await house.services.shortlists.toggle(house.boss, house.room, episode, off=[first.id])
    await house.services.playlists.request_sync(house.boss, house.room, episode)
    await house.work_off()
    assert len(to_listen(house)[-1].wanted) == 4, "the ballot is frozen"


async def test_the_board_never_waits_for_a_playlist_to_listen_to(house: House) -> None:
    house.playlists.refused = "shortlist"
    episode, round_id = await house.opened()
    await house.vote(round_id, 1, 2)
    await house.close(episode)
    await house.work_off()
    results = await house.services.results.results(house.room, episode)
    assert results.playlist_state == "synced"
    (waiting,) = (await house.services.rooms.status(house.room)).waiting
    assert waiting.what == "playlist.keep"


async def test_one_that_was_deleted_is_made_anew_only_for_who_presents_again(house: House) -> None:
    episode = await presented(house)
    before = len(to_listen(house))
    house.playlists.trouble = PlaylistGone(MADE)
    await house.services.playlists.request_sync(house.boss, house.room, episode)
    await house.work_off()
    assert await kept(house, episode) is None
    house.playlists.trouble = None
    house.clock.move(24 * 3600)
    await house.work_off()
    assert len(to_listen(house)) == before + 1, "it is not made again by itself"
    await house.services.shortlists.present(house.boss, house.room, episode)
    await house.work_off()
    assert await kept(house, episode) is not None


async def test_a_characters_songs_are_kept_while_that_is_wanted(house: House) -> None:
    episode = await house.episode()
    one, two, _ = await house.proposed(episode, 3)
    jo = Character(CharacterId(77), house.room.id, "Jo", "", person(1).user_id, 5)
    async with house.store.transaction(None) as unit:
        await unit.characters.add(jo)
        await unit.characters.assign(two.id, jo.id)
        await unit.characters.assign(one.id, jo.id)
        await sync.promise(unit, house.room, jo.id, 5)
    await house.work_off()
    assert to_listen(house) == [], "nobody asked for it"
    async with house.store.transaction(None) as unit:
        assert await unit.characters.change(
            Character(jo.id, jo.room_id, "Jo", "", jo.created_by, 5, wants_playlist=True)
        )
        await sync.promise(unit, house.room, jo.id, 5)
    await house.work_off()
    intent = to_listen(house)[-1]
    assert intent.wanted == (recording(1).uri, recording(2).uri)
    assert intent.name == "Jo in songs"
    assert house.playlists.covers == {MADE: jpeg("In songs Jo")}


@pytest.mark.parametrize("title", ["x" * 100, "two\nlines\tand\u2028more", "", "  "])
async def test_names_and_descriptions_keep_to_what_spotify_takes(house: House, title: str) -> None:
    room = replace(house.room, title=title)
    wanted = await contents.of_shortlist(house.store.read, room, await house.episode())
    assert 0 < len(wanted.name) <= 100
    assert 0 < len(wanted.description) <= 300
    assert len(wanted.description.splitlines()) == len(wanted.name.splitlines()) == 1
    assert wanted.description.endswith(f"[{wanted.marker}]")


async def test_without_an_account_nothing_is_made_and_nothing_waits(house: House) -> None:
    house.playlists.configured = False
    episode = await presented(house)
    assert (to_listen(house), await kept(house, episode)) == ([], None)
    assert not (await house.services.rooms.status(house.room)).waiting


async def test_where_the_grant_has_ended_it_waits(house: House) -> None:
    house.playlists.trouble = NeedsReconnect()
    await presented(house)
    (waiting,) = (await house.services.rooms.status(house.room)).waiting
    assert waiting.what == "playlist.keep"
