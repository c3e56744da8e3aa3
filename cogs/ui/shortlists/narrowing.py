"""Finding songs while picking: whose songs, proposed by whom, with which words.

What a page is narrowed down to stands in the values of its menu, so that it needs no room in custom
ids, which are short.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Annotated, ClassVar, Self

import discord
from discord import ui

from bot.domain.longlist import Look, Show
from bot.domain.model import EpisodeId
from bot.domain.structs import replace
from bot.domain.typed_text import one_line
from bot.services.ports.read_models import LonglistView, ShortlistView
from cogs.ui.kit import texts
from cogs.ui.kit.context import Context, context_and_episode
from cogs.ui.kit.custom_ids import NUMBER, converter_of, words_of
from cogs.ui.kit.forms import Field, Form, open_form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.songs.longlist_paging import SHOWS, PackedLook, character_options, menu_options

WORDS_MAX = 50
"""Characters of a search; with the rest of what a page shows, they are an option's value."""

ShowPage = Callable[
    [discord.Interaction, Context, ShortlistView, Look, Sequence[str]], Awaitable[None]
]
"""Shows the first page of a look, with lines to say above it."""

_NARROWED = {
    Show.ALL: SHOWS[Show.ALL],
    Show.UNSECONDED: SHOWS[Show.UNSECONDED],
    Show.SILENT: SHOWS[Show.SILENT],
    Show.TICKED: "Only what is ticked",
}


def narrowing_line(view: ShortlistView, look: Look) -> str:
    """Return what a page is narrowed down to by words and proposer; empty for neither."""
    parts = []
    if look.words:
        parts.append(f"with {texts.quoted(look.words, WORDS_MAX)}")
    if look.proposer and not view.room.settings.proposers_hidden:
        parts.append(f"by {texts.person(look.proposer)}")
    return f"Only songs {' '.join(parts)}." if parts else ""


class PickingControl(Pressable):
    """A control of a page to pick from, which shows another one."""

    show_page: ClassVar[ShowPage]
    """Set by `pick`, which imports this module."""
    episode_id: EpisodeId
    look: PackedLook
    seen: int

    @property
    def whole_look(self) -> Look:
        """The look of the message that was pressed, with what narrows it down."""
        return whole_look(self, self.look)

    async def turn_to(self, interaction: discord.Interaction, look: Look) -> None:
        """Show the first page of another look."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        view = await ctx.services.shortlists.view_for_picking(
            ctx.person, ctx.room, episode, self.seen
        )
        await PickingControl.show_page(interaction, ctx, view, look, ())


def whole_look(item: Pressable, look: Look) -> Look:
    """Return a look with the filter, the proposer and the words of the message that was pressed."""
    chosen = (one.value for one in menu_options(item, PickShowMenu) if one.default)
    return _read(next(chosen, ""), look)


def look_of_message(interaction: discord.Interaction, look: Look) -> Look:
    """Return a look with what narrows down the message that a form was opened from."""
    rows = interaction.message.components if interaction.message else ()
    menus = [part for one in rows if isinstance(one, discord.ActionRow) for part in one.children]
    chosen = (
        option.value
        for menu in menus
        if isinstance(menu, discord.SelectMenu) and PickShowMenu.matches(menu.custom_id or "")
        for option in menu.options
        if option.default and PickShowMenu.can_read(option.value)
    )
    return _read(next(chosen, ""), look)


def _write(look: Look) -> str:
    return f"{look.show:d}:{look.character}:{look.proposer}:{look.words}"


def _read(value: str, look: Look) -> Look:
    """Return a look narrowed down as an option's value says; as it is where it says nothing."""
    if not value:
        return look
    show, character, proposer, words = value.split(":", 3)
    return replace(
        look, show=Show(int(show)), character=int(character), proposer=int(proposer), words=words
    )


_Narrowed = Annotated[
    str,
    words_of(f"(?s:{converter_of(Show).pattern}:{NUMBER.pattern}:{NUMBER.pattern}:.*)"),
]
"""What `_write` returns."""


class PickShowMenu(
    PickingControl, custom_id="pickshow:{episode_id}:{look}:{seen}", values=_Narrowed
):
    """Chooses whose songs, or which kind of songs, are shown while picking."""

    @classmethod
    def make(cls, view: ShortlistView, songs: LonglistView) -> Self:
        """Return the menu; the values of its options keep the proposer and the words."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Which songs", options=list(_options(songs))
        )
        return cls(menu, episode_id=view.episode.id, look=songs.look, seen=view.revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the first page of these songs."""
        chosen = self.item.values[0] if self.item.values else ""
        await self.turn_to(interaction, _read(chosen, self.look))


def _options(songs: LonglistView) -> Iterator[discord.SelectOption]:
    look = songs.look
    for show, label in _NARROWED.items():
        value = _write(replace(look, show=show, character=0))
        yield discord.SelectOption(label=label, value=value, default=show is look.show)
    for option in character_options(songs):
        character = int(option.value.rpartition(":")[2])
        option.value = _write(replace(look, show=Show.CHARACTER, character=character))
        yield option


class PickProposerPicker(PickingControl, custom_id="pickwho:{episode_id}:{look}:{seen}"):
    """Chooses by whom the songs are that are shown while picking."""

    @classmethod
    def make(cls, view: ShortlistView, look: Look) -> Self:
        """Return the picker, with nobody chosen for songs by everybody."""
        kind = discord.SelectDefaultValueType.user
        chosen = [discord.SelectDefaultValue(id=look.proposer, type=kind)] if look.proposer else []
        picker: ui.UserSelect[ui.LayoutView] = ui.UserSelect(
            placeholder="Proposed by anybody", min_values=0, max_values=1, default_values=chosen
        )
        return cls(picker, episode_id=view.episode.id, look=look, seen=view.revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the first page of their songs; without anybody, of everybody's."""
        chosen = self.item.values[0].id if self.item.values else 0
        await self.turn_to(interaction, replace(self.whole_look, proposer=chosen))


class PickSearchButton(PickingControl, custom_id="picksearch:{episode_id}:{look}:{seen}"):
    """Opens the form for words that the songs shown must have."""

    @classmethod
    def make(cls, view: ShortlistView, look: Look) -> Self:
        """Return the button."""
        button: ui.Button[ui.LayoutView] = ui.Button(label="Search")
        return cls(button, episode_id=view.episode.id, look=look, seen=view.revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form, filled in with the words of this page."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        ctx.services.rooms.require_showrunner(ctx.person, ctx.room)
        look, filled = self.look, {"words": self.whole_look.words}
        form = SearchForm(
            "Search the longlist", filled, episode_id=episode.id, look=look, seen=self.seen
        )
        await open_form(interaction, form)


class SearchForm(Form, custom_id="searchform:{episode_id}:{look}:{seen}"):
    """The form for words to search a longlist for while picking."""

    fields: ClassVar = {
        "words": Field(
            "Words",
            WORDS_MAX,
            "A few letters of the title or the artists. Leave it empty to see all songs.",
            required=False,
        )
    }
    episode_id: EpisodeId
    look: PackedLook
    seen: int

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the songs that have the words."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        view = await ctx.services.shortlists.view_for_picking(
            ctx.person, ctx.room, episode, self.seen
        )
        look = look_of_message(interaction, self.look)
        look = replace(look, words=one_line(self.text("words")))
        await PickingControl.show_page(interaction, ctx, view, look, ())
