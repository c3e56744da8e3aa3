"""Sending, finding and editing messages, with Discord's errors translated into our own."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Literal

import aiohttp
import discord
from discord import ui
from discord.ext import commands

from bot.domain.errors import ChannelGone, DiscordUnavailable, ThreadsForbidden
from bot.domain.model import MessageId, Room, UserId
from cogs.ui.ballots.post import MENTIONS_MAX

log = logging.getLogger(__name__)

MESSAGES_SEARCHED = 50
"""How many of the newest messages are searched when it is not known since when to search."""
CLOCKS_APART = 6 * 3600
"""By how many seconds this machine's clock may be ahead of Discord's."""
_UNKNOWN_CHANNEL, _UNKNOWN_GUILD, _UNKNOWN_MESSAGE = 10003, 10004, 10008
_EDITED_TOO_OFTEN = 30046
_THREAD_THERE, _THREADS_MOST = 160004, 160006
_WRONG_KIND_OF_CHANNEL = 50024
_NO_THREAD_POSSIBLE = (_UNKNOWN_MESSAGE, _THREAD_THERE, _THREADS_MOST, _WRONG_KIND_OF_CHANNEL)
"""Codes that mean no thread can be opened, now or later."""
_ARCHIVE_AFTER: Literal[10080] = 10080
"""Minutes without a message (a week) after which Discord archives a thread."""

Channel = discord.PartialMessageable | discord.DMChannel
"""A room's channel, or a person's direct messages."""


class Messages:
    """Sends, finds and edits the bot's own messages."""

    def __init__(self, bot: commands.Bot) -> None:
        self._bot = bot

    def channel_of(self, room: Room) -> Channel:
        """Return a room's channel."""
        return self._bot.get_partial_messageable(room.channel_id, guild_id=room.guild_id)

    async def direct_messages(self, user_id: UserId) -> Channel:
        """Return the channel of a person's direct messages.

        Raises:
            ChannelGone, DiscordUnavailable.
        """
        async with _translated_errors(user_id, "opening direct messages"):
            return await self._bot.create_dm(discord.Object(user_id))

    async def send(
        self,
        channel: Channel,
        message: ui.LayoutView,
        nonce: int,
        *,
        mention: Sequence[UserId] = (),
        files: Sequence[discord.File] = (),
    ) -> MessageId:
        """Send a message. For some minutes, Discord drops a second one with the same nonce.

        Raises:
            ChannelGone, DiscordUnavailable.
        """
        mentioned = [discord.Object(user) for user in mention[:MENTIONS_MAX]]
        allowed = discord.AllowedMentions(
            everyone=False, roles=False, users=mentioned or False, replied_user=False
        )
        async with _translated_errors(channel.id, "sending a message"):
            sent = await channel.send(
                view=message, nonce=str(nonce), allowed_mentions=allowed, files=list(files)
            )
        return MessageId(sent.id)

    async def edit(
        self,
        channel: Channel,
        message_id: MessageId,
        message: ui.LayoutView,
        files: Sequence[discord.File] = (),
    ) -> bool:
        """Edit a message; return whether it exists.

        Raises:
            ChannelGone, DiscordUnavailable.
        """
        try:
            async with _translated_errors(channel.id, "editing a message"):
                await channel.get_partial_message(message_id).edit(
                    view=message,
                    allowed_mentions=discord.AllowedMentions.none(),
                    attachments=list(files),
                )
        except discord.NotFound as error:
            if error.code != _UNKNOWN_MESSAGE:
                raise
            return False
        return True

    async def open_thread(self, channel: Channel, message_id: MessageId, name: str) -> None:
        """Open a thread on a message, unless it has one or was deleted.

        Raises:
            ThreadsForbidden, ChannelGone, DiscordUnavailable.
        """
        http = self._bot.http
        async with _translated_errors(channel.id, "opening a thread"):
            try:
                await http.start_thread_with_message(
                    channel.id, message_id, name=name, auto_archive_duration=_ARCHIVE_AFTER
                )
            except discord.Forbidden as error:
                raise ThreadsForbidden from error
            except discord.HTTPException as error:
                if error.code not in _NO_THREAD_POSSIBLE:
                    raise
                log.info("no thread on message %s: %s", message_id, error)

    async def find(self, channel: Channel, custom_id: str, since: float = 0) -> MessageId | None:
        """Return a message of the bot's with this custom id, sent since an instant, or None.

        Every message since then is searched, however many there are. Without an instant (UTC
        seconds), only the newest few are.

        Raises:
            ChannelGone, DiscordUnavailable.
        """
        me = self._bot.user
        try:
            async with _translated_errors(channel.id, "reading messages"):
                async for message in _messages_since(channel, since):
                    if me and message.author.id == me.id and _carries(message, custom_id):
                        return MessageId(message.id)
        except ChannelGone as error:
            if error.why != "forbidden":
                raise
            # Sending may still be allowed. The nonce then prevents duplicates for some minutes, in
            # which most retries happen.
            log.warning("messages in channel %s may not be read back", channel.id)
        return None


def _messages_since(channel: Channel, since: float) -> AsyncIterator[discord.Message]:
    """Return the messages since an instant, oldest first, or the newest few, newest first."""
    if not since:
        return channel.history(limit=MESSAGES_SEARCHED)
    first = datetime.fromtimestamp(since - CLOCKS_APART, UTC)
    return channel.history(limit=None, after=first, oldest_first=True)


def _carries(message: discord.Message, custom_id: str) -> bool:
    view = ui.LayoutView.from_message(message, timeout=None)
    return any(getattr(item, "custom_id", None) == custom_id for item in view.walk_children())


@asynccontextmanager
async def _translated_errors(channel_id: int, doing: str) -> AsyncIterator[None]:
    """Translate Discord's errors into our own, except for an unknown message."""
    try:
        yield
    except discord.Forbidden as error:
        raise ChannelGone(channel_id, "forbidden") from error
    except discord.HTTPException as error:
        if error.code in (_UNKNOWN_CHANNEL, _UNKNOWN_GUILD):
            raise ChannelGone(channel_id, "deleted") from error
        if error.status == 429 or error.status >= 500 or error.code == _EDITED_TOO_OFTEN:
            raise DiscordUnavailable(doing) from error
        raise
    except (discord.RateLimited, aiohttp.ClientError, OSError) as error:
        raise DiscordUnavailable(doing) from error
