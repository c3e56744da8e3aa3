"""Ticking songs by their names while picking, many at once."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

import discord
from discord import ui

from bot.domain.errors import NotFound, RoomError, SeveralFound
from bot.domain.longlist import Look
from bot.domain.model import Episode, EpisodeId, ProposalId
from bot.domain.typed_text import one_line
from bot.services.ports.read_models import ShortlistView
from cogs.ui.kit import offers, options, texts
from cogs.ui.kit.context import Context, context_and_episode
from cogs.ui.kit.forms import Field, Form, open_form
from cogs.ui.kit.song_lists import NAMED, song_names
from cogs.ui.shortlists.narrowing import WORDS_MAX, PickingControl, look_of_message
from cogs.ui.songs.longlist_paging import PackedLook

NAMES_MAX = 2000
_LINES_MAX = 50
"""How many songs one form may name."""
_UNKNOWN_MAX = 6
"""How many lines that mean no song are repeated."""


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
