"""The ways from a song or a holder back to the lists: an episode's songs, and who has to answer."""

from collections.abc import Callable, Sequence
from typing import ClassVar

import discord
from discord import ui

from bot.domain.model import Episode, EpisodeId
from bot.domain.rights import Holder
from bot.services.rights.reading import EpisodeRights
from cogs.ui.kit import texts
from cogs.ui.kit.context import context_and_episode, context_of, host_of
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace

NO_EPISODE = EpisodeId(0)


class EpisodeRightsTurn(Pressable, custom_id="rightslist:{episode_id}:{page}"):
    """Turns the pages of the rights to an episode's songs, or goes back to them."""

    episode_id: EpisodeId
    page: int
    page_of: ClassVar[Callable[[EpisodeRights, int], ui.LayoutView]]
    """Returns a page. `lists` sets it, since it imports what imports this module."""

    @classmethod
    def make(
        cls, episode_id: EpisodeId, page: int, label: str, *, disabled: bool = False
    ) -> "EpisodeRightsTurn":
        """Return the button to a page."""
        button: ui.Button[ui.LayoutView] = ui.Button(label=label, disabled=disabled)
        return cls(button, episode_id=episode_id, page=max(0, page))

    @classmethod
    def to(cls, episode: Episode) -> "EpisodeRightsTurn":
        """Return the button to another episode's songs."""
        return cls.make(episode.id, 0, texts.option(f"Episode {episode.number}"))

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the page."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        view = await ctx.services.rights.episode(ctx.person, ctx.room, episode)
        await replace(interaction, EpisodeRightsTurn.page_of(view, self.page))


class DueTurn(Pressable, custom_id="rightsdue:{page}"):
    """Turns the pages of those who have yet to answer, or goes back to them."""

    page: int
    page_of: ClassVar[Callable[[tuple[Holder, ...], float, int], ui.LayoutView]]
    """Returns a page. `lists` sets it."""

    @classmethod
    def make(
        cls, page: int = 0, label: str = "Who hasn't answered", *, disabled: bool = False
    ) -> "DueTurn":
        """Return the button to a page."""
        button: ui.Button[ui.LayoutView] = ui.Button(label=label, disabled=disabled)
        return cls(button, page=max(0, page))

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the page."""
        ctx = await context_of(interaction)
        waiting = await ctx.services.rights.due(ctx.person, ctx.room)
        now = host_of(interaction.client).clock.now()
        await replace(interaction, DueTurn.page_of(waiting, now, self.page))


def ways_back(
    episode_id: EpisodeId, holders: Sequence[Holder]
) -> list[EpisodeRightsTurn | DueTurn]:
    """Return the buttons from a song to the lists; `episode_id` is 0 where it is for none."""
    songs = [EpisodeRightsTurn.make(episode_id, 0, "All songs")] if episode_id else []
    # Who comes from the list of those who are to answer comes for no episode, and goes on there.
    return [*songs, *(ways_to_due(holders) if episode_id else [DueTurn.make()])]


def ways_to_due(holders: Sequence[Holder]) -> list[DueTurn]:
    """Return the button to those who have yet to answer, if one of these holders has."""
    return [DueTurn.make()] if any(holder.waits for holder in holders) else []
