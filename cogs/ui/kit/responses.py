"""Answers to interactions, private unless named otherwise, over connections that may break."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum, auto
from functools import partial
from typing import Any, Protocol, cast

import aiohttp
import discord
from discord import ui

log = logging.getLogger(__name__)

CONNECTION_ERRORS = (aiohttp.ClientError, ConnectionError, TimeoutError)
"""Raised when a connection breaks; whether the answer arrived is unknown."""
_EXPIRED = 10062
"""Discord's code for an unknown or expired interaction."""
_ACKNOWLEDGED = 40060
"""Discord's code for an interaction that already has its first answer."""
_STATE = "response_state"
"""The key in `interaction.extras` for what discord.py does not know about its answer."""


class ResponseState(Enum):
    """What the person sees as the answer to an interaction."""

    UNANSWERED = auto()
    """Nothing yet."""
    DEFERRED = auto()
    """A notice that the bot is thinking."""
    ANSWERED = auto()
    """The answer."""


_DEFERRED = discord.InteractionResponseType.deferred_channel_message


def response_state(interaction: discord.Interaction) -> ResponseState:
    """Return what the person sees now, even if Discord's confirmation was lost."""
    known: ResponseState = interaction.extras.get(_STATE, ResponseState.UNANSWERED)
    if not interaction.response.is_done():
        return known
    if interaction.response.type is _DEFERRED:
        return ResponseState.DEFERRED
    return ResponseState.ANSWERED


async def deliver(
    interaction: discord.Interaction,
    send: Callable[[], Awaitable[object]],
    files: Sequence[discord.File] = (),
    *,
    then: ResponseState = ResponseState.ANSWERED,
) -> None:
    """Send the first answer, and send it a second time if the connection breaks.

    If Discord then says that there is an answer already, the first attempt had arrived.

    Args:
        interaction: The interaction to answer.
        send: Sends the answer.
        files: The files it sends.
        then: What the person sees once the answer has arrived.
    """
    for last in (False, True):
        try:
            await send()
        except CONNECTION_ERRORS as error:
            if last:
                raise
            log.warning("an answer may be lost; sending it again: %r", error)
            for file in files:
                file.reset()
        except discord.HTTPException as error:
            if error.code != _ACKNOWLEDGED:
                raise
            log.warning("an answer had arrived before: %r", error)
            interaction.extras[_STATE] = then
            return
        else:
            return


def undeliverable(error: Exception) -> bool:
    """Tell whether an error means that Discord takes no answer, so that another one is useless."""
    if isinstance(error, discord.HTTPException):
        too_much = error.status == 429 or error.status >= 500
        return error.code in (_EXPIRED, _ACKNOWLEDGED) or too_much
    return isinstance(error, CONNECTION_ERRORS)


async def answer(
    interaction: discord.Interaction, view: ui.LayoutView, files: Sequence[discord.File] = ()
) -> None:
    """Answer privately, whether or not the interaction was answered or deferred before."""
    attached = list(files)
    match response_state(interaction):
        case ResponseState.UNANSWERED:
            post = interaction.response.send_message
            send = partial(post, view=view, files=attached, ephemeral=True)
            await deliver(interaction, send, attached)
        case ResponseState.DEFERRED:
            await interaction.edit_original_response(view=view, attachments=attached)
        case ResponseState.ANSWERED:
            await interaction.followup.send(view=view, files=attached, ephemeral=True)


async def answer_publicly(interaction: discord.Interaction, view: ui.LayoutView) -> None:
    """Answer a press in the channel, visible to all, without notifying anybody."""
    post = interaction.response.send_message
    nobody = discord.AllowedMentions.none()
    await deliver(interaction, partial(post, view=view, allowed_mentions=nobody))


async def replace(interaction: discord.Interaction, view: ui.LayoutView) -> None:
    """Answer a press by editing its message if that is private, or else with a private message."""
    message = interaction.message
    private = message is not None and (message.flags.ephemeral or interaction.guild_id is None)
    if private and response_state(interaction) is ResponseState.UNANSWERED:
        await deliver(interaction, partial(interaction.response.edit_message, view=view))
    else:
        await answer(interaction, view)


async def defer(interaction: discord.Interaction) -> None:
    """Show that the bot is thinking, for a private answer that may take over three seconds."""
    send = partial(interaction.response.defer, ephemeral=True, thinking=True)
    await deliver(interaction, send, then=ResponseState.DEFERRED)


class _Client(Protocol):
    def comes_first(self, interaction: discord.Interaction[Any]) -> bool: ...


async def is_first_delivery(interaction: discord.Interaction[Any]) -> bool:
    """Tell whether an interaction arrives for the first time; Discord may deliver it twice."""
    return cast("_Client", interaction.client).comes_first(interaction)
