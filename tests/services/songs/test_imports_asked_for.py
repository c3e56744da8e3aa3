"""Which imports can be asked for, by whom, and how many at a time."""

import pytest

from bot.domain.errors import Cause, InvalidInput, NotAllowed, NotFound, RateLimited, SpotifyRefused
from bot.domain.imports import ImportState
from bot.domain.model import ChannelId, GuildId
from tests.builders import person
from tests.services.conftest import House
from tests.services.songs.importing import ID, LINK, OTHER, begin, current, songs, waiting


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("our songs", "import.no_link"),
        ("", "import.no_link"),
        (f"https://open.spotify.com/track/{1:022}", "import.track"),
        ("https://open.spotify.com/album/" + "a" * 22, "import.album"),
        ("https://open.spotify.com/artist/" + "a" * 22, "import.other"),
        ("https://open.spotify.com/show/" + "a" * 22, "import.other"),
        ("https://spotify.link/abcDEF", "playlist.short"),
        ("https://music.apple.com/us/playlist/x/pl.1", "playlist.elsewhere"),
        ("https://open.spotify.com/playlist/" + "z" * 22, "import.dead"),
        (f"spotify:playlist:{OTHER}", "import.closed"),
        ("spotify:playlist:" + "e" * 22, "import.empty"),
    ],
)
async def test_what_cannot_be_imported_is_told_with_what_was_typed(
    house: House, words: str, fault: str
) -> None:
    episode = await house.episode()
    house.library.playlists = {OTHER: songs(3), "e" * 22: []}
    house.library.closed.add(OTHER)
    with pytest.raises(InvalidInput) as refusal:
        await begin(house, episode, f" {words} ")
    assert (refusal.value.what, refusal.value.given.strip()) == (fault, words)
    assert await house.store.read.imports.running(house.room.id) == ()
    assert await waiting(house) == [(0,)]


@pytest.mark.parametrize(
    ("status", "cause", "kind"),
    [
        (403, Cause.OTHER, InvalidInput),
        (403, Cause.OWNER, InvalidInput),
        (403, Cause.USER, SpotifyRefused),
        (403, Cause.PREMIUM, SpotifyRefused),
        (403, Cause.SCOPES, SpotifyRefused),
        (401, Cause.OTHER, SpotifyRefused),
        (451, Cause.OTHER, SpotifyRefused),
    ],
)
async def test_a_refusal_of_the_facts_is_told_apart(
    house: House, status: int, cause: Cause, kind: type[Exception]
) -> None:
    episode = await house.episode()
    house.library.trouble = [SpotifyRefused("look up a playlist", status, "No", cause)]
    with pytest.raises(kind):
        await begin(house, episode)


@pytest.mark.parametrize(("status", "cause"), [(401, Cause.OTHER), (403, Cause.PREMIUM)])
async def test_a_refusal_that_is_not_about_the_playlist_is_waited_out(
    house: House, status: int, cause: Cause
) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(3)
    house.library.trouble = [None, SpotifyRefused("read a playlist", status, "No", cause)]
    view = await begin(house, episode)
    await house.work_off()
    assert (await current(house, view.import_.id)).state is ImportState.RUNNING
    house.clock.move(3700)
    await house.work_off()
    assert (await current(house, view.import_.id)).added == 3


async def test_one_import_for_an_episode_at_a_time(house: House) -> None:
    episode, other = await house.episode(), await house.episode("105")
    house.library.playlists = {ID: songs(120), OTHER: songs(3)}
    house.library.trouble = [None, RateLimited(house.clock.now() + 100)]
    await begin(house, episode)
    await house.work_off()
    for link in (LINK, f"spotify:playlist:{OTHER}"):
        with pytest.raises(InvalidInput) as refusal:
            await begin(house, episode, link)
        assert refusal.value.what == "import.running"
        assert refusal.value.facts == {"done": 0, "total": 120}
    assert len(house.library.asked) == 2
    await begin(house, other, f"spotify:playlist:{OTHER}")
    status = await house.services.rooms.status(house.room)
    assert [view.episode.number for view in status.imports] == ["104", "105"]
    house.clock.move(200)
    await house.work_off()
    assert (await house.services.rooms.status(house.room)).imports == ()
    again = await begin(house, episode)
    await house.work_off()
    end = await current(house, again.import_.id)
    assert (end.added, end.present) == (0, 120)


async def test_only_the_showrunner_imports(house: House) -> None:
    episode = await house.episode()
    with pytest.raises(NotAllowed):
        await house.services.imports.begin(person(7), house.room, episode, LINK)
    assert house.library.asked == []


async def test_rooms_cannot_see_each_others_imports(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(1)
    mine = (await begin(house, episode)).import_
    other = await house.services.rooms.setup(
        person(8, manages=True), GuildId(6), ChannelId(20), title="Rivals", timezone="UTC"
    )
    assert (await house.services.imports.of_room(house.room, mine.id)).import_.id == mine.id
    with pytest.raises(NotFound):
        await house.services.imports.of_room(other, mine.id)
    for missing in (house.services.imports.view(5), house.services.imports.read_page(5, 1)):
        with pytest.raises(NotFound):
            await missing
