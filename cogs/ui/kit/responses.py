"""Answers to interactions, private unless named otherwise, over connections that may break."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum, auto
from functools import partial

import aiohttp
import discord
from discord import ui

from bot.domain.errors import RoomError
from cogs.ui.kit.context import services_of

log = logging.getLogger(__name__)

CONNECTION_ERRORS = (aiohttp.ClientError, ConnectionError, TimeoutError)
"""Raised when a connection breaks; whether the answer arrived is unknown."""
_TOO_LATE = (10062, 10015, 50027)
"""Discord's codes for an interaction that is over: for its first answer, then for all others."""
_ACKNOWLEDGED = 40060
"""Discord's code for an interaction that already has its first answer."""
ANSWERED_WITHIN = 1.5
"""Seconds in which a delivery answers once it has acted; Discord waits three from the press on."""
COMPLETED_WITHIN = 60.0
"""Seconds in which it completes an answer that it has put off."""
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
) -> bool:
    """Send the first answer, unless another delivery of the interaction sends it.

    Args:
        interaction: The interaction to answer.
        send: Sends the answer.
        files: The files it sends.

    Returns:
        Whether Discord took it; if not, there is an answer already.

    Raises:
        Redelivered: Another delivery of the interaction has acted, and answers it.
    """
    await services_of(interaction.client).deliveries.require_first()
    return await _send(interaction, send, files)


async def _deliver_view(
    interaction: discord.Interaction,
    send: Callable[[], Awaitable[object]],
    view: ui.LayoutView,
    files: Sequence[discord.File] = (),
) -> None:
    """Send a view as the first answer, and in place of what a delivery said that did nothing.

    A delivery that fails says that nothing has changed. Where the next one succeeds, that is no
    longer true, so the one that acted has the last word.
    """
    taken = await deliver(interaction, send, files)
    if not taken and services_of(interaction.client).deliveries.has_acted:
        for file in files:
            file.reset()
        await interaction.edit_original_response(view=view, attachments=files)


async def _send(
    interaction: discord.Interaction,
    send: Callable[[], Awaitable[object]],
    files: Sequence[discord.File] = (),
    *,
    then: ResponseState = ResponseState.ANSWERED,
) -> bool:
    """Send the first answer, and send it a second time if the connection breaks.

    If Discord then says that there is an answer already, the first attempt had arrived, or another
    delivery has answered. `then` is what the person sees once the answer has arrived. Return
    whether Discord took this attempt.
    """
    for last in (False, True):
        try:
            await send()
        except CONNECTION_ERRORS as error:
            if last:
                raise
            log.warning("an answer may be lost; sending it again: %s", cause(error))
            for file in files:
                file.reset()
        except discord.HTTPException as error:
            if error.code != _ACKNOWLEDGED:
                raise
            log.warning("an answer had arrived before: %s", cause(error))
            interaction.extras[_STATE] = then
            break
        else:
            return True
    return False


def cause(error: Exception) -> str:
    """Return an error for the log: its kind and codes, not what it repeats of words sent."""
    if isinstance(error, discord.HTTPException):
        return f"{type(error).__name__}(status={error.status}, code={error.code})"
    return repr(error) if isinstance(error, RoomError) else type(error).__name__


def undeliverable(error: Exception) -> bool:
    """Tell whether an error means that Discord takes no answer, so that another one is useless."""
    if isinstance(error, discord.HTTPException):
        too_much = error.status == 429 or error.status >= 500
        return error.code in (*_TOO_LATE, _ACKNOWLEDGED) or too_much
    return isinstance(error, CONNECTION_ERRORS)


async def answer(
    interaction: discord.Interaction, view: ui.LayoutView, files: Sequence[discord.File] = ()
) -> None:
    """Answer privately, whether or not the interaction was answered or deferred before.

    Raises:
        Redelivered: Another delivery of the interaction has acted, and answers it.
    """
    attached = list(files)
    match response_state(interaction):
        case ResponseState.UNANSWERED:
            post = interaction.response.send_message
            send = partial(post, view=view, files=attached, ephemeral=True)
            await _deliver_view(interaction, send, view, attached)
        case ResponseState.DEFERRED:
            await services_of(interaction.client).deliveries.require_first()
            await interaction.edit_original_response(view=view, attachments=attached)
        case ResponseState.ANSWERED:
            await interaction.followup.send(view=view, files=attached, ephemeral=True)


async def answer_publicly(interaction: discord.Interaction, view: ui.LayoutView) -> None:
    """Answer a press in the channel, visible to all, without notifying anybody."""
    post = interaction.response.send_message
    nobody = discord.AllowedMentions.none()
    send = partial(post, view=view, allowed_mentions=nobody)
    await _deliver_view(interaction, send, view)


async def replace(interaction: discord.Interaction, view: ui.LayoutView) -> None:
    """Answer a press by editing its message if that is private, or else with a private message."""
    message = interaction.message
    private = message is not None and (message.flags.ephemeral or interaction.guild_id is None)
    if private and response_state(interaction) is ResponseState.UNANSWERED:
        send = partial(interaction.response.edit_message, view=view)
        await _deliver_view(interaction, send, view)
    else:
        await answer(interaction, view)


async def defer(interaction: discord.Interaction) -> None:
    """Show that the bot is thinking, for a private answer that may take over three seconds."""
    send = partial(interaction.response.defer, ephemeral=True, thinking=True)
    await _send(interaction, send, then=ResponseState.DEFERRED)


async def answer_instead(interaction: discord.Interaction, view: ui.LayoutView) -> None:
    """Answer in place of another delivery that has acted, if that one does not.

    The process that acted may have died before it answered, and then nobody else would. Discord
    takes only one answer, so this one comes when the other is due, and is refused unless it is
    missing. An answer that was put off is looked at once more when it is due.
    """
    wait = services_of(interaction.client).deliveries.wait
    await wait(ANSWERED_WITHIN)
    if response_state(interaction) is ResponseState.UNANSWERED:
        try:
            await interaction.response.send_message(view=view, ephemeral=True)
        except discord.HTTPException as refusal:
            if refusal.code != _ACKNOWLEDGED:
                raise
        else:
            log.warning("interaction %s was acted on and not answered", interaction.id)
            return
    if await _put_off(interaction):
        await wait(COMPLETED_WITHIN)
        if await _put_off(interaction):
            log.warning("interaction %s was acted on, and its answer put off", interaction.id)
            await interaction.edit_original_response(view=view)


async def _put_off(interaction: discord.Interaction) -> bool:
    """Tell whether the person sees a notice that the bot is thinking."""
    interaction._original_response = None  # noqa: SLF001 - discord.py would not ask a second time
    try:
        return (await interaction.original_response()).flags.loading
    except discord.NotFound:
        return False  # a form was opened
