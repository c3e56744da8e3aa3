"""The demo in a local web page: be anybody in the room, vote, close the round."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import simcord
from simcord.backend.errors import SetupError

from bot.demo import cast
from bot.demo.simulation import COVERS, Simulation
from bot.demo.spotify import covers

HOST = "127.0.0.1"
TICK = 0.5
"""How often (seconds) the simulated time catches up with the real one."""


def preview_of(simulation: Simulation, port: int = 0) -> simcord.Preview:
    """Return the page, not yet served; on its own, time stands still."""
    return simulation.env.preview(
        simulation.channel,
        viewers=[simulation.showrunner, *simulation.writers],
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
    async with preview:
        ticking = asyncio.create_task(_run_clock(simulation, preview))
        try:
            yield preview
        finally:
            ticking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await ticking


async def _run_clock(simulation: Simulation, preview: simcord.Preview) -> None:
    """Run the simulated clock along with the real one, and show what happens when it is due.

    The page is redrawn only when something was due: whatever somebody presses during a redraw is
    refused.
    """
    loop = asyncio.get_running_loop()
    last = loop.time()
    while True:
        await asyncio.sleep(TICK)
        now = loop.time()
        due = simulation.pass_time(now - last)
        last = now
        preview.capture_time = simulation.env.now()
        if due:
            # Fails while somebody is in the middle of an action; the next tick tries again.
            with contextlib.suppress(SetupError):
                await simulation.catch_up()
                await preview.refresh()
