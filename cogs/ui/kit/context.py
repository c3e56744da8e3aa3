"""Who asks, and in which room."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

import discord
from discord.ext import commands

from bot.domain.model import (
    ChannelId,
    Episode,
    EpisodeId,
    Person,
    Proposal,
    Room,
    RoundId,
    UserId,
)
from bot.domain.permissions import is_showrunner
from bot.services import Services
from bot.services.ports.world import Clock


class Host(Protocol):
    """What the screens need of the client.

    `draw_reference` draws the word under which an unforeseen error is logged.
    """

    services: Services
    clock: Clock
    draw_reference: Callable[[], str]


def services_of(bot: commands.Bot) -> Services:
    """Return what the cogs ask."""
    return cast("Host", bot).services


def host(interaction: discord.Interaction) -> Host:
    """Return the client as the screens know it."""
    return cast("Host", interaction.client)


def services(interaction: discord.Interaction) -> Services:
    """Return what the screens ask."""
    return host(interaction).services


def person(interaction: discord.Interaction) -> Person:
    """Return who asks, with what Discord says of them at this moment."""
    roles = getattr(interaction.user, "roles", ())
    allowed = interaction.permissions
    return Person(
        UserId(interaction.user.id),
        frozenset(role.id for role in roles),
        allowed.manage_guild or allowed.administrator,
    )


def channel_id(interaction: discord.Interaction) -> ChannelId:
    """Return the channel a room would be in: for a thread, the one it hangs on."""
    channel = interaction.channel
    if isinstance(channel, discord.Thread):
        return ChannelId(channel.parent_id)
    return ChannelId(interaction.channel_id or 0)


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks, where, and whom the screen asks in turn."""

    person: Person
    room: Room
    services: Services

    @property
    def is_showrunner(self) -> bool:
        """Whether the person is the showrunner or a delegate; services check it themselves."""
        return is_showrunner(self.person, self.room)

    async def episode(self, number: str | None) -> Episode:
        """Return the episode of that number, or the current one."""
        return await self.services.episodes.find(self.room, number or None)

    async def episode_of(self, proposal: Proposal) -> Episode:
        """Return the episode a proposal is for."""
        return await self.services.episodes.get(self.room, proposal.episode_id)


async def context_of(interaction: discord.Interaction) -> Context:
    """Return who asks and in which room.

    Raises:
        NoRoom: The channel is none.
    """
    asked = services(interaction)
    return Context(person(interaction), await asked.rooms.at(channel_id(interaction)), asked)


async def context_of_round(interaction: discord.Interaction, round_id: RoundId) -> Context:
    """Return who asks about a round, also in direct messages, where there is no room.

    There the room is the round's, and the person is taken without roles, since a press there
    carries none: only the showrunner by name passes for one.

    Raises:
        NoRoom: The channel is none.
        NotFound: There is no such round.
    """
    if interaction.guild_id is not None:
        return await context_of(interaction)
    asked = services(interaction)
    view = await asked.rounds.view(round_id)
    return Context(Person(UserId(interaction.user.id)), view.room, asked)


async def context_and_episode(
    interaction: discord.Interaction, episode_id: EpisodeId
) -> tuple[Context, Episode]:
    """Return who asks and in which room, and the episode of that room that a custom id names.

    Raises:
        NoRoom: The channel is none.
        NotFound: The room has no such episode.
    """
    at = await context_of(interaction)
    return at, await at.services.episodes.get(at.room, episode_id)
