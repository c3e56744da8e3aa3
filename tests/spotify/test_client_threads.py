"""The network is waited for in threads, and its libraries are imported late."""

import subprocess
import sys
import threading

import pytest
import requests

from bot.demo.spotify.server import SimulatedSpotify
from bot.spotify.client import SpotifyClient
from tests.spotify.conftest import intent
from tests.spotify.test_client_lookup import SONG


async def test_the_event_loop_never_waits_for_the_network(
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used: set[str] = set()
    send = requests.Session.send

    def watched(self: requests.Session, *given: object, **named: object) -> requests.Response:
        used.add(threading.current_thread().name)
        return send(self, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(requests.Session, "send", watched)
    await client.search("hurt")
    await client.track(SONG.id)
    await client.sync(intent([SONG.uri], mode="mirror"))
    assert used
    assert all(name.startswith("spotify_") for name in used)
    assert threading.current_thread().name not in used


def test_neither_spotipy_nor_requests_is_imported_before_the_first_call() -> None:
    look = (
        "import sys, bot.spotify.accounts, bot.spotify.client;"
        "print({'spotipy', 'requests'} & {*sys.modules})"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
