"""A proposal's card, and what can be pressed on it."""

from collections.abc import Iterator

import discord
from discord import ui

from bot.domain.errors import DuplicateProposal
from bot.domain.imports import NO_PROPOSER
from bot.domain.model import NOTE_MAX, Episode, Proposal, ProposalId, Room
from bot.domain.versions import base_title
from bot.services.songs.related import Related
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.error_responses import remedy
from cogs.ui.kit.forms import Form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer
from cogs.ui.kit.song_lists import Line, Measure, line_text, named, song_piece

NOTE_LABEL = "What it tells us"
_CARD = Measure(150, 150, 0)
_NOTE_SHOWN = 1500
_PROPOSED_NOTE_SHOWN = 1000
_RELATED = Measure(60, 0, 0, links=False, names=3)
_EPISODES_MAX = 5


def proposal_card(room: Room, episode: Episode, proposal: Proposal) -> ui.LayoutView:
    """Return the card of a proposal; one that was withdrawn says so and can't be pressed."""
    song = proposal.song
    lines = [line_text(Line(song), _CARD), _by_line(room, episode, proposal)]
    if proposal.withdrawn:
        return layout(song_piece("\n".join((*lines, "**Withdrawn.**")), song))
    if proposal.character:
        lines.append(f"A song for {texts.shown(proposal.character, 80, links=False)}")
    if proposal.seconds:
        lines.append(f"Seconded by {texts.count(proposal.seconds, 'writer')}")
    note = texts.shown(proposal.note, _NOTE_SHOWN)
    lines.append(f"{NOTE_LABEL}: {note}" if note else "Nobody has said yet what it tells us.")
    return layout(
        song_piece("\n".join(lines), song),
        row(SecondButton.make(proposal.id), NoteButton.make(proposal.id)),
    )


def _by_line(room: Room, episode: Episode, proposal: Proposal) -> str:
    name = texts.episode_name(episode)
    if proposal.proposer_id == NO_PROPOSER:
        return f"Imported from a playlist for {name}"
    if room.settings.proposers_hidden:
        return f"Proposed for {name}"
    return f"Proposed for {name} by {texts.person(proposal.proposer_id)}"


def proposed(episode: Episode, proposal: Proposal, related: Related) -> ui.LayoutView:
    """Return what a writer is told who proposed a song: also which songs are related to it."""
    name = texts.song_name(proposal.song)
    whose = (
        f", for {texts.shown(proposal.character, 80, links=False)}" if proposal.character else ""
    )
    lines = [f"Proposed. {name} is on the longlist of {texts.episode_name(episode)}{whose}."]
    text = "\n".join((*lines, *_related_lines(proposal, related)))
    if proposal.notes:
        return layout(f"{text}\n{NOTE_LABEL}: {texts.shown(proposal.note, _PROPOSED_NOTE_SHOWN)}")
    return layout(
        f"{text}\nOne thing is missing: what it tells us.", row(NoteButton.make(proposal.id))
    )


def _related_lines(proposal: Proposal, related: Related) -> Iterator[str]:
    if related.versions:
        song = texts.shown(base_title(proposal.song.title), _RELATED.title, links=False)
        both = "both" if len(related.versions) == 1 else "all"
        versions = named(related.versions, _RELATED)
        yield f"{song} is on the longlist as {versions}, too; {both} can stand."
    if related.by_artist:
        yield f"By the same artist there already: {named(related.by_artist, _RELATED)}."
    if related.used_in:
        numbers = [
            texts.shown(one.number, 20, links=False) for one in related.used_in[-_EPISODES_MAX:]
        ]
        yield f"It is on the board of episode {texts.listed(numbers)} already."
    if related.artist_in:
        last = related.artist_in[-_EPISODES_MAX:]
        used = [
            f"{texts.title(song, _RELATED.title // 2)} in episode"
            f" {texts.shown(episode.number, 20, links=False)}"
            for song, episode in last
        ]
        yield f"By the same artist on the board already: {texts.listed(used)}."


def seconded(episode: Episode, proposal: Proposal) -> ui.LayoutView:
    """Return what a writer is told who seconded a proposal."""
    name, by = texts.song_name(proposal.song), texts.count(proposal.seconds, "writer")
    return layout(
        f"You seconded {name} for {texts.episode_name(episode)}. It is seconded by {by} now."
    )


def noted(episode: Episode, proposal: Proposal) -> ui.LayoutView:
    """Return what a writer is told who said what a song tells them."""
    name = texts.song_name(proposal.song)
    return layout(f"Saved with {name} for {texts.episode_name(episode)}; its card will show it.")


def withdrawn(episode: Episode, proposal: Proposal) -> ui.LayoutView:
    """Return what is told to whoever took a proposal back."""
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
        """Second it, and tell the writer privately."""
        at = await context_of(interaction)
        proposal = await at.services.proposals.second(at.person, at.room, self.proposal_id)
        await answer(interaction, seconded(await at.episode_of(proposal), proposal))


@remedy(DuplicateProposal)
def second_instead(error: DuplicateProposal) -> SecondButton | None:
    """Offer to second what was proposed before, unless by the same writer."""
    return None if error.yours else SecondButton.make(ProposalId(error.proposal_id))


class NoteButton(Pressable, custom_id="tells:{proposal_id}"):
    """Opens the form for a note: what a song tells a writer."""

    proposal_id: ProposalId

    @classmethod
    def make(cls, proposal_id: ProposalId) -> "NoteButton":
        """Return the button for a proposal."""
        return cls(ui.Button(label="Add what it tells us"), proposal_id=proposal_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        await open_note_form(interaction, self.proposal_id)


async def open_note_form(interaction: discord.Interaction, proposal_id: ProposalId) -> None:
    """Open the form for what a song tells a writer.

    Raises:
        NotFound: The proposal is not there any more.
    """
    at = await context_of(interaction)
    proposal = await at.services.proposals.get(at.room, proposal_id)
    await interaction.response.send_modal(NoteForm(proposal))


class NoteForm(Form):
    """A note: what a song tells a writer."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(texts.option(proposal.song.title, 45))
        self._proposal_id = proposal.id
        self.ask(
            "note",
            NOTE_LABEL,
            most=NOTE_MAX,
            lines=True,
            hint="Whose song is it? What happens while it plays? What would be lost without it?",
        )

    async def act(self, interaction: discord.Interaction) -> None:
        """Save it, and tell the writer privately."""
        at = await context_of(interaction)
        proposal = await at.services.proposals.note(
            at.person, at.room, self._proposal_id, self.text("note")
        )
        await answer(interaction, noted(await at.episode_of(proposal), proposal))
