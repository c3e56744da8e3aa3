"""Discord's scheduled events for rounds, in rooms that switched them on."""

import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import aiohttp
import discord
from discord.ext import commands
from typing_extensions import override

from bot.domain.errors import DiscordUnavailable
from bot.domain.model import Round, RoundState
from bot.services.ports.announcements import Delivery
from bot.services.ports.read_models import RoundView
from bot.services.ports.world import Clock, ScheduledEvents
from cogs.outbound.refusals import FOR_EVENT, translated

log = logging.getLogger(__name__)

TITLE = "A vote in the writers' room"
"""Neutral, since the whole server sees it."""
PLACE = "Discord"
SHOWN_STATES = frozenset(
    {RoundState.SCHEDULED, RoundState.OPEN, RoundState.PAUSED, RoundState.CLOSING}
)
"""An event that has ended can't go on, so that of a round being closed stays until it is."""
_NOT_ENDED = (discord.EventStatus.scheduled, discord.EventStatus.active)
SOON = timedelta(seconds=30)
"""How far ahead an event starts at least, since Discord accepts none in the past."""


class DiscordEvents(ScheduledEvents):
    """Shows rounds in Discord's list of events.

    A retry searches for an event from an earlier attempt before it creates another. An event that
    somebody deleted is not created again.
    """

    def __init__(self, bot: commands.AutoShardedBot, clock: Clock) -> None:
        self._bot = bot
        self._clock = clock

    @override
    async def show(self, view: RoundView, delivery: Delivery) -> int | None:
        guild = await self._server(view.room.guild_id)
        async with translated("showing a scheduled event", FOR_EVENT):
            round_ = view.round
            event = await self._event(guild, round_, delivery)
            if round_.state not in SHOWN_STATES:
                if event is not None:
                    with suppress(discord.NotFound):  # deleted a moment ago
                        await _end(event)
                return None
            if event is None and round_.event_id is not None:
                return round_.event_id
            # An event that has ended cannot be resumed, even if the round was extended since.
            if event is None or event.status not in _NOT_ENDED:
                event = await self._make(guild, round_)
            with suppress(discord.NotFound):  # deleted a moment ago
                await self._update(event, round_)
            return event.id

    async def _server(self, guild_id: int) -> discord.Guild:
        """Return a server, also one of another process's, or while this one reconnects."""
        guild = self._bot.get_guild(guild_id)
        if guild is not None:
            return guild
        try:
            return await self._bot.fetch_guild(guild_id, with_counts=False)
        except (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError) as fault:
            raise DiscordUnavailable("finding the server") from fault

    async def _event(
        self, guild: discord.Guild, round_: Round, delivery: Delivery
    ) -> discord.ScheduledEvent | None:
        if round_.event_id is not None:
            try:
                return await guild.fetch_scheduled_event(round_.event_id)
            except discord.NotFound:
                return None
        found = await self._own_events(guild, round_) if delivery.retry else []
        return found[0] if found else None

    async def _make(self, guild: discord.Guild, round_: Round) -> discord.ScheduledEvent:
        begins, ends = self._times(round_)
        created = await guild.create_scheduled_event(
            name=TITLE,
            description=_description(round_),
            start_time=begins,
            end_time=ends,
            entity_type=discord.EntityType.external,
            privacy_level=discord.PrivacyLevel.guild_only,
            location=PLACE,
        )
        # The client may have sent the request twice by itself, and an event has no nonce.
        for event in await self._own_events(guild, round_):
            if event.id != created.id:
                await event.delete()
        return created

    async def _own_events(
        self, guild: discord.Guild, round_: Round
    ) -> list[discord.ScheduledEvent]:
        me = self._bot.user
        return [
            event
            for event in await guild.fetch_scheduled_events()
            if me
            and event.creator_id == me.id
            and event.status in _NOT_ENDED
            and event.description == _description(round_)
        ]

    async def _update(self, event: discord.ScheduledEvent, round_: Round) -> None:
        """Give an event the start, end and status of its round."""
        begins, ends = self._times(round_)
        if event.status is discord.EventStatus.active:
            if event.end_time != ends:
                await event.edit(end_time=ends)
        # The start of an open round's event is always a moment ahead; it is started below.
        elif event.end_time != ends or (
            event.start_time != begins and round_.state is not RoundState.OPEN
        ):
            event = await event.edit(start_time=begins, end_time=ends)
        if round_.state is RoundState.OPEN and event.status is discord.EventStatus.scheduled:
            await event.start()

    def _times(self, round_: Round) -> tuple[datetime, datetime]:
        soon = datetime.fromtimestamp(int(self._clock.now()), UTC) + SOON
        begins = max(datetime.fromtimestamp(round_.opens_at, UTC), soon)
        ends = datetime.fromtimestamp(round_.closes_at, UTC)
        return begins, max(ends, begins + SOON)


def _description(round_: Round) -> str:
    return f"Writers vote until this ends. Reference {round_.id:x}."


async def _end(event: discord.ScheduledEvent) -> None:
    if event.status is discord.EventStatus.active:
        await event.end()
    elif event.status is discord.EventStatus.scheduled:
        await event.cancel()
