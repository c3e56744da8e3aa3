"""What scrutineers say who have counted a vote again."""

from typing import ClassVar

import discord
from discord import ui

from bot.domain.model import Round, RoundId
from bot.services.rounds.scrutiny import read_hash
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout
from cogs.ui.kit.context import context_of
from cogs.ui.kit.forms import Field, Form, open_form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer

TYPED_MAX = 200
"""More characters than a hash has, for the spaces that come along with it."""


class RecountButton(Pressable, custom_id="recount:{round_id}"):
    """Opens the form for the hash a scrutineer got."""

    round_id: RoundId

    @classmethod
    def make(cls, round_id: RoundId) -> "RecountButton":
        """Return the button for a round."""
        return cls(ui.Button(label="I counted it again"), round_id=round_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        ctx = await context_of(interaction)
        await ctx.services.scrutiny.require(ctx.person, ctx.room, self.round_id)
        await open_form(interaction, RecountForm("I counted it again", round_id=self.round_id))


class RecountForm(Form, custom_id="recountform:{round_id}"):
    """The form for the hash of the record that a scrutineer counted."""

    fields: ClassVar = {
        "hash": Field(
            "The record's hash that you got",
            TYPED_MAX,
            "`recount` shows it: 64 digits, 0 to 9 and a to f. The room will see it.",
        )
    }
    round_id: RoundId

    async def act(self, interaction: discord.Interaction) -> None:
        """Tell the room, and reply privately whether the hash is the one in the results."""
        ctx = await context_of(interaction)
        typed = self.text("hash")
        round_ = await ctx.services.scrutiny.counted(ctx.person, ctx.room, self.round_id, typed)
        await answer(interaction, noted(round_, read_hash(typed)))


def noted(round_: Round, sha256: str) -> ui.LayoutView:
    """Return the reply to a scrutineer."""
    if sha256 == round_.record_sha256:
        return layout(
            "Thank you. It's the hash in the results. The room is told that you counted it again."
        )
    return layout(
        "Thank you. **It's not the hash in the results**, which is"
        f" `{texts.cut(round_.record_sha256, 64)}`. The room is told both. If you slipped, send it"
        " again; otherwise talk to whoever hosts this bot."
    )
