"""What a form of ballot must bring to be shown, and what all its buttons and menus do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic

import discord
from discord import ui

from bot.domain.ballot_forms.form import BallotForm, Change, ChoicesT
from bot.domain.errors import InvalidBallot
from bot.domain.model import RoundId, Rules
from bot.services.ports.read_models import BallotView
from cogs.ui.kit import errors
from cogs.ui.kit.components import Piece
from cogs.ui.kit.context import context_of
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace
from cogs.ui.kit.song_lists import Measure


@dataclass(frozen=True, slots=True)
class FormScreen(Generic[ChoicesT]):
    """How one form of ballot is shown.

    Attributes:
        form: The form.
        how: Tells the room what to do, in one sentence.
        begin: Tells a writer what to do whose ballot has no choices.
        chosen: Tells a writer what they chose.
        controls: What there is to press, rows of it, without *Abstain*. It is given the choices,
            None where there are none.
    """

    form: BallotForm[ChoicesT, Any, Any]
    how: Callable[[Rules], str]
    begin: Callable[[BallotView], str]
    chosen: Callable[[BallotView, ChoicesT, Measure], str]
    controls: Callable[[BallotView, ChoicesT | None], list[Piece]]


class BallotControl(Pressable):
    """Something to press on a ballot."""

    round_id: RoundId

    show: ClassVar[Callable[[BallotView, str], ui.LayoutView]]
    """Draws the ballot again, with a word on it; set by `own`, which knows all forms."""

    def change(self) -> Change:
        """Return what the press changes."""
        raise NotImplementedError

    async def act(self, interaction: discord.Interaction) -> None:
        """Save the change, and show the ballot as it is now; only that, where it was old."""
        at = await context_of(interaction)
        word = ""
        try:
            view = await at.services.voting.change(at.person, at.room, self.round_id, self.change())
        except InvalidBallot as refusal:
            if refusal.rule != "stale":
                raise
            view = await at.services.voting.ballot(at.person, at.room, self.round_id)
            word = errors.present(refusal)
        await replace(interaction, BallotControl.show(view, word))
