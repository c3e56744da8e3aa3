"""The part of the story in which the room listens to its first songs together."""

from collections.abc import Sequence
from typing import Any

import discord
import simcord

from bot.demo.screens import custom_id
from bot.demo.simulation import Simulation


class ListeningRoom:
    """A session, led by the showrunner and written in by some of the writers."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation

    async def begin(self, listeners: int) -> None:
        """Have the session begun, and so many writers come."""
        boss, channel = self._simulation.showrunner, self._simulation.channel
        await boss.slash(channel, "shortlist listen", minutes=0)
        await self._settle()
        for writer in self._simulation.writers[:listeners]:
            await self._press(writer, "listenhere:")
        await self._settle()

    async def move_on(self) -> None:
        """Have the showrunner press the first of their buttons: the next step."""
        await self._lead("listenmove:0:")

    async def end(self) -> None:
        """Have the showrunner end the session."""
        await self._lead("listenmove:4:")

    async def write(self, lines: Sequence[str], first: int = 0) -> None:
        """Have writers write a line each about the song, from the given one on."""
        for writer, line in zip(self._simulation.writers[first:], lines, strict=False):
            form = await self._press(writer, "listenline:")
            await writer.submit_modal(form, {"line": line})
        await self._settle()

    def card(self) -> discord.Message:
        """Return the latest card of the session."""
        thread = self._simulation.channel.threads[-1]
        return [one for one in thread.history() if one.components][-1]

    async def _lead(self, button: str) -> None:
        await self._press(self._simulation.showrunner, button)
        await self._settle()

    async def _press(self, who: simcord.MemberActor, button: str) -> simcord.InteractionResult:
        card = self.card()  # as it is now: the one before may have been edited since
        pieces: list[Any] = [one.to_dict() for one in card.components]
        return await who.click(card, custom_id=custom_id(pieces, button))

    async def _settle(self) -> None:
        simulation = self._simulation
        simulation.env.raise_errors()
        await simulation.app.idle()
        await simulation.env.settle()
