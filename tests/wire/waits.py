"""Waiting that tests end."""

import asyncio


class Waits:
    """Waiting that is over when the test says so."""

    def __init__(self) -> None:
        self.over = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        """Wait, however long it should be."""
        await self.over.wait()
