"""What a song tells a writer: said, changed, and taken back."""

from typing import ClassVar

import discord
from discord import ui

from bot.domain.errors import InvalidInput
from bot.domain.model import NOTE_MAX, Episode, Proposal, ProposalId
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import Context, context_of
from cogs.ui.kit.forms import TITLE_MAX, Field, Form, open_form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, replace

NOTE_LABEL = "What it tells us"
_HINT = "Whose song is it? What happens while it plays? What would be lost without it?"


def note_reply(ctx: Context, episode: Episode, proposal: Proposal) -> ui.LayoutView:
    """Return the reply to a writer who said what a song tells them."""
    name = texts.song_name(proposal.song)
    said = f"Saved with {name} for {texts.episode_name(episode)}; its card shows it."
    note = proposal.last_note_by(ctx.person.user_id)
    if note is None:
        return layout(said)
    buttons = row(
        NoteButton.make(proposal.id, "Change it"),
        TakeNoteBackButton.make(proposal.id, note.id),
    )
    return layout(said, buttons)


class NoteButton(Pressable, custom_id="tells:{proposal_id}"):
    """Opens the form for a note on a proposal."""

    proposal_id: ProposalId

    @classmethod
    def make(cls, proposal_id: ProposalId, label: str = "Add what it tells us") -> "NoteButton":
        """Return the button for a proposal."""
        return cls(ui.Button(label=label), proposal_id=proposal_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        await open_note_form(interaction, self.proposal_id)


async def open_note_form(interaction: discord.Interaction, proposal_id: ProposalId) -> None:
    """Open the form for a note on a proposal, filled in with what the writer said of it before.

    Raises:
        NotAllowed: The person may not propose, so the form would be filled in for nothing.
        NotFound: The proposal no longer exists.
    """
    ctx = await context_of(interaction)
    await ctx.services.proposals.may_propose(ctx.person, ctx.room)
    proposal = await ctx.services.proposals.get(ctx.room, proposal_id)
    title = texts.option(proposal.song.title, TITLE_MAX)
    before = proposal.last_note_by(ctx.person.user_id)
    if before is None:
        await open_form(interaction, NoteForm(title, proposal_id=proposal.id))
        return
    filled = {"note": before.text}
    form = ChangeNoteForm(title, filled, proposal_id=proposal.id, note_id=before.id)
    await open_form(interaction, form)


class NoteForm(Form, custom_id="noteform:{proposal_id}"):
    """The form for a note: what a song tells the writer."""

    fields: ClassVar = {"note": Field(NOTE_LABEL, NOTE_MAX, _HINT, multiline=True)}
    proposal_id: ProposalId

    async def act(self, interaction: discord.Interaction) -> None:
        """Save the note, and reply privately."""
        ctx = await context_of(interaction)
        proposal = await ctx.services.proposals.note(
            ctx.person, ctx.room, self.proposal_id, self.text("note")
        )
        await answer(interaction, note_reply(ctx, await ctx.episode_of(proposal), proposal))


class ChangeNoteForm(Form, custom_id="notechange:{proposal_id}:{note_id}"):
    """The form that changes a note, and takes it back where nothing is left of it."""

    fields: ClassVar = {
        "note": Field(
            NOTE_LABEL,
            NOTE_MAX,
            "You said this before. Change it, or empty it to take it back.",
            multiline=True,
            required=False,
        )
    }
    proposal_id: ProposalId
    note_id: int

    async def act(self, interaction: discord.Interaction) -> None:
        """Save the note or take it back, and reply privately."""
        ctx = await context_of(interaction)
        if not self.text("note").strip():
            await answer(interaction, await _taken_back(ctx, self.proposal_id, self.note_id))
            return
        proposal = await ctx.services.proposals.change_note(
            ctx.person, ctx.room, self.proposal_id, self.note_id, self.text("note")
        )
        await answer(interaction, note_reply(ctx, await ctx.episode_of(proposal), proposal))


class TakeNoteBackButton(Pressable, custom_id="unsay:{proposal_id}:{note_id}"):
    """Takes a note back."""

    proposal_id: ProposalId
    note_id: int

    @classmethod
    def make(cls, proposal_id: ProposalId, note_id: int) -> "TakeNoteBackButton":
        """Return the button for a note."""
        return cls(ui.Button(label="Take it back"), proposal_id=proposal_id, note_id=note_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Take the note back, and say what it said."""
        ctx = await context_of(interaction)
        await replace(interaction, await _taken_back(ctx, self.proposal_id, self.note_id))


async def take_last_back(ctx: Context, proposal: Proposal) -> ui.LayoutView:
    """Take the newest note of a writer on a song back; return the reply.

    Raises:
        InvalidInput: They have said nothing of it.
    """
    note = proposal.last_note_by(ctx.person.user_id)
    if note is None:
        raise InvalidInput("note.none", proposal.song.title)
    return await _taken_back(ctx, proposal.id, note.id)


async def _taken_back(ctx: Context, proposal_id: ProposalId, note_id: int) -> ui.LayoutView:
    before = await ctx.services.proposals.get(ctx.room, proposal_id)
    said = next((note.text for note in before.notes if note.id == note_id), "")
    proposal = await ctx.services.proposals.change_note(ctx.person, ctx.room, proposal_id, note_id)
    episode = await ctx.episode_of(proposal)
    name = texts.song_name(proposal.song)
    return layout(
        f"Taken back: what you said about {name} for {texts.episode_name(episode)}. It was:",
        texts.code_block(said, NOTE_MAX),
        row(NoteButton.make(proposal.id, "Say it again")),
    )
