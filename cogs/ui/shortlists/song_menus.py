"""The menus of songs on a page to pick from: up to twelve, with twenty-five songs each."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import ClassVar

import discord
from discord import ui

from bot.domain.longlist import Look
from bot.domain.model import EpisodeId, Proposal, ProposalId
from bot.services.ports.read_models import ShortlistView
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece
from cogs.ui.kit.context import Context, context_and_episode
from cogs.ui.kit.look_alikes import told_apart
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.rights import SongsRights
from cogs.ui.shortlists.narrowing import whole_look
from cogs.ui.shortlists.post import option_description
from cogs.ui.songs.longlist_paging import PackedLook, songs_shown

MENU_MAX = 25
"""Songs in one menu; Discord allows no more."""
MENUS_MAX = 12
"""Menus of songs on one page. With the other controls, they make a message of forty components."""

Shown = Sequence[tuple[int, Proposal]]
"""The songs of a page, each with its place in the order, counted from 1."""

ShowKept = Callable[
    [discord.Interaction, Context, ShortlistView, Look, Sequence[ProposalId]], Awaitable[None]
]
"""Shows a page again with the songs that were on it."""


def song_menus(view: ShortlistView, look: Look, shown: Shown) -> Iterator[Piece]:
    """Yield the menus of a page, each with as many songs as one may have."""
    for place in range(0, len(shown), MENU_MAX):
        songs = shown[place : place + MENU_MAX]
        menu = _song_menu(view, songs, alone=len(shown) <= MENU_MAX)
        episode_id, seen = view.episode.id, view.revision
        if place:
            number = place // MENU_MAX
            yield MorePickMenu(menu, episode_id=episode_id, look=look, seen=seen, number=number)
        else:
            yield PickMenu(menu, episode_id=episode_id, look=look, seen=seen)


def _ids(values: Sequence[str]) -> frozenset[ProposalId]:
    return frozenset(ProposalId(int(value)) for value in values)


class SongMenu(Pressable):
    """Toggles the songs of one menu."""

    show_kept: ClassVar[ShowKept]
    """Set by `pick`, which imports this module."""
    episode_id: EpisodeId
    look: PackedLook
    seen: int

    async def act(self, interaction: discord.Interaction) -> None:
        """Save only what the person changed in the menu; the songs on the page stay."""
        before = _ids([option.value for option in self.item.options if option.default])
        after = _ids(self.item.values)
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        view = await ctx.services.shortlists.toggle(
            ctx.person, ctx.room, episode, on=after - before, off=before - after, seen=self.seen
        )
        keep = songs_shown(self, PickMenu, MorePickMenu)
        await SongMenu.show_kept(interaction, ctx, view, whole_look(self, self.look), keep)


class PickMenu(SongMenu, custom_id="pick:{episode_id}:{look}:{seen}", values=ProposalId):
    """Toggles the first songs of a page."""


class MorePickMenu(
    SongMenu, custom_id="pickmore:{episode_id}:{look}:{seen}:{number}", values=ProposalId
):
    """Toggles further songs of a page; `number` counts its menus from 0."""

    number: int


def _song_menu(view: ShortlistView, songs: Shown, *, alone: bool) -> "ui.Select[ui.LayoutView]":
    """Return a menu with the songs on the shortlist ticked."""
    apart = told_apart([proposal.song for _, proposal in songs])
    hint = "Tick the songs for the shortlist"
    return ui.Select(
        placeholder=hint if alone else f"Songs {songs[0][0]} to {songs[-1][0]}",
        min_values=0,
        max_values=len(songs),
        options=[_option(view, number, one, apart[one.song.id]) for number, one in songs],
    )


def _option(
    view: ShortlistView, number: int, proposal: Proposal, apart: str
) -> discord.SelectOption:
    character = proposal.character_id and view.characters.get(proposal.character_id)
    return discord.SelectOption(
        label=texts.option(f"{number}. {proposal.song.title}"),
        description=option_description(
            proposal,
            f"for {character.name}" if character else "",
            apart,
            SongsRights.of(view).words(proposal.song),
        ),
        value=str(proposal.id),
        default=proposal.shortlisted,
    )
