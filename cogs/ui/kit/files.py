"""Answering with files."""

import io
from collections.abc import Mapping

import discord
from discord import ui

from bot.domain.errors import FilesForbidden
from cogs.ui.kit.responses import answer


async def answer_with_files(
    interaction: discord.Interaction, view: ui.LayoutView, files: Mapping[str, bytes]
) -> None:
    """Answer privately with a message that shows files by their names.

    Raises:
        FilesForbidden: The bot may not attach files here.
    """
    try:
        attached = [discord.File(io.BytesIO(content), name) for name, content in files.items()]
        await answer(interaction, view, attached)
    except discord.Forbidden as error:
        raise FilesForbidden from error


def file_piece(name: str) -> ui.File[ui.LayoutView]:
    """Return the component that shows an attached file."""
    return ui.File(f"attachment://{name}")
