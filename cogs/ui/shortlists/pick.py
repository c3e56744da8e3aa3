"""The pages on which the showrunner picks the shortlist from the longlist."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.filling import Filling
from bot.domain.longlist import Look, Show
from bot.domain.model import (
    SHORTLIST_SIZE,
    Episode,
    EpisodeId,
    ProposalId,
)
from bot.domain.structs import replace as with_
from bot.services.ports.read_models import LonglistView, ShortlistView
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import Context, context_and_episode
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace
from cogs.ui.kit.rights import SongsRights
from cogs.ui.kit.song_lists import Measure, fit_message, song_names
from cogs.ui.shortlists.by_name import PickNamesButton
from cogs.ui.shortlists.compare import CompareButton
from cogs.ui.shortlists.confirm import BackButton, PresentButton, changed_lines
from cogs.ui.shortlists.filled import filled_lines
from cogs.ui.shortlists.narrowing import (
    PickingControl,
    PickProposerPicker,
    PickSearchButton,
    PickShowMenu,
    narrowing_line,
    whole_look,
)
from cogs.ui.shortlists.song_menus import (
    MENU_MAX,
    MENUS_MAX,
    MorePickMenu,
    PickMenu,
    Shown,
    SongMenu,
    song_menus,
)
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

PAGE_MAX = MENU_MAX * MENUS_MAX
SAID_MIN = 3
"""Lines about a form that a page always has room for."""


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
    ctx: Context,
    view: ShortlistView,
    look: Look,
    filling: Filling | None = None,
    said: Sequence[str] = (),
) -> ui.LayoutView:
    songs = await _songs(ctx, view, look)
    return picking_page(view, songs, first_songs(songs), filling, said)


async def _show_page(
    interaction: discord.Interaction,
    ctx: Context,
    view: ShortlistView,
    look: Look,
    said: Sequence[str],
) -> None:
    await replace(interaction, await _page(ctx, view, look, said=said))


PickingControl.show_page = staticmethod(_show_page)


async def _show_kept(
    interaction: discord.Interaction,
    ctx: Context,
    view: ShortlistView,
    look: Look,
    keep: Sequence[ProposalId],
) -> None:
    songs = await _songs(ctx, view, look, keep)
    await replace(interaction, picking_page(view, songs, numbered_songs(songs, keep)))


SongMenu.show_kept = staticmethod(_show_kept)


async def _songs(
    ctx: Context, view: ShortlistView, look: Look, keep: Sequence[ProposalId] = ()
) -> LonglistView:
    return await ctx.services.longlists.look(
        ctx.person, ctx.room, view.episode, look, longlist=view.longlist, keep=keep
    )


def first_songs(songs: LonglistView) -> Shown:
    """Return the songs of the first page."""
    return _songs_at(songs, first_places(songs, PAGE_MAX))


def _songs_at(songs: LonglistView, places: range) -> Shown:
    return tuple(enumerate(songs.songs[places.start : places.stop], places.start + 1))


def picking_page(
    view: ShortlistView,
    songs: LonglistView,
    shown: Shown,
    filling: Filling | None = None,
    said: Sequence[str] = (),
) -> ui.LayoutView:
    """Return one page of the longlist to tick songs on.

    Args:
        view: The shortlist, with what others changed since the person saw it.
        songs: The longlist in the chosen order.
        shown: The songs on the page.
        filling: What has just filled it up, if anything.
        said: Lines about what the person has just done.
    """
    name = texts.episode_name(view.episode)
    if not view.longlist:
        return layout(f"The longlist of {name} is empty. Add songs with `/song propose`.")
    rows = _controls(view, songs, shown)

    def build(measure: Measure) -> ui.LayoutView:
        lines = [_title(view, songs, shown), *changed_lines(view, measure)]
        if filling:
            lines += filled_lines(filling, measure)
        most = max(measure.names, SAID_MIN)
        lines += said[:most]
        if len(said) > most:
            lines.append(f"{len(said) - most} more lines match no song, or several.")
        ticked = [proposal.song for proposal in view.shortlist]
        if ticked:
            lines.append(f"On it: {song_names(ticked, measure)}")
        lines += SongsRights.of(view).refusal_lines(ticked, measure)
        if view.locked:
            lines.append("A vote is under way; changes apply to the next one.")
        return layout("\n".join(lines), *rows)

    return fit_message(build)


def _controls(view: ShortlistView, songs: LonglistView, shown: Shown) -> list[Piece]:
    """Return the menus and buttons of a page; ways to other pages where there are any."""
    look = songs.look
    rows: list[Piece] = [row(menu) for menu in song_menus(view, look, shown)]
    rows += [row(PickShowMenu.make(view, songs)), row(OrderMenu.make(view, songs))]
    if not view.room.settings.proposers_hidden:
        rows.append(row(PickProposerPicker.make(view, look)))
    if len(shown) < len(songs.songs):
        first = not shown or shown[0][0] == 1
        last = not shown or shown[-1][0] >= len(songs.songs)
        previous = PickTurn.make(view, look, Direction.PREVIOUS, disabled=first)
        next_ = PickTurn.make(view, look, Direction.NEXT, disabled=last)
        rows.append(row(previous, next_))
    finding = (PickSearchButton.make(view, look), PickNamesButton.make(view, look))
    buttons = (CompareButton.make(view), FillButton.make(view), PresentButton.make(view))
    return [*rows, row(*finding, *buttons)]


def _title(view: ShortlistView, songs: LonglistView, shown: Shown) -> str:
    head = (
        f"**Picking the shortlist of {texts.episode_name(view.episode)}**:"
        f" {len(view.shortlist)}/{SHORTLIST_SIZE}"
    )
    if (more := len(view.shortlist) - SHORTLIST_SIZE) > 0:
        head += f", {more} more than usual"
    narrowed = narrowing_line(view, songs.look)
    if not shown:
        if songs.look.show is Show.TICKED and not narrowed:
            return f"{head}\nNothing is ticked yet."
        told = f"{narrowed} No song matches. Search again, or choose *All songs*."
        return f"{head}\n{told.strip()}"
    text = f"{head}\nTick the songs to present; what you tick is saved at once."
    if narrowed:
        text += f" {narrowed}"
    if len(shown) < len(songs.songs):
        text += f" Songs {shown[0][0]} to {shown[-1][0]} of {len(songs.songs)}."
    if songs.newer:
        newer = texts.count(songs.newer, "newer song")
        text += f" {newer} not shown here; choose the order again to see them."
    return text


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
        before = songs_shown(self, PickMenu, MorePickMenu)
        # The songs on the page keep their places, even if one of them was just unticked.
        songs = await _songs(ctx, view, whole_look(self, self.look), before)
        shown = _songs_at(songs, adjacent_places(songs, before, self.direction, PAGE_MAX))
        await replace(interaction, picking_page(view, songs, shown))


class OrderMenu(Pressable, custom_id="pickorder:{episode_id}:{seen}", values=PackedLook):
    """Chooses the order of the longlist while picking."""

    episode_id: EpisodeId
    seen: int

    @classmethod
    def make(cls, view: ShortlistView, songs: LonglistView) -> "OrderMenu":
        """Return the menu."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="In which order", options=list(order_options(songs))
        )
        return cls(menu, episode_id=view.episode.id, seen=view.revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the first page in the chosen order."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        view = await ctx.services.shortlists.view_for_picking(
            ctx.person, ctx.room, episode, self.seen
        )
        look, now = chosen_order(self.item.values), whole_look(self, PICKING_LOOK)
        if look.show is Show.ALL and now.show is not Show.TICKED:
            look = with_(look, show=now.show, character=now.character)
        look = with_(look, proposer=now.proposer, words=now.words)
        await replace(interaction, await _page(ctx, view, look))


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
        view, filling = await ctx.services.shortlists.fill(
            ctx.person, ctx.room, episode, seen=self.seen
        )
        await replace(interaction, await _page(ctx, view, TICKED_LOOK, filling))
