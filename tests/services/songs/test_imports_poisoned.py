"""A song that cannot be kept costs itself alone, and an import always ends."""

import pytest

from bot.domain.errors import NeedsReconnect, SpotifyUnavailable, StorageError
from bot.domain.imports import ImportFault, ImportState
from bot.domain.model import Recording
from bot.domain.structs import replace
from bot.services.effects.failures import ATTEMPTS_OF_LAPSING
from bot.services.songs.import_sources import ImportSources
from tests.builders import recording
from tests.services.conftest import House
from tests.services.songs.importing import (
    ID,
    begin,
    current,
    longlist,
    numbers,
    shown,
    songs,
    waiting,
)


@pytest.mark.parametrize(
    "poison",
    [
        recording(3, title="Smile \ud83d"),
        recording(3, artists=("Her \ude00",)),
        recording(3, duration_ms=2**70),
        recording(3, uri="spotify:track:\udfff"),
    ],
    ids=["title", "artist", "length", "link"],
)
@pytest.mark.parametrize("place", [0, 60])
async def test_a_song_that_cannot_be_kept_costs_itself_alone_and_is_told(
    house: House, poison: Recording, place: int
) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(120, first=10)
    house.library.playlists[ID][place] = poison
    view = await begin(house, episode)
    await house.work_off()
    end = await current(house, view.import_.id)
    assert (end.state, end.added, end.left_out) == (ImportState.DONE, 119, 1)
    assert [at for at, _ in end.lost] == [place + 1]
    assert end.lost[0][1].encode(), "what is told of it can be said"
    assert shown(house) == end
    kept = numbers(await longlist(house, episode))
    assert kept == [10 + n for n in range(120) if n != place]


@pytest.mark.parametrize(
    ("trouble", "fault"),
    [
        (RuntimeError("nobody foresaw it"), ImportFault.BROKEN),
        (SpotifyUnavailable("read a playlist", 503), ImportFault.AWAY),
        (NeedsReconnect(), ImportFault.AWAY),
        (StorageError("disk I/O error"), ImportFault.AWAY),
    ],
    ids=repr,
)
async def test_a_page_that_keeps_failing_ends_the_import_which_can_be_taken_up(
    house: House, monkeypatch: pytest.MonkeyPatch, trouble: Exception, fault: ImportFault
) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(120)
    view = await begin(house, episode)
    house.library.trouble = [None, *[trouble] * ATTEMPTS_OF_LAPSING]
    for _ in range(ATTEMPTS_OF_LAPSING + 1):
        await house.work_off()
        house.clock.move(30 * 3600)
    ended = await current(house, view.import_.id)
    assert (ended.state, ended.fault) == (ImportState.FAILED, fault)
    assert (ended.place, ended.added) == (50, 50)
    assert shown(house) == ended
    assert await waiting(house) == [(0,)]
    assert (await house.services.rooms.status(house.room)).imports == ()

    again = await begin(house, episode)
    assert (again.import_.id, again.import_.place) == (ended.id, 50)
    await house.work_off()
    assert (await current(house, ended.id)).state is ImportState.DONE
    assert numbers(await longlist(house, episode)) == list(range(1, 121))


async def test_one_failure_fewer_is_waited_out(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(70)
    view = await begin(house, episode)
    fault = SpotifyUnavailable("read a playlist", 503)
    house.library.trouble = [fault] * (ATTEMPTS_OF_LAPSING - 1)
    for _ in range(ATTEMPTS_OF_LAPSING):
        await house.work_off()
        house.clock.move(3600)
    assert (await current(house, view.import_.id)).state is ImportState.DONE


async def test_a_page_whose_songs_are_all_fit_is_not_taken_for_poisoned(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails beside the songs, such as a promise, is tried again and loses none of them."""
    episode = await house.episode()
    house.library.playlists[ID] = songs(3)
    read = ImportSources.page

    async def fails_once(self: ImportSources, now: object) -> object:
        monkeypatch.setattr(ImportSources, "page", read)
        return replace(await read(self, now), total="three")  # type: ignore[arg-type]

    monkeypatch.setattr(ImportSources, "page", fails_once)
    view = await begin(house, episode)
    await house.work_off()
    house.clock.move(60)
    await house.work_off()
    end = await current(house, view.import_.id)
    assert (end.state, end.added, end.lost) == (ImportState.DONE, 3, ())
