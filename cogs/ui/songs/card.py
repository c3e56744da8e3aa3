"""The card of a proposed song, its buttons, and the replies to writers."""

from collections.abc import Iterator
from typing import ClassVar

import discord
from discord import ui

from bot.domain.errors import DuplicateProposal
from bot.domain.imports import NO_PROPOSER
from bot.domain.model import NOTE_MAX, Episode, Proposal, ProposalId, Room
from bot.services.songs.related import Related
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.error_responses import remedy
from cogs.ui.kit.forms import TITLE_MAX, Field, Form, open_form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer
from cogs.ui.kit.song_lists import Line, Measure, line_text, song_names, song_piece

NOTE_LABEL = "What it tells us"
_CARD = Measure(150, 150, 0)
_NOTE_SHOWN = 1500
_PROPOSED_NOTE_SHOWN = 1000
_RELATED = Measure(60, 0, 0, links=False, names=3)
_EPISODES_MAX = 5


def proposal_card(room: Room, episode: Episode, proposal: Proposal) -> ui.LayoutView:
    """Return the card of a proposal. If it is withdrawn, the card says so and has no buttons."""
    song = proposal.song
    lines = [line_text(Line(song), _CARD), _by_line(room, episode, proposal)]
    if proposal.withdrawn:
        return layout(song_piece("\n".join((*lines, "**Withdrawn.**")), song))
    if proposal.character:
        lines.append(f"A song for {texts.safe(proposal.character, 80, links=False)}")
    if proposal.seconds:
        lines.append(f"Seconded by {texts.count(proposal.seconds, 'writer')}")
    note = texts.safe(proposal.note, _NOTE_SHOWN)
    lines.append(f"{NOTE_LABEL}: {note}" if note else "No notes yet on what it tells us.")
    return layout(
        song_piece("\n".join(lines), song),
        row(SecondButton.make(proposal.id), NoteButton.make(proposal.id)),
    )


def _by_line(room: Room, episode: Episode, proposal: Proposal) -> str:
    name = texts.episode_name(episode)
    if proposal.proposer_id == NO_PROPOSER:
        return f"Imported from a playlist for {name}"
    if proposal.hides_proposer(room.settings):
        return f"Proposed for {name}"
    return f"Proposed for {name} by {texts.person(proposal.proposer_id)}"


def proposed_reply(episode: Episode, proposal: Proposal, related: Related) -> ui.LayoutView:
    """Return the reply to a writer who proposed a song, with the songs related to it."""
    name = texts.song_name(proposal.song)
    for_whom = (
        f", for {texts.safe(proposal.character, 80, links=False)}" if proposal.character else ""
    )
    lines = [f"Proposed. {name} is on the longlist of {texts.episode_name(episode)}{for_whom}."]
    if related.not_on_ballot:
        lines.append(
            "It isn't on the ballot of the vote under way, whose songs are fixed. It can be in a"
            " later vote."
        )
    text = "\n".join((*lines, *_related_lines(related)))
    if proposal.notes:
        return layout(f"{text}\n{NOTE_LABEL}: {texts.safe(proposal.note, _PROPOSED_NOTE_SHOWN)}")
    return layout(f"{text}\nWhat does it tell us?", row(NoteButton.make(proposal.id)))


def _related_lines(related: Related) -> Iterator[str]:
    if related.versions:
        both = "both" if len(related.versions) == 1 else "all of them"
        versions = song_names(related.versions, _RELATED)
        yield f"Also on the longlist: {versions}. You can keep {both}."
    if related.by_artist:
        yield f"Already here by this artist: {song_names(related.by_artist, _RELATED)}."
    if related.used_in:
        numbers = [
            texts.safe(episode.number, 20, links=False)
            for episode in related.used_in[-_EPISODES_MAX:]
        ]
        yield f"It is on the board of episode {texts.listed(numbers)} already."
    if related.artist_in:
        last = related.artist_in[-_EPISODES_MAX:]
        used = [
            f"{texts.title(song, _RELATED.title // 2)} in episode"
            f" {texts.safe(episode.number, 20, links=False)}"
            for song, episode in last
        ]
        yield f"Already on the board by this artist: {texts.listed(used)}."


def seconded_reply(episode: Episode, proposal: Proposal) -> ui.LayoutView:
    """Return the reply to a writer who seconded a proposal."""
    name, by = texts.song_name(proposal.song), texts.count(proposal.seconds, "second")
    return layout(f"You seconded {name} for {texts.episode_name(episode)}. {by} so far.")


def note_reply(episode: Episode, proposal: Proposal) -> ui.LayoutView:
    """Return the reply to a writer who added a note to a song."""
    name = texts.song_name(proposal.song)
    return layout(f"Saved with {name} for {texts.episode_name(episode)}; its card will show it.")


def withdrawn_reply(episode: Episode, proposal: Proposal) -> ui.LayoutView:
    """Return the reply to somebody who withdrew a proposal."""
    name = texts.song_name(proposal.song)
    return layout(f"Withdrawn: {name} is off the longlist of {texts.episode_name(episode)}.")


class SecondButton(Pressable, custom_id="second:{proposal_id}"):
    """Seconds a proposal."""

    proposal_id: ProposalId

    @classmethod
    def make(cls, proposal_id: ProposalId) -> "SecondButton":
        """Return the button for a proposal."""
        return cls(ui.Button(label="Second"), proposal_id=proposal_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Second the proposal, and reply privately."""
        ctx = await context_of(interaction)
        proposal = await ctx.services.proposals.second(ctx.person, ctx.room, self.proposal_id)
        await answer(interaction, seconded_reply(await ctx.episode_of(proposal), proposal))


@remedy(DuplicateProposal)
def second_instead(error: DuplicateProposal) -> SecondButton | None:
    """Offer to second the earlier proposal, unless the same writer made it."""
    return None if error.yours else SecondButton.make(ProposalId(error.proposal_id))


class NoteButton(Pressable, custom_id="tells:{proposal_id}"):
    """Opens the form for a note on a proposal."""

    proposal_id: ProposalId

    @classmethod
    def make(cls, proposal_id: ProposalId) -> "NoteButton":
        """Return the button for a proposal."""
        return cls(ui.Button(label="Add what it tells us"), proposal_id=proposal_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        await open_note_form(interaction, self.proposal_id)


async def open_note_form(interaction: discord.Interaction, proposal_id: ProposalId) -> None:
    """Open the form for a note on a proposal.

    Raises:
        NotAllowed: The person may not propose, so the form would be filled in for nothing.
        NotFound: The proposal no longer exists.
    """
    ctx = await context_of(interaction)
    await ctx.services.proposals.may_propose(ctx.person, ctx.room)
    proposal = await ctx.services.proposals.get(ctx.room, proposal_id)
    title = texts.option(proposal.song.title, TITLE_MAX)
    await open_form(interaction, NoteForm(title, proposal_id=proposal.id))


class NoteForm(Form, custom_id="noteform:{proposal_id}"):
    """The form for a note: what a song tells the writer."""

    fields: ClassVar = {
        "note": Field(
            NOTE_LABEL,
            NOTE_MAX,
            "Whose song is it? What happens while it plays? What would be lost without it?",
            multiline=True,
        )
    }
    proposal_id: ProposalId

    async def act(self, interaction: discord.Interaction) -> None:
        """Save the note, and reply privately."""
        ctx = await context_of(interaction)
        proposal = await ctx.services.proposals.note(
            ctx.person, ctx.room, self.proposal_id, self.text("note")
        )
        await answer(interaction, note_reply(await ctx.episode_of(proposal), proposal))
