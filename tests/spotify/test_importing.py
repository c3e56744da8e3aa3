"""A playlist of the simulated Spotify onto a longlist: the real reader, storage and outbox."""

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.catalogue import load
from bot.demo.spotify.server import SimulatedSpotify
from bot.domain.imports import Import, ImportState
from bot.domain.model import AccountId
from bot.outbox import Outbox
from bot.services.ports.repositories.outbox import Effect, EffectKind
from bot.services.ports.spotify import SpotifyAccess
from bot.services.songs.imports import Imports
from bot.spotify.client import SpotifyClient
from storage.database import Database
from tests.builders import SHOWRUNNER, make_episode, make_room, person
from tests.fakes import (
    FakeAgenda,
    FakeCatalogue,
    FakeClock,
    FakeLibrary,
    FakePlaylists,
    FakeSpotify,
)


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
    trouble: faults.Fault | None,
    page: int,
) -> None:
    imports = Imports(store, clock, OneAccount(client))

    async def make(effect: Effect) -> None:
        if effect.kind is EffectKind.IMPORT_SONGS:
            await imports.read_page(effect.subject_id, effect.id)

    outbox = Outbox(store, clock, FakeAgenda(), make, jitter=lambda: 0.5)
    store.on_promise = outbox.wake
    room = await make_room(store)
    episode = await make_episode(store, room)
    # The same song twice, as playlists of people have it.
    playlist = spotify.create_playlist("Ours", (*URIS[:120], URIS[7]))
    link = f"https://open.spotify.com/playlist/{playlist}?si=x"
    begun = (await imports.begin(person(SHOWRUNNER), room, episode, link)).import_
    if trouble is not None:
        spotify.faults.add("GET", "/playlists/*/items", trouble, times=3, skip=page)
    outbox.start()
    for _ in range(5):
        await outbox.idle()
        clock.move(50_000)
        outbox.wake()
    await outbox.stop()
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
