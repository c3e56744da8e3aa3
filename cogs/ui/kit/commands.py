"""Parts of command declarations: translatable texts, option types, and server-only groups."""

from typing import Annotated

from discord import app_commands

from bot.domain.model import NOTE_MAX, REASON_MAX

L = app_commands.locale_str
"""Marks a text that people read, so that it can be translated."""

SERVER_INSTALL = app_commands.AppInstallationType(guild=True)
SERVERS_ONLY = app_commands.AppCommandContext(guild=True)

EPISODE = L("Which episode; without it, the current one")
VOTE = L("Which episode's vote; without it, the only one that can be meant")

LongText = Annotated[str, app_commands.Range[str, 1, 500]]
"""A long option: a song in words, a link, a list of times."""
Note = Annotated[str, app_commands.Range[str, 1, NOTE_MAX]]
Reason = Annotated[str, app_commands.Range[str, 1, REASON_MAX]]
ShortText = Annotated[str, app_commands.Range[str, 1, 100]]


def group(name: str, description: str) -> app_commands.Group:
    """Return a group of commands that exists in servers only, not in direct messages."""
    return app_commands.Group(
        name=L(name),
        description=L(description),
        allowed_installs=SERVER_INSTALL,
        allowed_contexts=SERVERS_ONLY,
    )
