"""The pages on which the showrunner picks the shortlist from the longlist."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.longlist import Look, Show
from bot.domain.model import (
    MAX_CANDIDATES,
    SHORTLIST_SIZE,
    Episode,
    EpisodeId,
    Proposal,
    ProposalId,
)
from bot.services.ports.read_models import LonglistView, ShortlistView
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import Context, context_and_episode
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace
from cogs.ui.kit.song_lists import Measure, fit_message, song_names
from cogs.ui.shortlists.compare import CompareButton
from cogs.ui.shortlists.confirm import BackButton, PresentButton, changed_lines
from cogs.ui.shortlists.post import option_description
from cogs.ui.songs.longlist_paging import (
    PICKING_LOOK,
    TICKED_LOOK,
    Direction,
    PackedLook,
    adjacent_places,
    chosen_order,
    first_places,
    numbered_songs,
    order_options,
    songs_shown,
)

Shown = Sequence[tuple[int, Proposal]]
"""The songs of a page, each with its place in the order, counted from 1."""


async def first_picking_page(
    ctx: Context, episode: Episode, look: Look = PICKING_LOOK
) -> ui.LayoutView:
    """Return the first page to pick from.

    Raises:
        NotAllowed: The person is not the showrunner.
    """
    view = await ctx.services.shortlists.view_for_picking(ctx.person, ctx.room, episode)
    return await _page(ctx, view, look)


BackButton.first_page = staticmethod(first_picking_page)


async def _page(
    ctx: Context, view: ShortlistView, look: Look, added: Sequence[Proposal] = ()
) -> ui.LayoutView:
    songs = await _songs(ctx, view, look)
    return picking_page(view, songs, first_songs(songs), added)


async def _songs(
    ctx: Context, view: ShortlistView, look: Look, keep: Sequence[ProposalId] = ()
) -> LonglistView:
    return await ctx.services.longlists.look(
        ctx.person, ctx.room, view.episode, look, longlist=view.longlist, keep=keep
    )


def first_songs(songs: LonglistView) -> Shown:
    """Return the songs of the first page. All ticked songs share one page, up to a menu's limit."""
    if songs.look.show is Show.TICKED:
        return tuple(enumerate(songs.songs[:MAX_CANDIDATES], 1))
    return _songs_at(songs, first_places(songs))


def _songs_at(songs: LonglistView, places: range) -> Shown:
    return tuple(enumerate(songs.songs[places.start : places.stop], places.start + 1))


def picking_page(
    view: ShortlistView, songs: LonglistView, shown: Shown, added: Sequence[Proposal] = ()
) -> ui.LayoutView:
    """Return one page of the longlist to tick songs on.

    Args:
        view: The shortlist, with what others changed since the person saw it.
        songs: The longlist in the chosen order.
        shown: The songs on the page.
        added: The songs that were just filled in.
    """
    name = texts.episode_name(view.episode)
    if not view.longlist:
        return layout(f"The longlist of {name} is empty. Songs come with `/song propose`.")
    rows = _controls(view, songs, shown)

    def build(measure: Measure) -> ui.LayoutView:
        lines = [_title(view, songs, shown), *changed_lines(view, measure)]
        if added:
            added_songs = song_names((proposal.song for proposal in added), measure)
            lines.append(
                f"Filled in by seconds, then by age: {added_songs}. Untick what you do not want."
            )
        if view.shortlist:
            lines.append(
                f"On it: {song_names((proposal.song for proposal in view.shortlist), measure)}"
            )
        if view.locked:
            lines.append(
                "A round is under way over the songs it froze; changes count for a later one."
            )
        return layout("\n".join(lines), *rows)

    return fit_message(build)


def _controls(view: ShortlistView, songs: LonglistView, shown: Shown) -> list[Piece]:
    """Return the menus and buttons of a page; ways to other pages where there are any."""
    rows: list[Piece] = [row(PickMenu.make(view, songs.look, shown))] if shown else []
    rows.append(row(OrderMenu.make(view, songs)))
    if len(shown) < len(songs.songs):
        first = not shown or shown[0][0] == 1
        last = not shown or shown[-1][0] >= len(songs.songs)
        previous = PickTurn.make(view, songs.look, Direction.PREVIOUS, disabled=first)
        next_ = PickTurn.make(view, songs.look, Direction.NEXT, disabled=last)
        rows.append(row(previous, next_))
    buttons = (CompareButton.make(view), FillButton.make(view), PresentButton.make(view))
    return [*rows, row(*buttons)]


def _title(view: ShortlistView, songs: LonglistView, shown: Shown) -> str:
    head = (
        f"**Picking the shortlist of {texts.episode_name(view.episode)}**:"
        f" {len(view.shortlist)}/{SHORTLIST_SIZE}"
    )
    if not shown:
        return f"{head}\nNothing is ticked yet."
    text = f"{head}\nTick the songs to present; what you tick is saved at once."
    if len(shown) < len(songs.songs):
        text += f" Songs {shown[0][0]} to {shown[-1][0]} of {len(songs.songs)}."
    if songs.newer:
        newer = texts.count(songs.newer, "newer song")
        text += f" {newer} not shown here; choose the order again to see them."
    return text


def _ids(values: Sequence[str]) -> frozenset[ProposalId]:
    return frozenset(ProposalId(int(value)) for value in values)


class PickMenu(Pressable, custom_id="pick:{episode_id}:{look}:{seen}"):
    """Toggles the songs of one page."""

    episode_id: EpisodeId
    look: PackedLook
    seen: int

    @classmethod
    def make(cls, view: ShortlistView, look: Look, shown: Shown) -> "PickMenu":
        """Return the menu of a page, with the songs on the shortlist ticked."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Tick the songs for the shortlist",
            min_values=0,
            max_values=len(shown),
            options=[_option(view, number, proposal) for number, proposal in shown],
        )
        return cls(menu, episode_id=view.episode.id, look=look, seen=view.revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Save only what the person changed on the page; the songs on it stay."""
        before = _ids([option.value for option in self.item.options if option.default])
        after = _ids(self.item.values)
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        view = await ctx.services.shortlists.toggle(
            ctx.person, ctx.room, episode, on=after - before, off=before - after, seen=self.seen
        )
        keep = [ProposalId(int(option.value)) for option in self.item.options]
        songs = await _songs(ctx, view, self.look, keep)
        await replace(interaction, picking_page(view, songs, numbered_songs(songs, keep)))


def _option(view: ShortlistView, number: int, proposal: Proposal) -> discord.SelectOption:
    character = proposal.character_id and view.characters.get(proposal.character_id)
    return discord.SelectOption(
        label=texts.option(f"{number}. {proposal.song.title}"),
        description=option_description(proposal, f"for {character.name}" if character else ""),
        value=str(proposal.id),
        default=proposal.shortlisted,
    )


class PickTurn(Pressable, custom_id="pickpage:{episode_id}:{look}:{seen}:{direction}"):
    """Turns the pages while picking."""

    episode_id: EpisodeId
    look: PackedLook
    seen: int
    direction: Direction

    @classmethod
    def make(
        cls, view: ShortlistView, look: Look, direction: Direction, *, disabled: bool
    ) -> "PickTurn":
        """Return the button for the next or the previous page."""
        label = "Next" if direction is Direction.NEXT else "Previous"
        button: ui.Button[ui.LayoutView] = ui.Button(label=label, disabled=disabled)
        return cls(
            button, episode_id=view.episode.id, look=look, seen=view.revision, direction=direction
        )

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the page that adjoins the songs on the message that was pressed."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        view = await ctx.services.shortlists.view_for_picking(
            ctx.person, ctx.room, episode, self.seen
        )
        before = songs_shown(self, PickMenu)
        # The songs on the page keep their places, even if one of them was just unticked.
        songs = await _songs(ctx, view, self.look, before)
        shown = _songs_at(songs, adjacent_places(songs, before, self.direction))
        await replace(interaction, picking_page(view, songs, shown))


class OrderMenu(Pressable, custom_id="pickorder:{episode_id}:{seen}"):
    """Chooses the order of the longlist while picking."""

    episode_id: EpisodeId
    seen: int

    @classmethod
    def make(cls, view: ShortlistView, songs: LonglistView) -> "OrderMenu":
        """Return the menu."""
        menu: ui.Select[ui.LayoutView] = ui.Select(options=list(order_options(songs)))
        return cls(menu, episode_id=view.episode.id, seen=view.revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the first page in the chosen order."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        view = await ctx.services.shortlists.view_for_picking(
            ctx.person, ctx.room, episode, self.seen
        )
        await replace(interaction, await _page(ctx, view, chosen_order(self.item.values)))


class FillButton(Pressable, custom_id="pickfill:{episode_id}:{seen}"):
    """Fills up the shortlist, and shows it so that songs can be unticked again."""

    episode_id: EpisodeId
    seen: int

    @classmethod
    def make(cls, view: ShortlistView) -> "FillButton":
        """Return the button."""
        enough = min(SHORTLIST_SIZE, len(view.longlist))
        button: ui.Button[ui.LayoutView] = ui.Button(
            label="Fill the rest", disabled=len(view.shortlist) >= enough
        )
        return cls(button, episode_id=view.episode.id, seen=view.revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Fill up the shortlist, and show what was added."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        view, added = await ctx.services.shortlists.fill(
            ctx.person, ctx.room, episode, seen=self.seen
        )
        await replace(interaction, await _page(ctx, view, TICKED_LOOK, added))
