"""Posts and edits the services' announcements on Discord, and sends their direct messages."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import discord
from discord import ui
from discord.ext import commands
from typing_extensions import override

from bot.domain.errors import ChannelGone, DiscordRefused, ThreadsForbidden
from bot.domain.model import MessageId, UserId
from bot.services.ports.announcements import Announcement, Delivery, Notice
from bot.services.ports.world import Announcer
from cogs.outbound.messages import Channel, Messages
from cogs.outbound.refusals import Means, meaning_of
from cogs.outbound.screens import SCREENS, Screen
from cogs.ui.kit.context import services_of

log = logging.getLogger(__name__)

T = TypeVar("T")

SendOrEdit = Callable[[ui.LayoutView, Sequence[discord.File]], Awaitable[T]]
"""Sends or edits a message, given its components and files."""


class DiscordAnnouncer(Announcer):
    """Sends and edits messages; how each announcement looks is in `SCREENS`.

    Args:
        bot: The client, connected.
    """

    def __init__(self, bot: commands.AutoShardedBot) -> None:
        self._bot = bot
        self._messages = Messages(bot)

    @override
    async def post(self, announcement: Announcement, delivery: Delivery) -> MessageId:
        screen = _screen_of(announcement)
        channel = self._messages.channel_of(announcement.room)
        existing = await self.find(announcement, delivery)
        if existing is not None:
            return existing
        mention = screen.mention(announcement) if screen.mention else ()

        async def send(message: ui.LayoutView, files: Sequence[discord.File]) -> MessageId:
            return await self._messages.send(
                channel, message, delivery.id, mention=mention, files=files
            )

        return await self._show_with_picture(announcement, delivery.id, send)

    @override
    async def find(self, announcement: Announcement, delivery: Delivery) -> MessageId | None:
        channel = self._messages.channel_of(announcement.room)
        return await self._sent_before(channel, announcement, delivery)

    @override
    async def edit(self, announcement: Announcement) -> MessageId | None:
        screen, message_id = _screen_of(announcement), announcement.message_id
        if message_id is None:
            return None
        channel = self._messages.channel_of(announcement.room)
        if await self._edit(channel, announcement, message_id):
            return message_id
        if not screen.restored or screen.button is None:
            return None
        custom_id = screen.button(announcement, message_id).custom_id
        since = discord.utils.snowflake_time(message_id).timestamp()
        replacement = await self._messages.find(channel, custom_id, since)
        if replacement is None or not await self._edit(channel, announcement, replacement):
            return None
        return replacement

    @override
    async def stands(self, announcement: Announcement) -> bool:
        message_id = announcement.message_id
        if message_id is None:
            return False
        channel = self._messages.channel_of(announcement.room)
        return await self._messages.stands(channel, message_id)

    @override
    async def tell(self, user_id: UserId, notice: Notice, delivery: Delivery) -> None:
        message = _screen_of(notice).render(notice, delivery.id)
        channel = await self._messages.direct_messages(user_id)
        if await self._sent_before(channel, notice, delivery) is None:
            await self._messages.send(channel, message, delivery.id)

    @override
    async def open_thread(self, announcement: Announcement) -> None:
        name, message_id = _screen_of(announcement).thread, announcement.message_id
        if name is not None and message_id is not None:
            channel = self._messages.channel_of(announcement.room)
            await self._messages.open_thread(channel, message_id, name(announcement))

    @override
    async def post_in_thread(
        self, announcement: Announcement, thread_id: MessageId, delivery: Delivery
    ) -> MessageId | None:
        screen = _screen_of(announcement)
        thread = self._messages.thread_of(announcement.room, thread_id)
        message = screen.render(announcement, delivery.id)
        mention = screen.mention(announcement) if screen.mention else ()
        try:
            before = await self._sent_before(thread, announcement, delivery)
            return before or await self._messages.send_in_thread(
                thread, message, delivery.id, mention=mention
            )
        except (ChannelGone, ThreadsForbidden) as refusal:
            log.info("nothing is said in thread %s: %s", thread_id, refusal)
            return None

    @override
    async def edit_in_thread(self, announcement: Announcement, thread_id: MessageId) -> bool:
        message_id = announcement.message_id
        if message_id is None:
            return False
        thread = self._messages.thread_of(announcement.room, thread_id)
        message = _screen_of(announcement).render(announcement, message_id)
        try:
            return await self._messages.edit_in_thread(thread, message_id, message)
        except (ChannelGone, ThreadsForbidden) as refusal:
            log.info("nothing is edited in thread %s: %s", thread_id, refusal)
            return False

    async def _sent_before(
        self, channel: Channel, notice: Notice, delivery: Delivery
    ) -> MessageId | None:
        button = _screen_of(notice).button
        if button is None or not delivery.retry:
            return None
        custom_id = button(notice, delivery.id).custom_id
        return await self._messages.find(channel, custom_id, delivery.since)

    async def _edit(
        self, channel: Channel, announcement: Announcement, message_id: MessageId
    ) -> bool:
        """Edit a message; return whether it exists."""

        async def edit(message: ui.LayoutView, files: Sequence[discord.File]) -> bool:
            return await self._messages.edit(channel, message_id, message, files)

        return await self._show_with_picture(announcement, message_id, edit)

    async def _show_with_picture(
        self, announcement: Announcement, number: int, show: SendOrEdit[T]
    ) -> T:
        """Show an announcement with its picture, or without it if its file is refused."""
        screen = _screen_of(announcement)
        if screen.draw is not None:
            message, files = await screen.draw(announcement, services_of(self._bot).drawings)
            try:
                return await show(message, files)
            except (ChannelGone, DiscordRefused) as refusal:
                if not files or not _of_files(refusal):
                    raise
                log.warning("no picture, since files may not be attached: %r", refusal)
        return await show(screen.render(announcement, number), ())


def _of_files(refusal: ChannelGone | DiscordRefused) -> bool:
    """Return whether something was refused that may be taken without its files."""
    if isinstance(refusal, ChannelGone):
        return refusal.why == "forbidden"
    return meaning_of(refusal.status, refusal.code) is Means.FILES


def _screen_of(notice: Notice) -> Screen[Any]:
    return SCREENS[type(notice)]
