"""Getting the first answer to an interaction through, over connections that break."""

import logging
from collections.abc import Awaitable, Callable, Sequence

import aiohttp
import discord
from discord import ui

log = logging.getLogger(__name__)

CUT = (aiohttp.ClientError, ConnectionError, TimeoutError)
"""What is raised where a connection breaks: nobody knows whether the answer arrived."""
_EXPIRED = 10062
"""Discord's code for an interaction that is not known, or no longer."""
_ACKNOWLEDGED = 40060
"""Its code for one that has its first answer already."""


async def reach(
    interaction: discord.Interaction,
    send: Callable[[], Awaitable[object]],
    view: ui.LayoutView | None = None,
    files: Sequence[discord.File] = (),
) -> None:
    """Send the first answer, and once more where the connection broke.

    Where Discord has one already, an earlier try arrived whose confirmation did not. That answer
    is then made to say what it should.

    Args:
        interaction: What is answered.
        send: Sends the answer.
        view: What it says; None where it only has the person wait.
        files: What comes with it.
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
            break
        else:
            return
    if view is not None:
        for file in files:
            file.reset()
        await interaction.edit_original_response(view=view, attachments=files)


def unheard(error: Exception) -> bool:
    """Say whether an answer did not get through to Discord, so that no other would."""
    if isinstance(error, discord.HTTPException):
        return error.code in (_EXPIRED, _ACKNOWLEDGED) or error.status >= 500
    return isinstance(error, CUT)
