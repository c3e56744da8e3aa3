"""The step before a shortlist is presented, and what the showrunner is told after it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

import discord
from discord import ui

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
from cogs.ui.kit.song_lists import Measure, fitted, named


def presented(view: ShortlistView) -> ui.LayoutView:
    """Return what the showrunner is told who presented the shortlist."""
    songs = texts.count(len(view.shortlist), "song")
    return layout(
        f"Presented: the shortlist of {texts.episode_name(view.episode)}, {songs}. The room sees it"
        " in the channel, and can talk in the thread on it. Schedule the vote with"
        " `/round schedule`."
    )


def filled(view: ShortlistView, added: Sequence[Proposal]) -> ui.LayoutView:
    """Return what the showrunner is told who had the shortlist topped up."""
    name, songs = texts.episode_name(view.episode), texts.count(len(view.shortlist), "song")

    def build(measure: Measure) -> ui.LayoutView:
        if not added:
            return layout(f"Nothing to add: the shortlist of {name} has {songs}.")
        names = named((one.song for one in added), measure)
        return layout(
            f"Added to the shortlist of {name}, which has {songs} now: {names}."
            " Present it with `/shortlist pick`."
        )

    return fitted(build)


def question(view: ShortlistView) -> ui.LayoutView:
    """Return what is asked before a shortlist is presented that is not what a round needs."""
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
            lines.append("A round is under way over the songs it froze; this is for a later one.")
        if songs:
            lines.append(f"On it: {named((one.song for one in view.shortlist), measure)}")
        return layout("\n".join(line for line in lines if line), row(*buttons))

    return fitted(build)


def _count_line(songs: int) -> str:
    if songs > MAX_CANDIDATES:
        return f"A round takes {MAX_CANDIDATES} songs at most: untick {songs - MAX_CANDIDATES}."
    if songs < MIN_CANDIDATES:
        return f"A round takes {MIN_CANDIDATES} songs at least: tick some first."
    if songs <= SEATS:
        return (
            f"A round takes more songs than seats, and has {SEATS} seats unless you say otherwise."
        )
    if songs != SHORTLIST_SIZE:
        return f"A round is held on {SHORTLIST_SIZE} as a rule. It can be held on {songs}."
    return ""


def changed_lines(view: ShortlistView, measure: Measure) -> list[str]:
    """Return what somebody else changed while a shortlist was before this person."""
    put = [one.song for one in view.changed if one.shortlisted]
    taken = [one.song for one in view.changed if not one.shortlisted]
    lines = []
    if put:
        lines.append(f"Somebody else has just put on it: {named(put, measure)}.")
    if taken:
        lines.append(f"Somebody else has just taken off it: {named(taken, measure)}.")
    return lines


class BackButton(Pressable, custom_id="pickback:{episode_id}"):
    """Leads back to picking from the question before presenting."""

    first_page: ClassVar[Callable[[Context, Episode], Awaitable[ui.LayoutView]]]
    """Returns the first page to pick from; set by `pick`, which draws it."""
    episode_id: EpisodeId

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the first page to pick from."""
        at, episode = await context_and_episode(interaction, self.episode_id)
        await replace(interaction, await BackButton.first_page(at, episode))


class PresentButton(Pressable, custom_id="present:{episode_id}:{seen}"):
    """Presents the shortlist to the room; asks first where it is not what a round needs."""

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
        """Present it, or ask."""
        at, episode = await context_and_episode(interaction, self.episode_id)
        view = await at.services.shortlists.view_for_picking(at.person, at.room, episode, self.seen)
        if view.changed or view.locked or len(view.shortlist) != SHORTLIST_SIZE:
            await replace(interaction, question(view))
        else:
            await _present(interaction, at, episode, self.seen)


class PresentNowButton(Pressable, custom_id="presentnow:{episode_id}:{seen}"):
    """Presents the shortlist after the question."""

    episode_id: EpisodeId
    seen: int

    @classmethod
    def make(cls, episode_id: EpisodeId, revision: int, songs: int) -> "PresentNowButton":
        """Return the button, which is for the shortlist as it was asked about."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label=f"Present {'this song' if songs == 1 else f'these {songs}'}",
            style=discord.ButtonStyle.primary,
        )
        return cls(button, episode_id=episode_id, seen=revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Present it, unless it was changed since."""
        at, episode = await context_and_episode(interaction, self.episode_id)
        await _present(interaction, at, episode, self.seen)


async def _present(
    interaction: discord.Interaction, at: Context, episode: Episode, seen: int
) -> None:
    view = await at.services.shortlists.present(at.person, at.room, episode, seen)
    await replace(interaction, question(view) if view.changed else presented(view))
