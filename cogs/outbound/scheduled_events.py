"""The scheduled event that shows a round to the server, where the room wants one."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import aiohttp
import discord
from discord.ext import commands
from typing_extensions import override

from bot.domain.errors import DiscordUnavailable, EventsForbidden
from bot.domain.model import Round, RoundState
from bot.services.ports.announcements import Delivery
from bot.services.ports.read_models import RoundView
from bot.services.ports.world import Clock, ScheduledEvents

log = logging.getLogger(__name__)

TITLE = "A vote in the writers' room"
"""Neutral, since the whole server sees it."""
PLACE = "Discord"
SHOWN = frozenset({RoundState.SCHEDULED, RoundState.OPEN, RoundState.PAUSED})
_GOING = (discord.EventStatus.scheduled, discord.EventStatus.active)
SOON = timedelta(seconds=30)
"""Discord takes no event that begins in the past."""


class DiscordEvents(ScheduledEvents):
    """Shows rounds in Discord's list of events.

    One whose making was not answered is looked for before another is made. One that somebody
    deleted stays away, also where it goes while it is changed.
    """

    def __init__(self, bot: commands.Bot, clock: Clock) -> None:
        self._bot = bot
        self._clock = clock

    @override
    async def show(self, view: RoundView, delivery: Delivery) -> int | None:
        guild = self._bot.get_guild(view.room.guild_id)
        if guild is None:
            raise DiscordUnavailable("finding the server")
        async with _asking():
            round_ = view.round
            event = await self._event(guild, round_, delivery)
            if round_.state not in SHOWN:
                if event is not None:
                    with suppress(discord.NotFound):  # deleted this moment
                        await _end(event)
                return None
            if event is None and round_.event_id is not None:
                return round_.event_id
            # One that has come to its end, though the round was extended since, is over for good.
            if event is None or event.status not in _GOING:
                event = await self._make(guild, round_)
            with suppress(discord.NotFound):  # deleted this moment
                await self._change(event, round_)
            return event.id

    async def _event(
        self, guild: discord.Guild, round_: Round, delivery: Delivery
    ) -> discord.ScheduledEvent | None:
        if round_.event_id is not None:
            try:
                return await guild.fetch_scheduled_event(round_.event_id)
            except discord.NotFound:
                return None
        there = await self._ours(guild, round_) if delivery.retry else []
        return there[0] if there else None

    async def _make(self, guild: discord.Guild, round_: Round) -> discord.ScheduledEvent:
        begins, ends = self._times(round_)
        made = await guild.create_scheduled_event(
            name=TITLE,
            description=_description(round_),
            start_time=begins,
            end_time=ends,
            entity_type=discord.EntityType.external,
            privacy_level=discord.PrivacyLevel.guild_only,
            location=PLACE,
        )
        # The client tries again by itself where an answer was bad, and an event has no nonce.
        for event in await self._ours(guild, round_):
            if event.id != made.id:
                await event.delete()
        return made

    async def _ours(self, guild: discord.Guild, round_: Round) -> list[discord.ScheduledEvent]:
        me = self._bot.user
        return [
            event
            for event in await guild.fetch_scheduled_events()
            if me and event.creator_id == me.id and event.description == _description(round_)
        ]

    async def _change(self, event: discord.ScheduledEvent, round_: Round) -> None:
        """Have an event begin and end when its round does."""
        begins, ends = self._times(round_)
        if event.status is discord.EventStatus.active:
            if event.end_time != ends:
                await event.edit(end_time=ends)
        # The beginning of an open round's is always a moment ahead, and it is begun here.
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


@asynccontextmanager
async def _asking() -> AsyncIterator[None]:
    try:
        yield
    except discord.Forbidden as error:
        raise EventsForbidden from error
    except discord.HTTPException as error:
        if error.status == 429 or error.status >= 500:
            raise DiscordUnavailable("showing a scheduled event") from error
        raise
    except (discord.RateLimited, aiohttp.ClientError, OSError) as error:
        raise DiscordUnavailable("showing a scheduled event") from error
