"""The form for an episode's number and title, and the replies to editing and archiving."""

from typing import ClassVar

import discord
from discord import ui

from bot.domain.model import Episode, EpisodeId, EpisodeState
from bot.services.episodes import NUMBER_MAX, TITLE_MAX
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout
from cogs.ui.kit.context import Context, context_and_episode
from cogs.ui.kit.forms import Field, Form, open_form
from cogs.ui.kit.responses import answer


async def open_episode_form(
    interaction: discord.Interaction, ctx: Context, episode: Episode
) -> None:
    """Open the form for an episode's number and title, filled in with the present ones.

    Raises:
        NotAllowed: The person is not the showrunner.
    """
    ctx.services.rooms.require_showrunner(ctx.person, ctx.room)
    title = f"Episode {texts.option(episode.number, NUMBER_MAX)}"
    filled = {"number": episode.number, "title": episode.title}
    await open_form(interaction, EpisodeForm(title, filled, episode_id=episode.id))


class EpisodeForm(Form, custom_id="episodeform:{episode_id}"):
    """The form for an episode's number and title."""

    fields: ClassVar = {
        "number": Field("Number", NUMBER_MAX),
        "title": Field("Title", TITLE_MAX, required=False),
    }
    episode_id: EpisodeId

    async def act(self, interaction: discord.Interaction) -> None:
        """Save the number and title."""
        ctx, before = await context_and_episode(interaction, self.episode_id)
        number, title = self.text("number"), self.text("title")
        after = await ctx.services.episodes.edit(ctx.person, ctx.room, before, number, title)
        await answer(interaction, edited_reply(before, after))


def edited_reply(before: Episode, after: Episode) -> ui.LayoutView:
    """Return the reply to the showrunner who renamed an episode."""
    old, name = texts.episode_name(before), texts.episode_name(after)
    return layout(f"{_first(old)} is now {name}. Earlier messages and records keep the old name.")


def archived_reply(episode: Episode) -> ui.LayoutView:
    """Return the reply to the showrunner who archived an episode, or brought it back."""
    name = texts.episode_name(episode)
    if episode.state is EpisodeState.ARCHIVED:
        return layout(
            f"Archived {name}: it can't be changed, and nothing is deleted. Its songs stay in the"
            " shared playlist. `/episode archive` with `undo` brings it back."
        )
    state = "locked, as it was" if episode.state is EpisodeState.LOCKED else "as it was"
    return layout(f"Restored: {name}, {state}.")


def chosen_reply(episode: Episode) -> ui.LayoutView:
    """Return the reply to the choice of the current episode."""
    return layout(
        f"{_first(texts.episode_name(episode))} is now the current episode: commands use it"
        " unless you name another. Change it with `/episode current`; a new episode becomes the"
        " current one automatically."
    )


def _first(words: str) -> str:
    """Return words as they begin a sentence."""
    return words[:1].upper() + words[1:]
