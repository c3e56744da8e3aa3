"""Presenting a shortlist: the buttons, the confirmation, and the replies to the showrunner."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

import discord
from discord import ui

from bot.domain.filling import Filling
from bot.domain.model import (
    MAX_CANDIDATES,
    MIN_CANDIDATES,
    SEATS,
    SHORTLIST_SIZE,
    Episode,
    EpisodeId,
    Proposal,
)
from bot.services.ports.read_models import ShortlistView
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import Context, context_and_episode
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace
from cogs.ui.kit.song_lists import Measure, fit_message, song_names
from cogs.ui.shortlists.filled import filled_lines


def presented_reply(view: ShortlistView) -> ui.LayoutView:
    """Return the reply to the showrunner who presented the shortlist."""
    songs = texts.count(len(view.shortlist), "song")
    return layout(
        f"Presented: the shortlist of {texts.episode_name(view.episode)}, {songs}. The room sees it"
        " in the channel, and can talk in its thread. Schedule the vote with"
        " `/round schedule`."
    )


def filled_reply(view: ShortlistView, filling: Filling) -> ui.LayoutView:
    """Return the reply to the showrunner who filled up the shortlist."""
    name, songs = texts.episode_name(view.episode), texts.count(len(view.shortlist), "song")

    def build(measure: Measure) -> ui.LayoutView:
        longlist = "`/song list` shows what else there is, and `/song propose` adds to it."
        lines = [f"Nothing to add: the shortlist of {name} has {songs}. {longlist}"]
        if filling.added:
            lines = [f"Added to the shortlist of {name}, which has {songs} now."]
        lines += filled_lines(filling, measure)
        if filling.added:
            lines.append("Present it with `/shortlist pick`.")
        return layout("\n".join(lines))

    return fit_message(build)


def confirm_page(view: ShortlistView) -> ui.LayoutView:
    """Return the question that comes before presenting an unusual shortlist."""
    name, songs = texts.episode_name(view.episode), len(view.shortlist)
    fits = MIN_CANDIDATES <= songs <= MAX_CANDIDATES
    buttons: list[Piece] = []
    if fits:
        buttons.append(PresentNowButton.make(view.episode.id, view.revision, songs))
    back: ui.Button[ui.LayoutView] = ui.Button(label="Back to picking")
    buttons.append(BackButton(back, episode_id=view.episode.id))

    def build(measure: Measure) -> ui.LayoutView:
        lines = [f"**Present the shortlist of {name}?** It has {texts.count(songs, 'song')}."]
        lines += [_count_line(songs), *changed_lines(view, measure)]
        if view.locked:
            lines.append("A vote is under way; changes apply to the next one.")
        if songs:
            lines.append(
                f"On it: {song_names((proposal.song for proposal in view.shortlist), measure)}"
            )
        return layout("\n".join(line for line in lines if line), row(*buttons))

    return fit_message(build)


def _count_line(songs: int) -> str:
    if songs > MAX_CANDIDATES:
        return f"A vote takes {MAX_CANDIDATES} songs at most: untick {songs - MAX_CANDIDATES}."
    if songs < MIN_CANDIDATES:
        return f"A vote takes {MIN_CANDIDATES} songs at least: tick some first."
    if songs <= SEATS:
        return (
            f"A vote needs more songs than seats, and has {SEATS} seats unless you say otherwise."
        )
    if songs != SHORTLIST_SIZE:
        return f"A vote usually has {SHORTLIST_SIZE} songs. It works with {songs} too."
    return ""


def added_reply(view: ShortlistView, proposal: Proposal, *, already: bool) -> ui.LayoutView:
    """Return the reply to the showrunner who put a song on the shortlist by name."""
    name, songs = texts.episode_name(view.episode), texts.count(len(view.shortlist), "song")
    song = texts.song_name(proposal.song)
    done = (
        f"{song} was on the shortlist of {name} already"
        if already
        else f"Added {song} to the shortlist of {name}"
    )
    return layout(
        f"{done}. It has {songs}. Add the next one, or present it with `/shortlist pick`."
    )


def changed_lines(view: ShortlistView, measure: Measure) -> list[str]:
    """Return what others changed on a shortlist since the person saw it."""
    added = [proposal.song for proposal in view.changed if proposal.shortlisted]
    removed = [proposal.song for proposal in view.changed if not proposal.shortlisted]
    lines = []
    if added:
        lines.append(f"Added since you opened this: {song_names(added, measure)}.")
    if removed:
        lines.append(f"Removed since you opened this: {song_names(removed, measure)}.")
    return lines


class BackButton(Pressable, custom_id="pickback:{episode_id}"):
    """Returns from the confirmation to picking."""

    first_page: ClassVar[Callable[[Context, Episode], Awaitable[ui.LayoutView]]]
    """Returns the first page to pick from. `pick` sets it, since it imports this module."""
    episode_id: EpisodeId

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the first page to pick from."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        await replace(interaction, await BackButton.first_page(ctx, episode))


class PresentButton(Pressable, custom_id="present:{episode_id}:{seen}"):
    """Presents the shortlist to the room, and asks first if it is an unusual one."""

    episode_id: EpisodeId
    seen: int

    @classmethod
    def make(cls, view: ShortlistView) -> "PresentButton":
        """Return the button."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label="Present to the room",
            style=discord.ButtonStyle.primary,
            disabled=not view.shortlist,
        )
        return cls(button, episode_id=view.episode.id, seen=view.revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Present the shortlist, or ask for confirmation."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        view = await ctx.services.shortlists.view_for_picking(
            ctx.person, ctx.room, episode, self.seen
        )
        if view.changed or view.locked or len(view.shortlist) != SHORTLIST_SIZE:
            await replace(interaction, confirm_page(view))
        else:
            await _present(interaction, ctx, episode, self.seen)


class PresentNowButton(Pressable, custom_id="presentnow:{episode_id}:{seen}"):
    """Presents the shortlist after the confirmation."""

    episode_id: EpisodeId
    seen: int

    @classmethod
    def make(cls, episode_id: EpisodeId, revision: int, songs: int) -> "PresentNowButton":
        """Return the button for the revision that the question is about."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label=f"Present {'this song' if songs == 1 else f'these {songs}'}",
            style=discord.ButtonStyle.primary,
        )
        return cls(button, episode_id=episode_id, seen=revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Present the shortlist, unless somebody has changed it since."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        await _present(interaction, ctx, episode, self.seen)


async def _present(
    interaction: discord.Interaction, ctx: Context, episode: Episode, seen: int
) -> None:
    view = await ctx.services.shortlists.present(ctx.person, ctx.room, episode, seen)
    await replace(interaction, confirm_page(view) if view.changed else presented_reply(view))
