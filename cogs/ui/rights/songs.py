"""The rights to one song: both sides, their holders, and the latest steps."""

from collections.abc import Iterator

import discord
from discord import ui

from bot.domain.errors import InvalidInput
from bot.domain.model import EpisodeId, SongId
from bot.domain.rights import HolderId, Side, SideRights
from bot.domain.rights.words import SIDES, STAGES
from bot.services.rights.reading import RightsView
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import context_of, host_of
from cogs.ui.kit.forms import open_form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, replace
from cogs.ui.kit.song_lists import Measure, fit_message
from cogs.ui.rights import next_steps, wording
from cogs.ui.rights.credits import CreditsButton
from cogs.ui.rights.forms import HolderForm
from cogs.ui.rights.holders import show_holder
from cogs.ui.rights.ways_back import ways_back

PER_PAGE = 10
"""Holders on a page."""
STEPS_MAX = 4
"""Steps on a page; those with one holder are all on that holder's."""


def song_page(
    view: RightsView, now: float, episode_id: int = 0, page: int = 0, said: str = ""
) -> ui.LayoutView:
    """Return a page of the rights to a song.

    Args:
        view: What is known.
        now: The present, UTC seconds.
        episode_id: For which episode steps are taken from here; 0 for none.
        page: Which holders, counted from 0.
        said: What the person has just done.
    """
    pages = max(1, -(-len(_in_order(view)) // PER_PAGE))
    page = min(page, pages - 1)

    def build(measure: Measure) -> ui.LayoutView:
        head = "\n".join(filter(None, _head(view, episode_id, measure, said)))
        seen = wording.seen(view.rights, episode_id)
        there = RightsView(view.room, view.song, seen, view.steps)
        sides = [_side(there, side, page, measure, now) for side in seen.sides]
        steps = _steps(view, measure)
        controls = _controls(view, EpisodeId(episode_id), page, pages)
        return layout(head, *sides, *([steps] if steps else []), *controls)

    return fit_message(build)


def _in_order(view: RightsView) -> list[HolderId]:
    return [holder.id for side in view.rights.sides for holder in side.holders]


def _head(view: RightsView, episode_id: int, measure: Measure, said: str) -> Iterator[str]:
    yield f"## {texts.song_name(view.song, measure.title, measure.artist)}"
    yield said
    yield wording.status_line(view.rights, episode_id)
    yield wording.one_stop_line(view.rights, measure)
    if (number := view.numbers.get(EpisodeId(episode_id))) is not None:
        yield f"Steps here are for episode {texts.episode_number(number)}."
    yield next_steps.for_song(wording.seen(view.rights, episode_id), episode_id)


def _side(view: RightsView, side: SideRights, page: int, measure: Measure, now: float) -> str:
    order = _in_order(view)
    shown = order[page * PER_PAGE : (page + 1) * PER_PAGE]
    notes, costs = wording.latest_notes(view.steps), wording.costs_by_holder(view.rights)
    lines = [
        wording.holder_line(
            order.index(one.id) + 1, one, notes.get(one.id, ""), measure, now, costs.get(one.id)
        )
        for one in side.holders
        if one.id in shown
    ]
    return "\n".join((wording.side_head(side), *lines))


def _steps(view: RightsView, measure: Measure) -> str:
    names = {one.id: wording.name_of(one, measure.title) for one in view.rights.holders}
    lines = wording.step_lines(view.steps, STEPS_MAX, names, measure)
    if not lines:
        return ""
    return "\n".join((wording.STEPS, *lines))


def _controls(view: RightsView, episode_id: EpisodeId, page: int, pages: int) -> Iterator[Piece]:
    target = (view.song.id, episode_id)
    if view.rights.holders:
        yield row(HolderMenu.make(view, episode_id, page))
    if pages > 1:
        yield row(
            SongRightsTurn.make(*target, page - 1, "Previous", disabled=page == 0),
            SongRightsTurn.make(*target, page + 1, "Next", disabled=page == pages - 1),
        )
    yield row(*(AddHolderButton.make(*target, side) for side in Side))
    whole = [WholeButton.make(*target, side) for side in view.rights.sides if _is_asked(side)]
    yield row(*whole, CreditsButton.make(view.song.id), *ways_back(episode_id, view.rights.holders))


def _is_asked(side: SideRights) -> bool:
    """Return whether it makes a difference if somebody says that a side has no other holders."""
    return side.said_whole or bool(side.holders and not side.whole)


async def show_song(
    interaction: discord.Interaction, view: RightsView, episode_id: int, said: str = ""
) -> None:
    """Show the first page, in place of the private message that was pressed."""
    now = host_of(interaction.client).clock.now()
    await replace(interaction, song_page(view, now, episode_id, said=said))


HolderForm.show = staticmethod(show_song)


class _OfSong(Pressable):
    """A control of a song's rights; `episode_id` is 0 where it is for no episode."""

    song_id: SongId
    episode_id: EpisodeId


class RightsButton(_OfSong, custom_id="rights:{song_id}:{episode_id}"):
    """Shows the rights to a song in a private message of its own."""

    @classmethod
    def make(cls, song_id: SongId, episode_id: EpisodeId) -> "RightsButton":
        """Return the button of a song on an episode's lists."""
        return cls(ui.Button(label="Rights"), song_id=song_id, episode_id=episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show them."""
        ctx = await context_of(interaction)
        view = await ctx.services.rights.view(ctx.person, ctx.room, self.song_id)
        now = host_of(interaction.client).clock.now()
        await answer(interaction, song_page(view, now, self.episode_id))


class SongRightsTurn(_OfSong, custom_id="rightspage:{song_id}:{episode_id}:{page}"):
    """Turns the pages of a song's holders, or goes back to them."""

    page: int

    @classmethod
    def make(
        cls,
        song_id: SongId,
        episode_id: EpisodeId,
        page: int,
        label: str,
        *,
        disabled: bool = False,
    ) -> "SongRightsTurn":
        """Return the button to a page."""
        button: ui.Button[ui.LayoutView] = ui.Button(label=label, disabled=disabled)
        return cls(button, song_id=song_id, episode_id=episode_id, page=max(0, page))

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the page."""
        ctx = await context_of(interaction)
        view = await ctx.services.rights.view(ctx.person, ctx.room, self.song_id)
        now = host_of(interaction.client).clock.now()
        await replace(interaction, song_page(view, now, self.episode_id, self.page))


class HolderMenu(Pressable, custom_id="rightsholder:{episode_id}", values=HolderId):
    """Shows one holder."""

    episode_id: EpisodeId

    @classmethod
    def make(cls, view: RightsView, episode_id: EpisodeId, page: int) -> "HolderMenu":
        """Return the menu of the holders on a page."""
        order = _in_order(view)
        shown = order[page * PER_PAGE : (page + 1) * PER_PAGE]
        known = {one.id: one for one in view.rights.holders}
        options = [
            discord.SelectOption(
                label=texts.option(f"{place}. {known[one].name}"),
                description=f"{SIDES[known[one].side]}: {STAGES[known[one].stage]}",
                value=str(one),
            )
            for place, one in enumerate(shown, page * PER_PAGE + 1)
        ]
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Choose a holder to update, edit or delete", options=options
        )
        return cls(menu, episode_id=episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the holder in place of the song."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        await show_holder(interaction, HolderId(int(self.item.values[0])), self.episode_id)


class AddHolderButton(_OfSong, custom_id="rightsadd:{song_id}:{episode_id}:{side}"):
    """Opens the form for a new holder."""

    side: Side

    @classmethod
    def make(cls, song_id: SongId, episode_id: EpisodeId, side: Side) -> "AddHolderButton":
        """Return the button of a side."""
        label = f"Add a holder of the {SIDES[side].lower()}"
        return cls(ui.Button(label=label), song_id=song_id, episode_id=episode_id, side=side)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        ctx = await context_of(interaction)
        await ctx.services.rights.view(ctx.person, ctx.room, self.song_id)
        await open_form(interaction, HolderForm.of(self.song_id, self.side, self.episode_id))


class WholeButton(_OfSong, custom_id="rightswhole:{song_id}:{episode_id}:{side}:{whole}"):
    """Says that a side has no other holders, or takes that back."""

    side: Side
    whole: bool

    @classmethod
    def make(cls, song_id: SongId, episode_id: EpisodeId, side: SideRights) -> "WholeButton":
        """Return the button that changes what is said of a side."""
        name = SIDES[side.side].lower()
        others = "may have other holders" if side.said_whole else "has no other holders"
        return cls(
            ui.Button(label=f"The {name} {others}"),
            song_id=song_id,
            episode_id=episode_id,
            side=side.side,
            whole=not side.said_whole,
        )

    async def act(self, interaction: discord.Interaction) -> None:
        """Say it, and show the song."""
        ctx = await context_of(interaction)
        target = (ctx.person, ctx.room, self.song_id, self.side)
        view = await ctx.services.rights.say_whole(*target, whole=self.whole)
        await show_song(interaction, view, self.episode_id, "Saved.")
