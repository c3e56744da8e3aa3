"""What the bot may not do in a room's channel, by the interaction itself."""

from collections.abc import Sequence

import discord

from bot.domain.channel_permissions import (
    ATTACH_FILES,
    NEEDED,
    READ_MESSAGE_HISTORY,
    SEND_MESSAGES,
    VIEW_CHANNEL,
    missing,
)
from bot.domain.model import Room
from bot.services.ports.surroundings import ChannelKind
from cogs.ui.kit import texts
from cogs.ui.kit.channels import kind_of
from cogs.ui.kit.context import bot_may

_READING = {NEEDED[VIEW_CHANNEL], NEEDED[READ_MESSAGE_HISTORY]}
"""All that a member may do who is timed out."""
_WRITING = {NEEDED[SEND_MESSAGES], NEEDED[ATTACH_FILES]}


def lacking(interaction: discord.Interaction, room: Room) -> tuple[str, ...]:
    """Return the names of all permissions that the bot lacks in the room's channel."""
    there = interaction.channel
    voice = there is not None and kind_of(there.type) is ChannelKind.VOICE
    return missing(bot_may(interaction), voice=voice, events=room.settings.events)


def lacking_text(room: Room, names: Sequence[str]) -> str:
    """Return what is missing, what to give, and who can give it."""
    listed = texts.listed(f"*{name}*" for name in names)
    it = "it" if len(names) == 1 else "them"
    if _WRITING.issubset(names) and _READING.isdisjoint(names):
        return (
            f"**I can only read here.** In <#{room.channel_id}> I lack {listed}. If I'm timed out"
            " in this server, a server admin removes the timeout; else they give me those with"
            " *Edit Channel*, *Permissions*. What waits then follows automatically."
        )
    return (
        f"**I don't have all the permissions a room needs.** In <#{room.channel_id}> I lack"
        f" {listed}. Ask a server admin to give me {it}: *Edit Channel*, *Permissions*, then add"
        f" me or my role and allow {it}. What waits then follows automatically."
    )
