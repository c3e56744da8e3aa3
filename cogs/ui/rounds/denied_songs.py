"""Taking songs whose rights are denied off the shortlist, and back, on the preview of a vote."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

import discord
from discord import ui

from bot.domain.model import EpisodeId
from bot.domain.permissions import require_showrunner
from bot.services.ports.read_models import VotePreview
from cogs.ui.kit.components import Piece, row
from cogs.ui.kit.context import context_and_episode
from cogs.ui.kit.pressable import Pressable
from cogs.ui.rounds.shown_drafts import MethodName, draft_of


class DeniedControl(Pressable):
    """What both buttons do when they are pressed."""

    show: ClassVar[Callable[[discord.Interaction, VotePreview], Awaitable[None]]]
    """Shows a preview. `previews` sets it, since it imports this module."""


def denied_controls(view: VotePreview) -> list[Piece]:
    """Return the row of buttons for songs whose rights are denied; none where there are none."""
    buttons: list[Piece] = []
    if view.denied:
        buttons.append(TakeOffDeniedButton.make(view))
    if view.taken_off:
        buttons.append(PutDeniedBackButton.make(view))
    return [row(*buttons)] if buttons else []


class TakeOffDeniedButton(DeniedControl, custom_id="votedenied:{episode_id}:{opens}:{method}"):
    """Takes the songs whose rights are denied off the shortlist."""

    episode_id: EpisodeId
    opens: int
    method: MethodName

    @classmethod
    def make(cls, view: VotePreview) -> "TakeOffDeniedButton":
        """Return the button of a preview."""
        denied = len(view.denied)
        which = "the denied song" if denied == 1 else f"the {denied} denied songs"
        button: ui.Button[ui.LayoutView] = ui.Button(label=f"Take {which} off the shortlist")
        opens, method = view.draft.opens or 0, view.draft.method
        return cls(button, episode_id=view.episode.id, opens=opens, method=method)

    async def act(self, interaction: discord.Interaction) -> None:
        """Take them off, and show what the vote would be without them."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        require_showrunner(ctx.person, ctx.room)
        draft = draft_of(self, ctx, self.method, self.opens)
        previews, target = ctx.services.previews, (ctx.person, ctx.room, episode)
        view = await previews.take_off_denied(*target, draft)
        await DeniedControl.show(interaction, view)


class PutDeniedBackButton(
    DeniedControl, custom_id="voteback:{episode_id}:{since}:{until}:{opens}:{method}"
):
    """Puts the songs back that were taken off the shortlist between two of its revisions."""

    episode_id: EpisodeId
    since: int
    until: int
    opens: int
    method: MethodName

    @classmethod
    def make(cls, view: VotePreview) -> "PutDeniedBackButton":
        """Return the button of a preview."""
        label = "Put it back" if len(view.taken_off) == 1 else "Put them back"
        return cls(
            ui.Button(label=label),
            episode_id=view.episode.id,
            since=view.taken_from,
            until=view.revision,
            opens=view.draft.opens or 0,
            method=view.draft.method,
        )

    async def act(self, interaction: discord.Interaction) -> None:
        """Put them back, and show what the vote would be with them."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        require_showrunner(ctx.person, ctx.room)
        draft = draft_of(self, ctx, self.method, self.opens)
        previews, target = ctx.services.previews, (ctx.person, ctx.room, episode)
        view = await previews.put_back(*target, draft, (self.since, self.until))
        await DeniedControl.show(interaction, view)
