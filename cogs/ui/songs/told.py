"""All that a song tells us, whole, in private pages: where its card has no room for it."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.model import NOTE_MAX, Note, Proposal, ProposalId
from cogs.ui.kit import texts
from cogs.ui.kit.components import TEXT_MAX, layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, replace
from cogs.ui.listening.lines import line_item

_PAGE_MAX = TEXT_MAX - 600
"""Characters of what is said on a page: more than one note can have, escaped."""


class ToldButton(Pressable, custom_id="toldall:{proposal_id}"):
    """Shows all that a song tells us, from its card."""

    proposal_id: ProposalId

    @classmethod
    def make(cls, proposal_id: ProposalId) -> "ToldButton":
        """Return the button for a proposal."""
        return cls(ui.Button(label="Read it all"), proposal_id=proposal_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the first page privately."""
        ctx = await context_of(interaction)
        proposal = await ctx.services.proposals.get(ctx.room, self.proposal_id)
        await answer(interaction, told_page(proposal, 1))


class ToldTurn(Pressable, custom_id="toldturn:{proposal_id}:{page}"):
    """Turns to another page of what a song tells us."""

    proposal_id: ProposalId
    page: int

    @classmethod
    def make(cls, proposal_id: ProposalId, page: int, label: str) -> "ToldTurn":
        """Return the button that turns to a page, counted from 1."""
        return cls(ui.Button(label=label), proposal_id=proposal_id, page=page)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the page in place of the one before."""
        ctx = await context_of(interaction)
        proposal = await ctx.services.proposals.get(ctx.room, self.proposal_id)
        await replace(interaction, told_page(proposal, self.page))


def told_page(proposal: Proposal, page: int) -> ui.LayoutView:
    """Return a page, counted from 1, of all that a song tells us; the nearest one there is."""
    pages = _pages(proposal.notes)
    page = min(max(page, 1), len(pages))
    head = f"### What {texts.song_name(proposal.song)} tells us"
    if len(pages) > 1:
        head += f"\nPage {page} of {len(pages)}"
    turns = [
        ToldTurn.make(proposal.id, to, label)
        for to, label in ((page - 1, "Previous"), (page + 1, "Next"))
        if 1 <= to <= len(pages)
    ]
    said = pages[page - 1] or "Nothing yet."
    return layout(head, said, *([row(*turns)] if turns else []))


def _pages(notes: Sequence[Note]) -> list[str]:
    """Return what was said as lists, each short enough for a page; an empty one for nothing."""
    pages = [""]
    for note in notes:
        item = line_item(note, NOTE_MAX)
        if pages[-1] and len(pages[-1]) + 1 + len(item) > _PAGE_MAX:
            pages.append("")
        pages[-1] += f"\n{item}" if pages[-1] else item
    return pages
