"""What Discord's channels are to a room."""

import discord

from bot.services.ports.surroundings import ChannelKind

_KINDS = {
    discord.ChannelType.text: ChannelKind.TEXT,
    discord.ChannelType.news: ChannelKind.TEXT,
    discord.ChannelType.voice: ChannelKind.VOICE,
    discord.ChannelType.stage_voice: ChannelKind.VOICE,
    discord.ChannelType.forum: ChannelKind.FORUM,
    discord.ChannelType.media: ChannelKind.FORUM,
}


def kind_of(channel_type: discord.ChannelType) -> ChannelKind:
    """Return what a channel is to a room, by Discord's type of it."""
    return _KINDS.get(channel_type, ChannelKind.OTHER)
