"""Somebody in the demo who uses commands, buttons, menus and forms, as people do."""

from collections.abc import Mapping
from typing import Any

import simcord

from bot.demo.screens import custom_id, form_values, reply_of, text
from bot.demo.simulation import Simulation


class Acting:
    """A person in the room; a step that fails ends the story."""

    def __init__(self, simulation: Simulation, who: simcord.MemberActor) -> None:
        self._simulation = simulation
        self._who = who

    async def command(self, command: str, **values: Any) -> simcord.ResponseMessage:
        """Use a command; return the reply."""
        return self._told(await self._who.slash(self._simulation.channel, command, **values))

    async def files(self, command: str, **values: Any) -> dict[str, bytes]:
        """Use a command; return the files that the reply brings, by name."""
        reply = await self.command(command, **values)
        return {one.filename: await one.read() for one in reply.attachments}

    async def click(self, message: simcord.ResponseMessage, button: str) -> simcord.ResponseMessage:
        """Press the button whose custom id begins so; return the reply."""
        pressed = custom_id(message.components, button)
        return self._told(await self._who.click(message, custom_id=pressed))

    async def choose(
        self, message: simcord.ResponseMessage, menu: str, *values: str
    ) -> simcord.ResponseMessage:
        """Choose in the menu whose custom id begins so; return the reply."""
        chosen = custom_id(message.components, menu)
        return self._told(await self._who.select(message, list(values), custom_id=chosen))

    async def fill(
        self,
        message: simcord.ResponseMessage,
        button: str,
        values: Mapping[str, str | list[str]],
        says: str,
    ) -> simcord.ResponseMessage:
        """Open a form by its button, send it with some fields changed, and return the reply.

        Raises:
            AssertionError: The reply does not say what it should.
        """
        pressed = custom_id(message.components, button)
        return await self._send(await self._who.click(message, custom_id=pressed), values, says)

    async def fill_by_command(
        self, command: str, values: Mapping[str, str | list[str]], says: str, **named: Any
    ) -> simcord.ResponseMessage:
        """Open a form by a command, and send it as `fill` does."""
        form = await self._who.slash(self._simulation.channel, command, **named)
        return await self._send(form, values, says)

    async def _send(
        self, form: simcord.InteractionResult, values: Mapping[str, str | list[str]], says: str
    ) -> simcord.ResponseMessage:
        sent = self._told(await self._who.submit_modal(form, form_values(form) | dict(values)))
        require(sent, says)
        return sent

    def _told(self, result: simcord.InteractionResult) -> simcord.ResponseMessage:
        self._simulation.env.raise_errors()
        return reply_of(result)


def require(reply: simcord.ResponseMessage, says: str) -> str:
    """Return the text of a reply.

    Raises:
        AssertionError: It does not say what it should.
    """
    told = text(reply.components)
    if says not in told:
        raise AssertionError(f"{says!r} was to be said, not {told!r}")
    return told
