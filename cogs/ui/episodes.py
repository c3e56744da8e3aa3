"""The form for an episode's number and title, and the replies to editing and archiving."""

import discord
from discord import ui

from bot.domain.model import Episode, EpisodeState
from bot.services.episodes import NUMBER_MAX, TITLE_MAX
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout
from cogs.ui.kit.context import Context, context_of
from cogs.ui.kit.forms import Form
from cogs.ui.kit.responses import answer


async def open_form(interaction: discord.Interaction, ctx: Context, episode: Episode) -> None:
    """Open the form for an episode's number and title, filled in with the present ones.

    Raises:
        NotAllowed: The person is not the showrunner.
    """
    ctx.services.rooms.require_showrunner(ctx.person, ctx.room)
    await interaction.response.send_modal(EpisodeForm(episode))


class EpisodeForm(Form):
    """The form for an episode's number and title."""

    def __init__(self, episode: Episode) -> None:
        super().__init__(f"Episode {texts.option(episode.number, NUMBER_MAX)}")
        self._episode = episode
        self.ask("number", "Number", most=NUMBER_MAX, value=episode.number)
        self.ask("title", "Title", most=TITLE_MAX, value=episode.title, required=False)

    async def act(self, interaction: discord.Interaction) -> None:
        """Save the number and title."""
        ctx, before = await context_of(interaction), self._episode
        number, title = self.text("number"), self.text("title")
        after = await ctx.services.episodes.edit(ctx.person, ctx.room, before, number, title)
        await answer(interaction, edited_reply(before, after))


def edited_reply(before: Episode, after: Episode) -> ui.LayoutView:
    """Return the reply to the showrunner who renamed an episode."""
    old, name = texts.episode_name(before), texts.episode_name(after)
    return layout(
        f"What was {old} is {name} from now on. Messages and records that were made before keep the"
        " old name."
    )


def archived_reply(episode: Episode) -> ui.LayoutView:
    """Return the reply to the showrunner who archived an episode, or brought it back."""
    name = texts.episode_name(episode)
    if episode.state is EpisodeState.ARCHIVED:
        return layout(
            f"Archived {name}: nothing of it changes any more, and nothing of it is deleted. Its"
            " songs stay in the shared playlist. `/episode archive` with `undo` brings it back."
        )
    state = "locked, as it was" if episode.state is EpisodeState.LOCKED else "as it was"
    return layout(f"Back: {name}, {state}.")
