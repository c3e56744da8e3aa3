"""The demo in a local web page: be anybody in the room, vote, close the round."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import simcord

from bot.demo import cast
from bot.demo.passing import PassingTime
from bot.demo.simulation import COVERS, Simulation
from bot.demo.site import DemoServer
from bot.demo.spotify import covers

HOST = "127.0.0.1"


def preview_of(
    simulation: Simulation, port: int = 0, channel: simcord.ChannelHandle | None = None
) -> simcord.Preview:
    """Return the page of the room or another channel, not yet served; by itself, time stands."""
    return simulation.env.preview(
        channel or simulation.channel,
        viewers=simulation.everybody,
        layout="channel",
        timezone=cast.TIMEZONE,
        assets={
            f"{COVERS}/{track.id}": (f"{track.id}.jpg", covers.cover(track))
            for track in simulation.spotify.catalogue
        },
        port=port or None,
    )


def why_not(port: int) -> str:
    """Return why no page can be served on a port; empty if one can, and for 0, any that is free."""
    with socket.socket() as probe:
        # As the page itself will, so that a demo that has just ended is not in its own way.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            return f"port {port} cannot be used ({error.strerror})"
    return ""


@asynccontextmanager
async def serve(simulation: Simulation, port: int = 0) -> AsyncIterator[simcord.Preview]:
    """Serve the room as a page, whose address is the `url` of the preview."""
    preview = preview_of(simulation, port)
    passing = PassingTime(simulation, preview)
    # Simcord has no other way to serve more than its own page.
    preview._server = DemoServer(preview, port, simulation, passing)  # noqa: SLF001
    async with preview:
        ticking = asyncio.create_task(passing.run())
        try:
            yield preview
        finally:
            ticking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await ticking
