"""Answering with a file."""

import io

import discord
from discord import ui

from bot.domain.errors import FilesForbidden
from cogs.ui.kit.responses import answer


async def answer_with_file(
    interaction: discord.Interaction, view: ui.LayoutView, name: str, content: bytes
) -> None:
    """Answer privately with a message that shows a file by its name.

    Raises:
        FilesForbidden: The bot may not attach files here.
    """
    try:
        await answer(interaction, view, [discord.File(io.BytesIO(content), name)])
    except discord.Forbidden as error:
        raise FilesForbidden from error


def file_piece(name: str) -> ui.File[ui.LayoutView]:
    """Return the component that shows an attached file."""
    return ui.File(f"attachment://{name}")
