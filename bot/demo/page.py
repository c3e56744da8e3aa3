"""The demo in a local web page: be anybody in the room, vote, close the round."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import simcord
from simcord.backend.errors import SetupError

from bot.demo import cast
from bot.demo.spotify import covers
from bot.demo.stage import COVERS, Stage

BEAT = 0.5
"""How often (seconds) the simulated time catches up with the real one."""


def preview_of(stage: Stage, port: int = 0) -> simcord.Preview:
    """Return the page, not yet served; on its own, time stands still."""
    return stage.env.preview(
        stage.channel,
        viewers=[stage.showrunner, *stage.writers],
        layout="channel",
        timezone=cast.TIMEZONE,
        assets={
            f"{COVERS}/{track.id}": (f"{track.id}.jpg", covers.cover(track))
            for track in stage.spotify.catalogue
        },
        port=port or None,
    )


@asynccontextmanager
async def serve(stage: Stage, port: int = 0) -> AsyncIterator[simcord.Preview]:
    """Serve the room as a page; its address is `url` of what is given."""
    preview = preview_of(stage, port)
    async with preview:
        pump = asyncio.create_task(_keep_time(stage, preview))
        try:
            yield preview
        finally:
            pump.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await pump


async def _keep_time(stage: Stage, preview: simcord.Preview) -> None:
    """Let the simulated clock run with the real one, and show what falls due.

    The page is drawn again only when something fell due: what somebody presses while it is being
    drawn is refused.
    """
    loop = asyncio.get_running_loop()
    last = loop.time()
    while True:
        await asyncio.sleep(BEAT)
        now = loop.time()
        something_due = stage.let_pass(now - last)
        last = now
        preview.capture_time = stage.env.now()
        if something_due:
            # Somebody may be in the middle of doing something: then the next beat does it.
            with contextlib.suppress(SetupError):
                await stage.catch_up()
                await preview.refresh()
