"""How commands are declared: in plain words, ready for translation, for servers only."""

from typing import Annotated

from discord import app_commands

from bot.domain.model import NOTE_MAX, REASON_MAX

L = app_commands.locale_str
"""Marks a text that people read, so that a translation can come."""

INSTALLED = app_commands.AppInstallationType(guild=True)
INSIDE = app_commands.AppCommandContext(guild=True)

EPISODE = L("Which episode; without it, the current one")

Words = Annotated[str, app_commands.Range[str, 1, 500]]
"""A song in words, or its link."""
Note = Annotated[str, app_commands.Range[str, 1, NOTE_MAX]]
Reason = Annotated[str, app_commands.Range[str, 1, REASON_MAX]]
Short = Annotated[str, app_commands.Range[str, 1, 100]]


def group(name: str, description: str) -> app_commands.Group:
    """Return a group of commands that is there in servers only."""
    return app_commands.Group(
        name=L(name),
        description=L(description),
        allowed_installs=INSTALLED,
        allowed_contexts=INSIDE,
    )
