"""A proposal's card, and what can be pressed on it."""

import discord
from discord import ui

from bot.domain.errors import DuplicateProposal
from bot.domain.imports import NOBODY
from bot.domain.model import NOTE_MAX, Episode, Proposal, ProposalId, Room
from cogs.ui import texts
from cogs.ui.base import ID, Form, Pressable, answer, layout, remedy, row
from cogs.ui.blocks import Line, Measure, line_text, song_piece
from cogs.ui.people import here

TELLS = "What it tells us"
_CARD = Measure(150, 150, 0)
_TELLS_SHOWN = 1500


def proposal_card(room: Room, episode: Episode, proposal: Proposal) -> ui.LayoutView:
    """Return the card of a proposal; one that was withdrawn says so and can't be pressed."""
    song = proposal.song
    lines = [line_text(Line(song), _CARD), _by_line(room, episode, proposal)]
    if proposal.withdrawn:
        return layout(song_piece("\n".join((*lines, "**Withdrawn.**")), song))
    if proposal.seconds:
        lines.append(f"Seconded by {texts.count(proposal.seconds, 'writer')}")
    tells = texts.shown(proposal.why, _TELLS_SHOWN)
    lines.append(f"{TELLS}: {tells}" if tells else "Nobody has said yet what it tells us.")
    return layout(
        song_piece("\n".join(lines), song),
        row(SecondButton.make(proposal.id), TellsButton.make(proposal.id)),
    )


def _by_line(room: Room, episode: Episode, proposal: Proposal) -> str:
    name = texts.episode_name(episode)
    if proposal.proposer_id == NOBODY:
        return f"Imported from a playlist for {name}"
    if room.settings.proposers_hidden:
        return f"Proposed for {name}"
    return f"Proposed for {name} by {texts.person(proposal.proposer_id)}"


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


class SecondButton(Pressable, template=rf"second:{ID}"):
    """Seconds a proposal."""

    @classmethod
    def make(cls, proposal_id: int) -> "SecondButton":
        """Return the button for a proposal."""
        return cls(ui.Button(label="Second", custom_id=f"second:{proposal_id}"), proposal_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Second it, and tell the writer privately."""
        at = await here(interaction)
        proposal = await at.services.proposals.second(at.person, at.room, ProposalId(self.ids[0]))
        await answer(interaction, seconded(await at.episode_of(proposal), proposal))


@remedy(DuplicateProposal)
def second_instead(error: DuplicateProposal) -> SecondButton | None:
    """Offer to second what was proposed before, unless by the same writer."""
    return None if error.yours else SecondButton.make(error.proposal_id)


class TellsButton(Pressable, template=rf"tells:{ID}"):
    """Opens the form for what a song tells a writer."""

    @classmethod
    def make(cls, proposal_id: int) -> "TellsButton":
        """Return the button for a proposal."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label="Add what it tells us", custom_id=f"tells:{proposal_id}"
        )
        return cls(button, proposal_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        await open_tells(interaction, ProposalId(self.ids[0]))


async def open_tells(interaction: discord.Interaction, proposal_id: ProposalId) -> None:
    """Open the form for what a song tells a writer.

    Raises:
        NotFound: The proposal is not there any more.
    """
    at = await here(interaction)
    proposal = await at.services.proposals.get(at.room, proposal_id)
    await interaction.response.send_modal(TellsForm(proposal))


class TellsForm(Form):
    """What a song tells a writer."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(texts.option(proposal.song.title, 45))
        self._proposal_id = proposal.id
        self.ask(
            "tells",
            TELLS,
            most=NOTE_MAX,
            lines=True,
            hint="Whose song is it? What happens while it plays? What would be lost without it?",
        )

    async def act(self, interaction: discord.Interaction) -> None:
        """Save it, and tell the writer privately."""
        at = await here(interaction)
        proposal = await at.services.proposals.note(
            at.person, at.room, self._proposal_id, self.text("tells")
        )
        await answer(interaction, noted(await at.episode_of(proposal), proposal))
