"""The shortlisted songs in full, with all their notes, page by page."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.model import EpisodeId, Note, Proposal
from bot.services.ports.read_models import ShortlistView
from cogs.ui.kit import texts
from cogs.ui.kit.components import TEXT_MAX, layout, row
from cogs.ui.kit.context import context_and_episode
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, replace
from cogs.ui.kit.rights import SongsRights
from cogs.ui.kit.song_lists import Line, Measure, line_text, song_piece

_SONG = Measure(100, 80, 0)
_HEAD_MAX = 450
_PAGE_MAX = TEXT_MAX - _HEAD_MAX
_SONGS_MAX = 10
"""Songs on one page; each takes three components with its cover."""
_NOTE_LIMITS = (1000, 600, 300, 150, 60)
"""Characters of each note; the first limit is used at which all notes fit."""
_NOTES_MAX = 20


def compare_page(view: ShortlistView, page: int = 0) -> ui.LayoutView:
    """Return one page of the shortlisted songs in full.

    Args:
        view: The shortlist.
        page: The number of the page, from 0; the last page if there are fewer.
    """
    name = texts.episode_name(view.episode)
    if not view.shortlist:
        return layout(f"The shortlist of {name} is empty. Tick songs with `/shortlist pick`.")
    songs = [
        (_song_text(view, number, proposal), proposal)
        for number, proposal in enumerate(view.shortlist, 1)
    ]
    pages = _pages([text for text, _ in songs])
    page = min(page, len(pages) - 1)
    head = f"**Side by side: the shortlist of {name}**, {texts.count(len(songs), 'song')}"
    if len(pages) > 1:
        head += f" · page {page + 1} of {len(pages)}"
    pieces = [
        song_piece(text, proposal.song)
        for text, proposal in songs[pages[page].start : pages[page].stop]
    ]
    buttons = (
        CompareTurn.make(view, max(page - 1, 0), "Previous", disabled=page == 0),
        CompareTurn.make(view, page + 1, "Next", disabled=page == len(pages) - 1),
    )
    return layout(head, *pieces, *([row(*buttons)] if len(pages) > 1 else ()))


def _pages(songs: Sequence[str]) -> list[range]:
    """Return the songs of each page, as ranges: in order, as many as fit."""
    pages, start, size = [], 0, 0
    for place, text in enumerate(songs):
        if place > start and (size + len(text) > _PAGE_MAX or place - start == _SONGS_MAX):
            pages.append(range(start, place))
            start, size = place, 0
        size += len(text)
    return [*pages, range(start, len(songs))]


def _song_text(view: ShortlistView, number: int, proposal: Proposal) -> str:
    character = proposal.character_id and view.characters.get(proposal.character_id)
    facts = [texts.for_character(character)] if character else []
    if proposal.seconds:
        facts.append(f"seconded by {texts.count(proposal.seconds, 'writer')}")
    facts.append(SongsRights.of(view).facts(proposal.song))
    said = ", ".join(filter(None, facts))
    head = line_text(Line(proposal.song, f"{number}\\. ", facts=said), _SONG)
    if not proposal.notes:
        return f"{head}\nNo notes yet on what it tells us."
    for limit in _NOTE_LIMITS:
        text = "\n".join((head, *_notes(proposal.notes, limit)))
        if len(text) <= _PAGE_MAX:
            return text
    return text


def _notes(notes: Sequence[Note], limit: int) -> list[str]:
    lines = [f"- {texts.safe(note.text, limit) or '…'}" for note in notes[:_NOTES_MAX]]
    if len(notes) > _NOTES_MAX:
        lines.append(f"- and {len(notes) - _NOTES_MAX} more")
    return lines


class CompareButton(Pressable, custom_id="compare:{episode_id}"):
    """Shows the ticked songs in full, below the page to pick from."""

    episode_id: EpisodeId

    @classmethod
    def make(cls, view: ShortlistView) -> "CompareButton":
        """Return the button."""
        button: ui.Button[ui.LayoutView] = ui.Button(label="Compare", disabled=not view.shortlist)
        return cls(button, episode_id=view.episode.id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the songs in a message of their own."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        view = await ctx.services.shortlists.view(ctx.room, episode)
        await answer(interaction, compare_page(view))


class CompareTurn(Pressable, custom_id="comparing:{episode_id}:{page}"):
    """Turns the pages of the comparison."""

    episode_id: EpisodeId
    page: int

    @classmethod
    def make(cls, view: ShortlistView, page: int, label: str, *, disabled: bool) -> "CompareTurn":
        """Return the button for a page."""
        button: ui.Button[ui.LayoutView] = ui.Button(label=label, disabled=disabled)
        return cls(button, episode_id=view.episode.id, page=page)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show that page."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        view = await ctx.services.shortlists.view(ctx.room, episode)
        await replace(interaction, compare_page(view, self.page))
