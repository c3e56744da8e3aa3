"""Getting the first answer to an interaction through, over connections that break."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum, auto

import aiohttp
import discord

log = logging.getLogger(__name__)

CUT = (aiohttp.ClientError, ConnectionError, TimeoutError)
"""What is raised where a connection breaks: nobody knows whether the answer arrived."""
_EXPIRED = 10062
"""Discord's code for an interaction that is not known, or no longer."""
_ACKNOWLEDGED = 40060
"""Its code for one that has its first answer already."""
_STANDING = "standing"
"""Where an interaction keeps what discord.py does not know of its answer."""


class Standing(Enum):
    """What a person sees of the answer to an interaction."""

    OPEN = auto()
    """Nothing yet."""
    PUT_OFF = auto()
    """That the bot is thinking."""
    ANSWERED = auto()
    """The answer."""


_DEFERRED = discord.InteractionResponseType.deferred_channel_message


def standing(interaction: discord.Interaction) -> Standing:
    """Return what a person sees by now, also where Discord's confirmation of it got lost."""
    known: Standing = interaction.extras.get(_STANDING, Standing.OPEN)
    if not interaction.response.is_done():
        return known
    return Standing.PUT_OFF if interaction.response.type is _DEFERRED else Standing.ANSWERED


async def reach(
    interaction: discord.Interaction,
    send: Callable[[], Awaitable[object]],
    files: Sequence[discord.File] = (),
    *,
    becomes: Standing = Standing.ANSWERED,
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
        except CUT as error:
            if last:
                raise
            log.warning("an answer may be lost; sending it again: %r", error)
            for file in files:
                file.reset()
        except discord.HTTPException as error:
            if error.code != _ACKNOWLEDGED:
                raise
            log.warning("an answer had arrived before: %r", error)
            interaction.extras[_STANDING] = becomes
            return
        else:
            return


def unheard(error: Exception) -> bool:
    """Say whether an answer did not get through to Discord, so that no other would."""
    if isinstance(error, discord.HTTPException):
        return error.code in (_EXPIRED, _ACKNOWLEDGED) or error.status >= 500
    return isinstance(error, CUT)
