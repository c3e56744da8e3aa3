"""The simulated Spotify runs in the event loop, or in a thread of its own."""

import asyncio
from contextlib import AsyncExitStack

import pytest
import requests

from bot.demo.spotify import faults
from bot.demo.spotify.faults import Gate
from bot.demo.spotify.server import SimulatedSpotify
from tests.spotify.simulated.conftest import A, Caller


@pytest.mark.parametrize("threaded", [False, True])
async def test_a_call_can_be_held_back_while_the_loop_goes_on(threaded: bool) -> None:
    gate = Gate()
    async with SimulatedSpotify(threaded=threaded) as spotify:
        with requests.Session() as session:
            call = Caller(spotify, session)
            await asyncio.to_thread(call.authorise)
            playlist = spotify.create_playlist("P")
            spotify.faults.add("POST", "/playlists/*/items", faults.late(gate))
            body = {"uris": [A]}
            adding = asyncio.create_task(
                asyncio.to_thread(call, "POST", f"playlists/{playlist}/items", json=body)
            )
            await gate.reached()
            assert spotify.playlist(playlist).uris == (A,)
            assert spotify.requests[-1].status is None
            gate.open()
            assert (await adding).status_code == 201
            assert spotify.requests[-1].status == 201


@pytest.mark.parametrize("threaded", [False, True])
async def test_a_mistake_in_the_simulation_is_told(threaded: bool) -> None:
    def mistake() -> None:
        raise ZeroDivisionError

    spotify = SimulatedSpotify(threaded=threaded)
    async with AsyncExitStack() as stack:
        # Outermost, since it is the end of the `with` that raises.
        caught = stack.enter_context(pytest.raises(ExceptionGroup))
        await stack.enter_async_context(spotify)
        spotify.faults.add("GET", "/me", faults.meanwhile(before=mistake))
        await asyncio.to_thread(requests.get, f"{spotify.api_url}me", timeout=5)
    assert caught.group_contains(ZeroDivisionError)


def test_without_a_thread_it_needs_a_loop() -> None:
    with pytest.raises(RuntimeError, match="async with"), SimulatedSpotify():
        pass
