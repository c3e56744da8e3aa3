"""Finding songs while picking: whose songs, proposed by whom, with which words; and by name.

What a page is narrowed down to stands in the values of its menu, so that it needs no room in custom
ids, which are short.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from typing import Annotated, ClassVar, Self

import discord
from discord import ui

from bot.domain.errors import NotFound, RoomError, SeveralFound
from bot.domain.longlist import Look, Show
from bot.domain.model import Episode, EpisodeId, ProposalId
from bot.domain.typed_text import one_line
from bot.services.ports.read_models import LonglistView, ShortlistView
from cogs.ui.kit import offers, options, texts
from cogs.ui.kit.context import Context, context_and_episode
from cogs.ui.kit.custom_ids import NUMBER, converter_of, words_of
from cogs.ui.kit.forms import Field, Form, open_form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.song_lists import NAMED, song_names
from cogs.ui.songs.longlist_paging import SHOWS, PackedLook, character_options, menu_options

WORDS_MAX = 50
"""Characters of a search; with the rest of what a page shows, they are an option's value."""
NAMES_MAX = 2000
_LINES_MAX = 50
"""How many songs one form may name."""
_UNKNOWN_MAX = 6
"""How many lines that mean no song are repeated."""

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


class PickNamesButton(PickingControl, custom_id="pickname:{episode_id}:{look}:{seen}"):
    """Opens the form that ticks songs by their names, many at once."""

    @classmethod
    def make(cls, view: ShortlistView, look: Look) -> Self:
        """Return the button."""
        button: ui.Button[ui.LayoutView] = ui.Button(label="Add by name")
        return cls(button, episode_id=view.episode.id, look=look, seen=view.revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        ctx.services.rooms.require_showrunner(ctx.person, ctx.room)
        form = NamesForm("Add songs by name", episode_id=episode.id, look=self.look, seen=self.seen)
        await open_form(interaction, form)


class NamesForm(Form, custom_id="namesform:{episode_id}:{look}:{seen}"):
    """The form that puts songs on the shortlist by their names, one a line."""

    fields: ClassVar = {
        "names": Field(
            "Songs, one on each line",
            NAMES_MAX,
            "A few letters of the title or the artists are enough.",
            multiline=True,
        )
    }
    episode_id: EpisodeId
    look: PackedLook
    seen: int

    async def act(self, interaction: discord.Interaction) -> None:
        """Tick every song that is meant for certain, and say of each other line what it fits."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        lines = list(dict.fromkeys(filter(None, map(one_line, self.text("names").splitlines()))))
        found, unclear = await _meant(ctx, episode, lines[:_LINES_MAX])
        view = await ctx.services.shortlists.toggle(
            ctx.person, ctx.room, episode, on=found, seen=self.seen
        )
        said = list(_said(view, found, unclear))
        if left := lines[_LINES_MAX:]:
            said.append(f"Not read: the last {texts.count(len(left), 'line')}. Add them again.")
        several = [words for words, error in unclear if isinstance(error, SeveralFound)]
        look = look_of_message(interaction, self.look)
        if several:
            # The songs that the first unclear line may mean are there to be ticked.
            look = Look(look.sort, words=several[0][:WORDS_MAX])
        await PickingControl.show_page(interaction, ctx, view, look, said)


def _said(
    view: ShortlistView, found: Sequence[ProposalId], unclear: Sequence[tuple[str, RoomError]]
) -> Iterator[str]:
    """Yield which songs a form added, which lines may mean several, and which mean none."""
    added = [one.song for one in view.shortlist if one.id in found]
    if added:
        yield f"Added: {song_names(added, NAMED)}."
    if unknown := [words for words, error in unclear if isinstance(error, NotFound)]:
        yield unknown_line(unknown)
    for words, error in unclear:
        if isinstance(error, SeveralFound):
            yield several_line(words, error)


def unknown_line(lines: Sequence[str]) -> str:
    """Return which lines of the form mean no song."""
    named = [texts.quoted(words, 60) for words in lines[:_UNKNOWN_MAX]]
    if (more := len(lines) - _UNKNOWN_MAX) > 0:
        named.append(f"{more} more of your lines")
    return f"No song on the longlist matches {texts.listed(named, 'or')}. Check the spelling."


def several_line(words: str, error: SeveralFound) -> str:
    """Return which songs a line of the form may mean."""
    named = texts.quoted(words, 100)
    found = texts.listed((texts.safe(one, 60, links=False) for one in error.found), "or")
    return f"More than one song matches {named}: {found}. Tick it here, or add more of its name."


async def _meant(
    ctx: Context, episode: Episode, lines: Sequence[str]
) -> tuple[list[ProposalId], list[tuple[str, RoomError]]]:
    """Return the songs that lines mean, and the lines that mean none or several, with why."""
    longlist = options.proposals(await ctx.services.longlists.findable(ctx.room, episode))
    found: list[ProposalId] = []
    unclear: list[tuple[str, RoomError]] = []
    for line in lines:
        try:
            found.append(offers.meant(line, longlist, "song").id)
        except (NotFound, SeveralFound) as error:
            unclear.append((line, error))
    return found, unclear
