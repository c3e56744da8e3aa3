"""Sending, finding and editing messages, with Discord's answers turned into errors of ours."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Literal

import aiohttp
import discord
from discord import ui
from discord.ext import commands

from bot.domain.errors import ChannelGone, DiscordUnavailable, ThreadsForbidden
from bot.domain.model import MessageId, Room, UserId
from cogs.ui.ballots.post import MENTIONS_MAX

log = logging.getLogger(__name__)

LOOKED_THROUGH = 50
"""Messages looked through for one that may have been sent before."""
_UNKNOWN_CHANNEL, _UNKNOWN_GUILD, _UNKNOWN_MESSAGE = 10003, 10004, 10008
_EDITED_TOO_OFTEN = 30046
_THREAD_THERE, _THREADS_MOST = 160004, 160006
_NO_THREAD = (_UNKNOWN_MESSAGE, _THREAD_THERE, _THREADS_MOST)
"""Where a message gets no thread, and trying again would not change that."""
_THREAD_LASTS: Literal[10080] = 10080
"""Minutes (a week) without a word after which a thread is put away, until the next one."""

Channel = discord.PartialMessageable | discord.DMChannel
"""Where something is said: a room's channel, or somebody's direct messages."""


class Messages:
    """Sends, finds and edits messages of the bot's own."""

    def __init__(self, bot: commands.Bot) -> None:
        self._bot = bot

    def channel_of(self, room: Room) -> Channel:
        """Return a room's channel."""
        return self._bot.get_partial_messageable(room.channel_id, guild_id=room.guild_id)

    async def direct_messages(self, user_id: UserId) -> Channel:
        """Return somebody's direct messages.

        Raises:
            ChannelGone, DiscordUnavailable.
        """
        async with _errors_named(user_id, "opening direct messages"):
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
        """Send a message; Discord makes two with one nonce into one for some minutes.

        Raises:
            ChannelGone, DiscordUnavailable.
        """
        called = [discord.Object(user) for user in mention[:MENTIONS_MAX]]
        allowed = discord.AllowedMentions(
            everyone=False, roles=False, users=called or False, replied_user=False
        )
        async with _errors_named(channel.id, "sending a message"):
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
        """Edit a message; say whether it was there.

        Raises:
            ChannelGone, DiscordUnavailable.
        """
        try:
            async with _errors_named(channel.id, "editing a message"):
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
        """Open a thread on a message, unless it has one or is not there any more.

        Raises:
            ThreadsForbidden, ChannelGone, DiscordUnavailable.
        """
        http = self._bot.http
        async with _errors_named(channel.id, "opening a thread"):
            try:
                await http.start_thread_with_message(
                    channel.id, message_id, name=name, auto_archive_duration=_THREAD_LASTS
                )
            except discord.Forbidden as error:
                raise ThreadsForbidden from error
            except discord.HTTPException as error:
                if error.code not in _NO_THREAD:
                    raise
                log.info("no thread on message %s: %s", message_id, error)

    async def find(self, channel: Channel, custom_id: str) -> MessageId | None:
        """Return the newest message of ours that carries a custom id, if it is a recent one.

        Raises:
            ChannelGone, DiscordUnavailable.
        """
        me = self._bot.user
        try:
            async with _errors_named(channel.id, "reading messages"):
                async for message in channel.history(limit=LOOKED_THROUGH):
                    if me and message.author.id == me.id and _carries(message, custom_id):
                        return MessageId(message.id)
        except ChannelGone as error:
            if error.why != "forbidden":
                raise
            # Writing may still be allowed; the nonce then keeps a message from being sent twice for
            # the minutes in which most lost answers are made up for.
            log.warning("messages in channel %s may not be read back", channel.id)
        return None


def _carries(message: discord.Message, custom_id: str) -> bool:
    view = ui.LayoutView.from_message(message, timeout=None)
    return any(getattr(item, "custom_id", None) == custom_id for item in view.walk_children())


@asynccontextmanager
async def _errors_named(channel_id: int, doing: str) -> AsyncIterator[None]:
    """Turn what Discord answers into our errors; an unknown message is left to the caller."""
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
