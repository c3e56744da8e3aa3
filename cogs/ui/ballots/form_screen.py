"""The screen of a form of ballot, and the base class of its buttons and menus."""

from collections.abc import Callable
from typing import Any, ClassVar, Generic

import discord
from discord import ui
from msgspec import Struct
from typing_extensions import override

from bot.domain.ballot_forms.form import BallotForm, Change, Choices, ChoicesT
from bot.domain.errors import InvalidBallot, RoundClosed, RuleError
from bot.domain.model import RoundId, Rules
from bot.services.ports.read_models import BallotView
from cogs.ui.ballots.open_vote import open_ballot, what_became_of
from cogs.ui.kit import errors
from cogs.ui.kit.components import Piece
from cogs.ui.kit.context import context_of
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace
from cogs.ui.kit.song_lists import Measure


class FormScreen(Struct, Generic[ChoicesT], frozen=True):
    """How one form of ballot is shown.

    Attributes:
        form: The form.
        instructions: Returns how to vote, in one sentence for the whole room.
        first_step: Returns what to do on a ballot without choices.
        summary: Returns what a writer has chosen.
        controls: Returns rows of buttons and menus, without *Abstain*. It takes the choices, or
            None if there are none.
    """

    form: BallotForm[ChoicesT, Any, Any]
    instructions: Callable[[Rules], str]
    first_step: Callable[[BallotView], str]
    summary: Callable[[BallotView, ChoicesT, Measure], str]
    controls: Callable[[BallotView, ChoicesT | None], list[Piece]]


class BallotControl(Pressable):
    """A button or menu on a ballot."""

    round_id: RoundId

    show: ClassVar[Callable[[BallotView, str], ui.LayoutView]]
    """Draws the ballot with a message above it. `own` sets it, since it imports this module."""

    ask: ClassVar[Callable[[BallotView, Choices, Change], ui.LayoutView]]
    """Draws the question before a change takes back everything on a ballot. `own` sets it, too."""

    def change(self) -> Change:
        """Return the change that the press makes."""
        raise NotImplementedError

    def sure(self) -> int | None:
        """Return the mark of the choices that the writer agreed to lose; None if nobody asked."""
        return None

    @override
    def stale(self) -> RuleError:
        return InvalidBallot("not_offered")

    async def act(self, interaction: discord.Interaction) -> None:
        """Save the change and show the ballot; if the screen was stale, only show the ballot.

        A change that takes back everything on the ballot is asked about first.
        If the vote is over and another is open, show the ballot of that one.
        """
        ctx = await context_of(interaction)
        message = ""
        try:
            view = await ctx.services.voting.change(
                ctx.person, ctx.room, self.round_id, self.change(), sure=self.sure()
            )
        except InvalidBallot as refusal:
            if refusal.rule not in ("stale", "unsure"):
                raise
            view = await ctx.services.voting.ballot(ctx.person, ctx.room, self.round_id)
            if refusal.rule == "unsure" and view.ballot and view.ballot.choices:
                await replace(
                    interaction, BallotControl.ask(view, view.ballot.choices, self.change())
                )
                return
            message = errors.error_text(refusal)
        except RoundClosed:
            instead = await open_ballot(ctx, self.round_id)
            if instead is None:
                raise
            view, message = instead, await what_became_of(ctx, self.round_id)
        await replace(interaction, BallotControl.show(view, message))
