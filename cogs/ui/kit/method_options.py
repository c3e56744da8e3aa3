"""The ways of counting, as the options of a menu."""

import discord

from bot.domain.counting import METHODS
from cogs.ui.kit import texts


def method_options(chosen: str) -> list[discord.SelectOption]:
    """Return an option for every method, the chosen one ticked."""
    return [
        discord.SelectOption(
            label=texts.option(method.title),
            value=method.name,
            description=texts.option(method.gist),
            default=method.name == chosen,
        )
        for method in METHODS.values()
    ]
