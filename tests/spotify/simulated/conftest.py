"""A simulated Spotify, and an app that calls it."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from bot.demo.spotify.catalogue import load
from bot.demo.spotify.covers import cover
from bot.demo.spotify.server import SimulatedSpotify

SONGS = load()
URIS = tuple(track.uri for track in SONGS)
A, B, C, D = URIS[:4]
JPEG = base64.b64encode(cover(SONGS[0])).decode()
NOWHERE = "spotify:track:" + "0" * 22


@dataclass
class Clock:
    now: float = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Caller:
    """The app: holds tokens, calls, and tells what came back."""

    spotify: SimulatedSpotify
    session: requests.Session = field(default_factory=requests.Session)
    token: str = ""

    def authorise(self, **form: str) -> requests.Response:
        form = form or {"grant_type": "refresh_token", "refresh_token": self.spotify.refresh_token}
        client = (self.spotify.client_id, self.spotify.client_secret)
        answer = self.session.post(self.spotify.token_url, data=form, auth=client, timeout=5)
        if answer.ok:
            self.token = answer.json()["access_token"]
        return answer

    def __call__(self, method: str, path: str, **more: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}"} | more.pop("headers", {})
        address = self.spotify.api_url + path
        return self.session.request(method, address, headers=headers, timeout=5, **more)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def spotify(clock: Clock) -> Iterator[SimulatedSpotify]:
    with SimulatedSpotify(clock=clock, threaded=True) as simulated:
        yield simulated


@pytest.fixture
def call(spotify: SimulatedSpotify) -> Iterator[Caller]:
    with requests.Session() as session:
        caller = Caller(spotify, session)
        caller.authorise()
        yield caller
