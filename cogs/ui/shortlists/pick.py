"""Picking the shortlist: page through the longlist, tick songs, see the count."""

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
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import Context, context_and_episode
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace
from cogs.ui.kit.song_lists import Measure, fitted, named
from cogs.ui.shortlists.compare import CompareButton
from cogs.ui.shortlists.confirm import BackButton, PresentButton, changed_lines
from cogs.ui.shortlists.post import described
from cogs.ui.songs.longlist_paging import (
    PICKING,
    TICKED,
    PackedLook,
    Way,
    opening,
    order_options,
    ordered,
    songs_shown,
    still,
    turned,
)

Shown = Sequence[tuple[int, Proposal]]
"""Songs, each with its place in the order, counted from 1."""


async def open_picking(at: Context, episode: Episode, look: Look = PICKING) -> ui.LayoutView:
    """Return the first page to pick from.

    Raises:
        NotAllowed: The person is not the showrunner.
    """
    view = await at.services.shortlists.view_for_picking(at.person, at.room, episode)
    return await _page(at, view, look)


BackButton.first_page = staticmethod(open_picking)


async def _page(
    at: Context, view: ShortlistView, look: Look, added: Sequence[Proposal] = ()
) -> ui.LayoutView:
    songs = await _songs(at, view, look)
    return picking_page(view, songs, first_page(songs), added)


async def _songs(
    at: Context, view: ShortlistView, look: Look, keep: Sequence[ProposalId] = ()
) -> LonglistView:
    return await at.services.longlists.look(
        at.person, at.room, view.episode, look, longlist=view.longlist, keep=keep
    )


def first_page(songs: LonglistView) -> Shown:
    """Return the songs of the first page. What is ticked is on one page, as far as a menu goes."""
    if songs.look.show is Show.TICKED:
        return tuple(enumerate(songs.songs[:MAX_CANDIDATES], 1))
    return _at(songs, opening(songs))


def _at(songs: LonglistView, places: range) -> Shown:
    return tuple(enumerate(songs.songs[places.start : places.stop], places.start + 1))


def picking_page(
    view: ShortlistView, songs: LonglistView, shown: Shown, added: Sequence[Proposal] = ()
) -> ui.LayoutView:
    """Return one page of the longlist to tick songs on.

    Args:
        view: The shortlist, and what somebody else changed of it meanwhile.
        songs: The longlist in the order it is paged through.
        shown: What is on the page.
        added: What has just been filled in.
    """
    name = texts.episode_name(view.episode)
    if not view.longlist:
        return layout(f"The longlist of {name} is empty. Songs come with `/song propose`.")
    rows = [row(PickMenu.make(view, songs.look, shown))] if shown else []
    rows.append(row(OrderMenu.make(view, songs)))
    if len(shown) < len(songs.songs):
        back = PickTurn.make(view, songs.look, Way.BACK, disabled=not shown or shown[0][0] == 1)
        last = len(songs.songs)
        on = PickTurn.make(view, songs.look, Way.ON, disabled=not shown or shown[-1][0] >= last)
        rows.append(row(back, on))
    buttons = (CompareButton.make(view), FillButton.make(view), PresentButton.make(view))
    rows.append(row(*buttons))

    def build(measure: Measure) -> ui.LayoutView:
        lines = [_title(view, songs, shown), *changed_lines(view, measure)]
        if added:
            added_songs = named((one.song for one in added), measure)
            lines.append(
                f"Filled in by seconds, then by age: {added_songs}. Untick what you do not want."
            )
        if view.shortlist:
            lines.append(f"On it: {named((one.song for one in view.shortlist), measure)}")
        if view.locked:
            lines.append(
                "A round is under way over the songs it froze; changes count for a later one."
            )
        return layout("\n".join(lines), *rows)

    return fitted(build)


def _title(view: ShortlistView, songs: LonglistView, shown: Shown) -> str:
    head = (
        f"**Picking the shortlist of {texts.episode_name(view.episode)}**:"
        f" {len(view.shortlist)}/{SHORTLIST_SIZE}"
    )
    if not shown:
        return f"{head}\nNothing is ticked yet."
    told = f"{head}\nTick the songs to present; what you tick is saved at once."
    if len(shown) < len(songs.songs):
        told += f" Songs {shown[0][0]} to {shown[-1][0]} of {len(songs.songs)}."
    if songs.newer:
        newer = texts.count(songs.newer, "newer song")
        told += f" {newer} not shown here; choose the order again to see them."
    return told


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
            options=[_option(view, number, one) for number, one in shown],
        )
        return cls(menu, episode_id=view.episode.id, look=look, seen=view.revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Save what changed since the page was drawn, and nothing else; the songs stay put."""
        before = _ids([option.value for option in self.item.options if option.default])
        after = _ids(self.item.values)
        at, episode = await context_and_episode(interaction, self.episode_id)
        view = await at.services.shortlists.toggle(
            at.person, at.room, episode, on=after - before, off=before - after, seen=self.seen
        )
        keep = [ProposalId(int(option.value)) for option in self.item.options]
        songs = await _songs(at, view, self.look, keep)
        await replace(interaction, picking_page(view, songs, still(songs, keep)))


def _option(view: ShortlistView, number: int, proposal: Proposal) -> discord.SelectOption:
    character = proposal.character_id and view.characters.get(proposal.character_id)
    return discord.SelectOption(
        label=texts.option(f"{number}. {proposal.song.title}"),
        description=described(proposal, f"for {character.name}" if character else ""),
        value=str(proposal.id),
        default=proposal.shortlisted,
    )


class PickTurn(Pressable, custom_id="pickpage:{episode_id}:{look}:{seen}:{way}"):
    """Turns the pages while picking."""

    episode_id: EpisodeId
    look: PackedLook
    seen: int
    way: Way

    @classmethod
    def make(cls, view: ShortlistView, look: Look, way: Way, *, disabled: bool) -> "PickTurn":
        """Return the button that leads on or back."""
        label = "Next" if way is Way.ON else "Previous"
        button: ui.Button[ui.LayoutView] = ui.Button(label=label, disabled=disabled)
        return cls(button, episode_id=view.episode.id, look=look, seen=view.revision, way=way)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show that page: it begins where the one that was pressed ends."""
        at, episode = await context_and_episode(interaction, self.episode_id)
        view = await at.services.shortlists.view_for_picking(at.person, at.room, episode, self.seen)
        before = songs_shown(self, PickMenu)
        # The songs on the page keep their places, though one was unticked there.
        songs = await _songs(at, view, self.look, before)
        shown = _at(songs, turned(songs, before, self.way))
        await replace(interaction, picking_page(view, songs, shown))


class OrderMenu(Pressable, custom_id="pickorder:{episode_id}:{seen}"):
    """Chooses in what order the longlist is paged through while picking."""

    episode_id: EpisodeId
    seen: int

    @classmethod
    def make(cls, view: ShortlistView, songs: LonglistView) -> "OrderMenu":
        """Return the menu."""
        menu: ui.Select[ui.LayoutView] = ui.Select(options=list(order_options(songs)))
        return cls(menu, episode_id=view.episode.id, seen=view.revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Begin again in that order."""
        at, episode = await context_and_episode(interaction, self.episode_id)
        view = await at.services.shortlists.view_for_picking(at.person, at.room, episode, self.seen)
        await replace(interaction, await _page(at, view, ordered(self.item.values)))


class FillButton(Pressable, custom_id="pickfill:{episode_id}:{seen}"):
    """Tops the shortlist up, and shows it so that any of it can be unticked again."""

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
        """Top it up, and say what was added."""
        at, episode = await context_and_episode(interaction, self.episode_id)
        view, added = await at.services.shortlists.fill(at.person, at.room, episode, seen=self.seen)
        await replace(interaction, await _page(at, view, TICKED, added))
