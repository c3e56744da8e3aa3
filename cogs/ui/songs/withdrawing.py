"""Withdrawing a song: what follows is said before, and it can be brought back for a while."""

from collections.abc import Iterator

import discord
from discord import ui

from bot.domain.model import Episode, Proposal, ProposalId
from bot.services.ports.read_models import WithdrawalView
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import Context, context_of
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, replace


async def ask(interaction: discord.Interaction, ctx: Context, proposal_id: ProposalId) -> None:
    """Ask somebody whether to withdraw a song, and say what follows.

    Raises:
        NotAllowed, NotFound, InvalidInput, EpisodeLocked, EpisodeArchived, SongFrozen: As
            `Withdrawals.follows` does.
    """
    view = await ctx.services.withdrawals.follows(ctx.person, ctx.room, proposal_id)
    await answer(interaction, question(view))


def question(view: WithdrawalView) -> ui.LayoutView:
    """Return the question."""
    name, episode = texts.song_name(view.proposal.song), texts.episode_name(view.episode)
    facts = list(_follows(view))
    lines = [f"Withdraw {name} from the longlist of {episode}?"]  # the name is bold
    if facts:
        lines.append(f"It {texts.listed(facts)}.")
    lines.append("Its seconds and notes are kept: you can bring it back within a day.")
    buttons = row(
        WithdrawButton(
            ui.Button(label="Withdraw it", style=discord.ButtonStyle.danger),
            proposal_id=view.proposal.id,
        ),
        KeepButton(ui.Button(label="Keep it"), proposal_id=view.proposal.id),
    )
    return layout("\n".join(lines), buttons)


def _follows(view: WithdrawalView) -> Iterator[str]:
    proposal = view.proposal
    if proposal.shortlisted:
        yield f"is on the shortlist of {texts.count(view.shortlist, 'song')}"
    if proposal.seconds:
        yield f"is seconded by {texts.count(proposal.seconds, 'writer')}"
    if proposal.notes:
        yield f"has {texts.count(len(proposal.notes), 'note')}"


def withdrawn_reply(episode: Episode, proposal: Proposal) -> ui.LayoutView:
    """Return the reply to somebody who withdrew a proposal."""
    name = texts.song_name(proposal.song)
    which = "longlist and the shortlist" if proposal.shortlisted else "longlist"
    return layout(
        f"Withdrawn: {name} is off the {which} of {texts.episode_name(episode)}.",
        row(BringBackButton(ui.Button(label="Bring it back"), proposal_id=proposal.id)),
    )


def back_reply(episode: Episode, proposal: Proposal) -> ui.LayoutView:
    """Return the reply to somebody who brought a proposal back."""
    name = texts.song_name(proposal.song)
    lists = "longlist and the shortlist" if proposal.shortlisted else "longlist"
    return layout(
        f"It's back: {name} is on the {lists} of {texts.episode_name(episode)}, with its seconds"
        " and notes."
    )


class AskWithdrawButton(Pressable, custom_id="withdrawing:{proposal_id}"):
    """Asks whether to withdraw a song."""

    proposal_id: ProposalId

    @classmethod
    def make(cls, proposal_id: ProposalId) -> "AskWithdrawButton":
        """Return the button for a proposal."""
        return cls(ui.Button(label="Withdraw"), proposal_id=proposal_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Ask privately."""
        await ask(interaction, await context_of(interaction), self.proposal_id)


class WithdrawButton(Pressable, custom_id="withdraw:{proposal_id}"):
    """Withdraws a song."""

    proposal_id: ProposalId

    async def act(self, interaction: discord.Interaction) -> None:
        """Withdraw it, and offer to bring it back."""
        ctx = await context_of(interaction)
        proposal = await ctx.services.withdrawals.withdraw(ctx.person, ctx.room, self.proposal_id)
        await replace(interaction, withdrawn_reply(await ctx.episode_of(proposal), proposal))


class KeepButton(Pressable, custom_id="keepsong:{proposal_id}"):
    """Leaves a song where it is."""

    proposal_id: ProposalId

    async def act(self, interaction: discord.Interaction) -> None:
        """Say that nothing was done."""
        ctx = await context_of(interaction)
        proposal = await ctx.services.proposals.get(ctx.room, self.proposal_id)
        await replace(interaction, layout(f"{texts.song_name(proposal.song)} stays."))


class BringBackButton(Pressable, custom_id="bringback:{proposal_id}"):
    """Brings a song back that was withdrawn."""

    proposal_id: ProposalId

    async def act(self, interaction: discord.Interaction) -> None:
        """Bring it back."""
        ctx = await context_of(interaction)
        await replace(interaction, await bring_back(ctx, self.proposal_id))


async def bring_back(ctx: Context, proposal_id: ProposalId) -> ui.LayoutView:
    """Bring a song back; return the reply.

    Raises:
        NotAllowed, NotFound, InvalidInput, DuplicateProposal, EpisodeLocked, EpisodeArchived: As
            `Withdrawals.bring_back` does.
    """
    back = await ctx.services.withdrawals.bring_back(ctx.person, ctx.room, proposal_id)
    return back_reply(await ctx.episode_of(back), back)
