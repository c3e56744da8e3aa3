"""A playlist of the simulated Spotify onto a longlist: the real reader, storage and outbox."""

from pathlib import Path

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.catalogue import load
from bot.demo.spotify.server import SimulatedSpotify
from bot.domain.imports import Import, ImportState
from bot.domain.model import AccountId
from bot.services.ports.spotify import SpotifyAccess
from bot.spotify.client import SpotifyClient
from storage.database import Database
from tests.fakes import FakeCatalogue, FakeClock, FakeLibrary, FakePlaylists, FakeSpotify
from tests.services.conftest import housed


class OneAccount(FakeSpotify):
    """Every room uses the same account."""

    def __init__(self, account: SpotifyAccess) -> None:
        super().__init__(FakeCatalogue(), FakePlaylists(), FakeLibrary())
        self._account = account

    def of(self, account_id: AccountId | None) -> SpotifyAccess:
        return self._account


URIS = tuple({track.isrc: track.uri for track in load()}.values())


@pytest.mark.parametrize(
    "trouble",
    [
        None,
        faults.too_many(48925),
        faults.too_many(60, quota=True),
        faults.broken(),
        faults.dropped(),
        faults.html(),
    ],
    ids=["none", "13 hours", "quota", "502", "cut", "a web page"],
)
@pytest.mark.parametrize("page", [0, 1, 2])
async def test_all_songs_come_once_whatever_spotify_does(
    store: Database,
    clock: FakeClock,
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    tmp_path: Path,
    trouble: faults.Fault | None,
    page: int,
) -> None:
    # The same song twice, as playlists of people have it.
    playlist = spotify.create_playlist("Ours", (*URIS[:120], URIS[7]))
    link = f"https://open.spotify.com/playlist/{playlist}?si=x"
    async with housed(store, clock, tmp_path / "needledrop.db", OneAccount(client)) as house:
        episode, imports = await house.episode(), house.services.imports
        begun = (await imports.begin(house.boss, house.room, episode, link)).import_
        if trouble is not None:
            spotify.faults.add("GET", "/playlists/*/items", trouble, times=3, skip=page)
        for _ in range(5):
            await house.work_off()
            clock.move(50_000)
        await house.work_off()
        end: Import = (await imports.view(begun.id)).import_
    assert (end.state, end.added, end.present) == (ImportState.DONE, 120, 1)
    longlist = await store.read.proposals.longlist(episode.id)
    assert tuple(one.song.recording.uri for one in longlist) == URIS[:120]
    if trouble is None:
        assert [one.path.rpartition("/")[2] for one in spotify.requests] == [
            playlist,
            "items",
            "items",
            "items",
        ]
