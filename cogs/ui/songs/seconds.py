"""Seconding a song, and taking that back."""

import discord
from discord import ui

from bot.domain.errors import DuplicateProposal
from bot.domain.model import Episode, Proposal, ProposalId
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.error_responses import remedy
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, replace


def seconded_reply(episode: Episode, proposal: Proposal, *, on: bool = True) -> ui.LayoutView:
    """Return the reply to a writer who seconded a proposal, or took that back without `on`."""
    name = f"{texts.song_name(proposal.song)} for {texts.episode_name(episode)}"
    number = texts.count(proposal.seconds, "second") if proposal.seconds else "no seconds"
    done, now = f"You seconded {name}.", f"{number} so far."
    if not on:
        done, now = f"You took back your second for {name}.", f"It has {number} now."
    return layout(
        f"{done} {now}",
        row(SecondingButton.make(proposal.id, "Take it back" if on else "Second it", on=not on)),
    )


class SecondButton(Pressable, custom_id="second:{proposal_id}"):
    """Seconds a proposal; pressed again, takes that back."""

    proposal_id: ProposalId

    @classmethod
    def make(cls, proposal_id: ProposalId) -> "SecondButton":
        """Return the button for a proposal."""
        return cls(ui.Button(label="Second"), proposal_id=proposal_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Second the proposal or take that back, and reply privately."""
        ctx = await context_of(interaction)
        proposal, on = await ctx.services.proposals.switch_second(
            ctx.person, ctx.room, self.proposal_id
        )
        await answer(interaction, seconded_reply(await ctx.episode_of(proposal), proposal, on=on))


class SecondingButton(Pressable, custom_id="seconding:{proposal_id}:{on}"):
    """Seconds a proposal, or takes that back, as it says."""

    proposal_id: ProposalId
    on: bool

    @classmethod
    def make(cls, proposal_id: ProposalId, label: str, *, on: bool) -> "SecondingButton":
        """Return the button for a proposal."""
        return cls(ui.Button(label=label), proposal_id=proposal_id, on=on)

    async def act(self, interaction: discord.Interaction) -> None:
        """Do as it says, and show that in place of what it stood on."""
        ctx = await context_of(interaction)
        proposal = await ctx.services.proposals.second(
            ctx.person, ctx.room, self.proposal_id, undo=not self.on
        )
        reply = seconded_reply(await ctx.episode_of(proposal), proposal, on=self.on)
        await replace(interaction, reply)


@remedy(DuplicateProposal)
def second_instead(error: DuplicateProposal) -> SecondingButton | None:
    """Offer to second the earlier proposal, unless the same writer made it."""
    if error.yours:
        return None
    return SecondingButton.make(ProposalId(error.proposal_id), "Second", on=True)
