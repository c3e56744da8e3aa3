"""Changing an episode: its number, its title, and whether it is put away."""

import discord
from discord import ui

from bot.domain.model import Episode, EpisodeState
from bot.services.episodes import NUMBER_MAX, TITLE_MAX
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout
from cogs.ui.kit.context import Context, context_of
from cogs.ui.kit.forms import Form
from cogs.ui.kit.responses import answer


async def open_form(interaction: discord.Interaction, at: Context, episode: Episode) -> None:
    """Open the form for an episode's number and title, filled in with what they are.

    Raises:
        NotAllowed: The person is not the showrunner.
    """
    at.services.rooms.require_showrunner(at.person, at.room)
    await interaction.response.send_modal(EpisodeForm(episode))


class EpisodeForm(Form):
    """An episode's number and title."""

    def __init__(self, episode: Episode) -> None:
        super().__init__(f"Episode {texts.option(episode.number, NUMBER_MAX)}")
        self._episode = episode
        self.ask("number", "Number", most=NUMBER_MAX, given=episode.number)
        self.ask("title", "Title", most=TITLE_MAX, given=episode.title, required=False)

    async def act(self, interaction: discord.Interaction) -> None:
        """Save it."""
        at, before = await context_of(interaction), self._episode
        number, title = self.text("number"), self.text("title")
        after = await at.services.episodes.edit(at.person, at.room, before, number, title)
        await answer(interaction, edited(before, after))


def edited(before: Episode, after: Episode) -> ui.LayoutView:
    """Return what the showrunner is told who renamed an episode."""
    was, name = texts.episode_name(before), texts.episode_name(after)
    return layout(
        f"What was {was} is {name} from now on. Messages and records that were made before keep the"
        " old name."
    )


def archived(episode: Episode) -> ui.LayoutView:
    """Return what the showrunner is told who put an episode away, or brought it back."""
    name = texts.episode_name(episode)
    if episode.state is EpisodeState.ARCHIVED:
        return layout(
            f"Archived {name}: nothing of it changes any more, and nothing of it is deleted. Its"
            " songs stay in the shared playlist. `/episode archive` with `undo` brings it back."
        )
    state = "locked, as it was" if episode.state is EpisodeState.LOCKED else "as it was"
    return layout(f"Back: {name}, {state}.")
