"""Who asks, and in which room."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, cast

import discord
from discord.ext import commands

from bot.domain.errors import NotFound
from bot.domain.model import (
    ChannelId,
    Episode,
    Person,
    Proposal,
    ProposalId,
    Room,
    RoundId,
    Song,
    SongId,
    UserId,
    read_id,
)
from bot.domain.permissions import is_showrunner
from bot.services import Services
from bot.services.ports.world import Clock


class Host(Protocol):
    """What the screens need of the client."""

    services: Services
    clock: Clock


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

    async def episode_or_none(self, number: str | None) -> Episode | None:
        """Return the episode of that number; without one, the current episode, if there is any."""
        if number:
            return await self.episode(number)
        try:
            return await self.episode(None)
        except NotFound:
            return None

    async def episode_of(self, proposal: Proposal) -> Episode:
        """Return the episode a proposal is for."""
        return await self.services.episodes.get(self.room, proposal.episode_id)

    async def proposal(self, words: str) -> Proposal:
        """Return the proposal that a choice of autocomplete, or a title typed out, means.

        Raises:
            NotFound: None is meant, or more than one.
        """
        if proposal_id := read_id(words):
            try:
                return await self.services.proposals.get(self.room, ProposalId(proposal_id))
            except NotFound:
                pass  # a title may be a number, too
        episode = await self.episode(None)
        found = await self.services.proposals.find(self.room, episode, words)
        exact = [one for one in found if one.song.title.casefold() == words.casefold()]
        if len(exact or found) != 1:
            raise NotFound("song", words)
        return (exact or found)[0]

    async def candidate(self, round_id: RoundId, words: str) -> SongId:
        """Return the candidate that a choice of autocomplete, or a title typed out, means.

        Raises:
            NotFound: None is meant, or more than one.
        """
        songs = [one.song for one in (await self.services.rounds.view(round_id)).round.candidates]
        return _meant(songs, words, "candidate")

    async def boarded(self, number: str | None) -> Episode:
        """Return the episode of that number; without one, the newest that has a board."""
        if number:
            return await self.episode(number)
        return await self.services.boards.newest(self.room)

    async def seated(self, episode: Episode, words: str) -> SongId:
        """Return the song on the board that words mean; raises as `candidate` does."""
        view = await self.services.boards.view(self.room, episode)
        return _meant([one.song for one in view.board.slots], words, "slot")

    async def waiting(self, episode: Episode, words: str) -> SongId:
        """Return the song in waiting that words mean; raises as `candidate` does."""
        view = await self.services.boards.view(self.room, episode)
        return _meant(view.board.runners_up, words, "runner_up")


def _meant(songs: Sequence[Song], words: str, what: str) -> SongId:
    wanted = words.strip().casefold()
    for meant in (
        [song for song in songs if str(song.id) == wanted],
        [song for song in songs if song.title.casefold() == wanted],
        [song for song in songs if wanted in song.title.casefold()],
    ):
        if len(meant) == 1:
            return meant[0].id
    raise NotFound(what, words)


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
