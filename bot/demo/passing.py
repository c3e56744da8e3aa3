"""How time passes on the demo page: with the real clock, or as fast as somebody likes."""

import asyncio
import contextlib
from typing import Any

import simcord
from simcord.backend.errors import SetupError

from bot.demo import cast, elsewhere
from bot.demo.simulation import Simulation

TICK = 0.5
"""How often (seconds) the simulated time catches up with the real one."""

HOUR = 3600


class PassingTime:
    """Moves the simulated time, and shows on the page what happens meanwhile."""

    def __init__(self, simulation: Simulation, preview: simcord.Preview) -> None:
        self._simulation = simulation
        self._preview = preview
        self._moving = asyncio.Lock()

    async def run(self) -> None:
        """Run the simulated clock along with the real one, and show what happens when it is due.

        The page is redrawn only when something was due: whatever somebody presses during a redraw
        is refused.
        """
        loop = asyncio.get_running_loop()
        last = loop.time()
        while True:
            await asyncio.sleep(TICK)
            async with self._moving:
                now = loop.time()
                due = self._simulation.pass_time(now - last)
                last = now
                self._preview.capture_time = self._simulation.env.now()
                if due:
                    # Fails while somebody is in the middle of an action; the next tick tries again.
                    with contextlib.suppress(SetupError):
                        await self._simulation.catch_up()
                        await self._preview.refresh()

    async def skip(self, to: str) -> None:
        """Let an hour pass, or as long as it takes to the `next` thing that is due for a vote.

        Raises:
            SetupError: Somebody is in the middle of an action.
        """
        async with self._moving:
            until = await self._next() if to == "next" else self._simulation.clock.now() + HOUR
            if until is not None:
                await self._simulation.advance(until - self._simulation.clock.now())
            self._preview.capture_time = self._simulation.env.now()
            await self._preview.refresh()

    async def now(self) -> dict[str, Any]:
        """Return what the page shows beside the channel: the time, what is next, other messages."""
        return {
            "now": self._simulation.clock.now(),
            "next": await self._next(),
            "timezone": cast.TIMEZONE,
            "playlist": self._simulation.playlist_to_import,
            "elsewhere": elsewhere.newest(self._simulation),
        }

    async def _next(self) -> int | None:
        return await self._simulation.app.services.due_rounds.next_due()
