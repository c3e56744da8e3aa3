"""The context of an interaction: the person, the room, and the services to call."""

from collections.abc import Callable
from typing import Protocol, cast

import discord
from msgspec import Struct

from bot.domain.errors import NotFound
from bot.domain.model import (
    ChannelId,
    Episode,
    EpisodeId,
    Person,
    Proposal,
    RoleId,
    Room,
    RoundId,
    UserId,
)
from bot.domain.permissions import is_rights_editor, is_showrunner
from bot.services import Services
from bot.services.ports.log_subjects import note_subjects
from bot.services.ports.world import Clock
from cogs.ui.kit import offers


class Host(Protocol):
    """The parts of the client that the screens use.

    `draw_reference` draws the reference under which an unexpected error is logged; `begin` notes
    that the running task works on an interaction and answers it.
    """

    services: Services
    clock: Clock
    draw_reference: Callable[[], str]
    begin: Callable[[discord.Interaction], None]


def host_of(client: discord.Client) -> Host:
    """Return the client, typed as what the screens use of it."""
    return cast("Host", client)


def services_of(client: discord.Client) -> Services:
    """Return the services that commands and screens call."""
    return host_of(client).services


def person_of(interaction: discord.Interaction) -> Person:
    """Return the person behind an interaction, with their present roles and permissions.

    Their roles come with the interaction. `Member.roles` would look each up among the roles that
    the client knows, which are none.
    """
    member, allowed = interaction.user, interaction.permissions
    return Person(
        UserId(member.id), roles_of(member), allowed.manage_guild or allowed.administrator
    )


def bot_may(interaction: discord.Interaction) -> int:
    """Return what the bot may do in the interaction's channel, as Discord's bits."""
    return interaction.app_permissions.value


def roles_of(member: discord.Member | discord.User) -> frozenset[RoleId]:
    """Return the roles of somebody who came with an interaction; none in a direct message."""
    if not isinstance(member, discord.Member):
        return frozenset()
    # The role everyone has goes by the server's id, and Discord leaves it out.
    roles = (*member._roles, member.guild.id)  # noqa: SLF001 - nothing public has the ids alone
    return frozenset(map(RoleId, roles))


def channel_id_of(interaction: discord.Interaction) -> ChannelId:
    """Return the channel that a room would be in: for a thread, its parent channel."""
    channel = interaction.channel
    if isinstance(channel, discord.Thread):
        return ChannelId(channel.parent_id)
    return ChannelId(interaction.channel_id or 0)


class Context(Struct, frozen=True):
    """The person behind an interaction, the room it happens in, and the services to call.

    `current` is the room's current episode if it was read with the room, and there is one.
    """

    person: Person
    room: Room
    services: Services
    current: Episode | None = None

    @property
    def is_showrunner(self) -> bool:
        """Whether the person is the showrunner or a delegate. Services check this themselves."""
        return is_showrunner(self.person, self.room)

    @property
    def is_rights_editor(self) -> bool:
        """Whether the person may change what is known of rights. Services check this themselves."""
        return is_rights_editor(self.person, self.room)

    async def episode(self, words: str | None) -> Episode:
        """Return the episode that somebody means, or the current one if they named none.

        Raises:
            NotFound: There is no such episode.
            SeveralFound: They may mean several.
        """
        if not words and self.current is not None:
            return self.current
        try:
            return await self.services.episodes.find(self.room, words or None)
        except NotFound:
            if not words:
                raise
        summaries = await self.services.episodes.summaries(self.room)
        return offers.meant(words, offers.episodes(one.episode for one in summaries), "episode")

    async def episode_of(self, proposal: Proposal) -> Episode:
        """Return the episode that a song was proposed for."""
        return await self.services.episodes.get(self.room, proposal.episode_id)


async def context_of(interaction: discord.Interaction) -> Context:
    """Return the context of an interaction.

    Raises:
        NoRoom: The channel has no room.
    """
    room = await services_of(interaction.client).rooms.at(channel_id_of(interaction))
    return await _context(interaction, room)


async def context_with_current(interaction: discord.Interaction) -> Context:
    """Return the context of an interaction that is mostly about the room's current episode.

    Raises:
        NoRoom: The channel has no room.
    """
    rooms = services_of(interaction.client).rooms
    room, current = await rooms.with_current_at(channel_id_of(interaction))
    return await _context(interaction, room, current)


async def _context(
    interaction: discord.Interaction, room: Room, current: Episode | None = None
) -> Context:
    services, person = services_of(interaction.client), person_of(interaction)
    note_subjects(room=room.id)
    await services.overdue_answers.meet(person, room)
    return Context(person, room, services, current)


async def context_of_round(interaction: discord.Interaction, round_id: RoundId) -> Context:
    """Return the context of an interaction about a round, in a channel or a direct message.

    In a direct message, the room is the round's. Discord sends no roles there, so the person is
    looked up as a member of the room's server.

    Raises:
        NoRoom: The channel has no room.
        NotFound: There is no such round.
        NotAllowed: The person has left the room's server.
        ServerGone, DiscordUnavailable: It is not known whether they have.
    """
    note_subjects(round=round_id)
    if interaction.guild_id is not None:
        return await context_of(interaction)
    services = services_of(interaction.client)
    room = (await services.rounds.view(round_id)).room
    person = await services.surroundings.member(room, UserId(interaction.user.id))
    return Context(person, room, services)


async def context_and_episode(
    interaction: discord.Interaction, episode_id: EpisodeId
) -> tuple[Context, Episode]:
    """Return the context of an interaction, and the episode that a custom id names.

    Raises:
        NoRoom: The channel has no room.
        NotFound: The room has no such episode.
    """
    ctx = await context_of(interaction)
    return ctx, await ctx.services.episodes.get(ctx.room, episode_id)
