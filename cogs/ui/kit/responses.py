"""Answering an interaction, privately unless said otherwise, over connections that break."""

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
"""What is raised where a connection breaks: nobody knows whether the answer arrived."""
_EXPIRED = 10062
"""Discord's code for an interaction that is not known, or no longer."""
_ACKNOWLEDGED = 40060
"""Its code for one that has its first answer already."""
_STATE = "response_state"
"""Where an interaction keeps what discord.py does not know of its answer."""


class ResponseState(Enum):
    """What a person sees of the answer to an interaction."""

    UNANSWERED = auto()
    """Nothing yet."""
    DEFERRED = auto()
    """That the bot is thinking."""
    ANSWERED = auto()
    """The answer."""


_DEFERRED = discord.InteractionResponseType.deferred_channel_message


def response_state(interaction: discord.Interaction) -> ResponseState:
    """Return what a person sees by now, also where Discord's confirmation of it got lost."""
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
    becomes: ResponseState = ResponseState.ANSWERED,
) -> None:
    """Send the first answer, and once more where the connection broke.

    Where Discord has one already, an earlier try arrived whose confirmation did not.

    Args:
        interaction: What is answered.
        send: Sends the answer.
        files: What comes with it.
        becomes: What the person sees once it has arrived.
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
            interaction.extras[_STATE] = becomes
            return
        else:
            return


def undeliverable(error: Exception) -> bool:
    """Say whether an answer did not get through to Discord, so that no other would."""
    if isinstance(error, discord.HTTPException):
        return error.code in (_EXPIRED, _ACKNOWLEDGED) or error.status >= 500
    return isinstance(error, CONNECTION_ERRORS)


async def answer(
    interaction: discord.Interaction, view: ui.LayoutView, files: Sequence[discord.File] = ()
) -> None:
    """Answer privately, whether or not the interaction was answered or put off before."""
    enclosed = list(files)
    match response_state(interaction):
        case ResponseState.UNANSWERED:
            post = interaction.response.send_message
            send = partial(post, view=view, files=enclosed, ephemeral=True)
            await deliver(interaction, send, enclosed)
        case ResponseState.DEFERRED:
            await interaction.edit_original_response(view=view, attachments=enclosed)
        case ResponseState.ANSWERED:
            await interaction.followup.send(view=view, files=enclosed, ephemeral=True)


async def answer_publicly(interaction: discord.Interaction, view: ui.LayoutView) -> None:
    """Answer a press so that the whole channel sees it; nobody is mentioned."""
    post = interaction.response.send_message
    nobody = discord.AllowedMentions.none()
    await deliver(interaction, partial(post, view=view, allowed_mentions=nobody))


async def replace(interaction: discord.Interaction, view: ui.LayoutView) -> None:
    """Answer a press by changing the private message it was made on; elsewhere, privately."""
    message = interaction.message
    private = message is not None and (message.flags.ephemeral or interaction.guild_id is None)
    if private and response_state(interaction) is ResponseState.UNANSWERED:
        await deliver(interaction, partial(interaction.response.edit_message, view=view))
    else:
        await answer(interaction, view)


async def defer(interaction: discord.Interaction) -> None:
    """Have the person wait for a private answer that may take longer than three seconds."""
    send = partial(interaction.response.defer, ephemeral=True, thinking=True)
    await deliver(interaction, send, becomes=ResponseState.DEFERRED)


class _Client(Protocol):
    def comes_first(self, interaction: discord.Interaction[Any]) -> bool: ...


async def comes_first(interaction: discord.Interaction[Any]) -> bool:
    """Say whether an interaction has not come before; one delivered twice acts once."""
    return cast("_Client", interaction.client).comes_first(interaction)
