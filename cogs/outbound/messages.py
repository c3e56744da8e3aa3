"""Sending, finding and editing messages, with Discord's errors translated into our own."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Literal, TypeVar

import discord
from discord import ui
from discord.ext import commands

from bot.domain.errors import ChannelGone, DiscordRefused
from bot.domain.model import MessageId, Room, UserId
from cogs.outbound.refusals import (
    THREAD_ARCHIVED,
    Means,
    Raises,
    for_thread,
    in_channel,
    meaning_of,
    to_person,
)
from cogs.outbound.refusals import translated as translated_errors

log = logging.getLogger(__name__)

MESSAGES_SEARCHED = 50
"""How many of the newest messages are searched when it is not known since when to search."""
CLOCKS_APART = 6 * 3600
"""By how many seconds this machine's clock may be ahead of Discord's."""
_ARCHIVE_AFTER: Literal[10080] = 10080
"""Minutes without a message (a week) after which Discord archives a thread."""

T = TypeVar("T")

Channel = discord.PartialMessageable | discord.DMChannel
"""A room's channel, or a person's direct messages."""


class Messages:
    """Sends, finds and edits the bot's own messages."""

    def __init__(self, bot: commands.AutoShardedBot) -> None:
        self._bot = bot

    def channel_of(self, room: Room) -> Channel:
        """Return a room's channel."""
        return self._bot.get_partial_messageable(room.channel_id, guild_id=room.guild_id)

    def thread_of(self, room: Room, thread_id: MessageId) -> Channel:
        """Return a thread in a room's channel."""
        kind = discord.ChannelType.public_thread
        return self._bot.get_partial_messageable(thread_id, guild_id=room.guild_id, type=kind)

    async def direct_messages(self, user_id: UserId) -> Channel:
        """Return the channel of a person's direct messages.

        Raises:
            DirectMessagesClosed, DiscordUnavailable, DiscordRefused.
        """
        async with translated_errors("opening direct messages", to_person(user_id)):
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
            ChannelGone, DirectMessagesClosed, DiscordUnavailable, DiscordRefused.
        """
        mentioned = [discord.Object(user) for user in mention]
        allowed = discord.AllowedMentions(
            everyone=False, roles=False, users=mentioned or False, replied_user=False
        )
        async with translated_errors("sending a message", _refusals(channel)):
            sent = await channel.send(
                view=message, nonce=str(nonce), allowed_mentions=allowed, files=list(files)
            )
        return MessageId(sent.id)

    async def send_in_thread(
        self,
        thread: Channel,
        message: ui.LayoutView,
        nonce: int,
        *,
        mention: Sequence[UserId] = (),
    ) -> MessageId:
        """Send a message to a thread as `send` does, reopening it if it was archived.

        Raises:
            ThreadsForbidden, ChannelGone, DiscordUnavailable, DiscordRefused.
        """
        send = partial(self.send, thread, message, nonce, mention=mention)
        return await self._in_open_thread(thread, send)

    async def edit_in_thread(
        self, thread: Channel, message_id: MessageId, message: ui.LayoutView
    ) -> bool:
        """Edit a message of a thread as `edit` does, reopening it if it was archived.

        Raises:
            ThreadsForbidden, ChannelGone, DiscordUnavailable, DiscordRefused.
        """
        return await self._in_open_thread(thread, partial(self.edit, thread, message_id, message))

    async def _in_open_thread(self, thread: Channel, act: Callable[[], Awaitable[T]]) -> T:
        try:
            return await act()
        except DiscordRefused as refusal:
            if refusal.code != THREAD_ARCHIVED:
                raise
        async with translated_errors("reopening a thread", _refusals(thread)):
            await self._bot.http.edit_channel(thread.id, archived=False)
        return await act()

    async def edit(
        self,
        channel: Channel,
        message_id: MessageId,
        message: ui.LayoutView,
        files: Sequence[discord.File] = (),
    ) -> bool:
        """Edit a message; return whether it exists and is the bot's.

        Raises:
            ChannelGone, DiscordUnavailable, DiscordRefused.
        """
        try:
            async with translated_errors("editing a message", _refusals(channel)):
                await channel.get_partial_message(message_id).edit(
                    view=message,
                    allowed_mentions=discord.AllowedMentions.none(),
                    attachments=list(files),
                )
        except discord.HTTPException:  # any other has another name by now
            return False
        return True

    async def stands(self, channel: Channel, message_id: MessageId) -> bool:
        """Return whether a message of the bot's exists; where the bot may not look, it does.

        Raises:
            ChannelGone, DiscordUnavailable, DiscordRefused.
        """
        try:
            async with translated_errors("looking for a message", _refusals(channel)):
                found = await channel.fetch_message(message_id)
        except discord.HTTPException:
            return False
        except ChannelGone as error:
            if error.why != "forbidden":
                raise
            return True
        return self._bot.user is None or found.author.id == self._bot.user.id

    async def open_thread(self, channel: Channel, message_id: MessageId, name: str) -> None:
        """Open a thread on a message, unless it has one or was deleted.

        Raises:
            ThreadsForbidden, ChannelGone, DiscordUnavailable, DiscordRefused.
        """
        http = self._bot.http
        async with translated_errors("opening a thread", for_thread(channel.id)):
            try:
                await http.start_thread_with_message(
                    channel.id, message_id, name=name, auto_archive_duration=_ARCHIVE_AFTER
                )
            except discord.HTTPException as error:
                means = meaning_of(error.status, error.code)
                if means not in (Means.DONE, Means.NO_MESSAGE):
                    raise
                log.info("no new thread on message %s: %s", message_id, error)

    async def find(self, channel: Channel, custom_id: str, since: float = 0) -> MessageId | None:
        """Return a message of the bot's with this custom id, sent since an instant, or None.

        Every message since then is searched, however many there are. Without an instant (UTC
        seconds), only the newest few are.

        Raises:
            ChannelGone, DirectMessagesClosed, DiscordUnavailable, DiscordRefused.
        """
        me = self._bot.user
        try:
            async with translated_errors("reading messages", _refusals(channel)):
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


def _refusals(channel: Channel) -> Raises:
    if isinstance(channel, discord.DMChannel):
        return to_person(channel.recipient.id if channel.recipient else 0)
    if channel.type is discord.ChannelType.public_thread:
        return for_thread(channel.id)
    return in_channel(channel.id)


def _messages_since(channel: Channel, since: float) -> AsyncIterator[discord.Message]:
    """Return the messages since an instant, oldest first, or the newest few, newest first."""
    if not since:
        return channel.history(limit=MESSAGES_SEARCHED)
    first = datetime.fromtimestamp(since - CLOCKS_APART, UTC)
    return channel.history(limit=None, after=first, oldest_first=True)


def _carries(message: discord.Message, custom_id: str) -> bool:
    view = ui.LayoutView.from_message(message, timeout=None)
    return any(getattr(item, "custom_id", None) == custom_id for item in view.walk_children())
