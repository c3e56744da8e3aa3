"""The form for a line about a song, and what its writer is told."""

from typing import ClassVar

import discord
from discord import ui

from bot.domain.listening import LINE_MAX
from bot.domain.model import ProposalId
from bot.services.ports.listening_view import OwnLine
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.forms import TITLE_MAX, Field, Form, open_form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer

_CHANGE = "You wrote this. Change it, or empty it to take it back."


class LineButton(Pressable, custom_id="listenline:{proposal_id}:{number}"):
    """Opens the form for a line about a song."""

    proposal_id: ProposalId
    number: int

    @classmethod
    def make(
        cls, proposal_id: ProposalId, number: int = 0, label: str = "What it tells me"
    ) -> "LineButton":
        """Return the button for a song; its number sets it apart on the messages of a session."""
        button: ui.Button[ui.LayoutView] = ui.Button(label=label, style=discord.ButtonStyle.primary)
        return cls(button, proposal_id=proposal_id, number=number)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form, filled in with what the writer wrote before."""
        ctx = await context_of(interaction)
        mine = await ctx.services.listening_lines.mine(ctx.person, ctx.room, self.proposal_id)
        title = texts.option(mine.song.song.title, TITLE_MAX)
        hints = {"line": _CHANGE} if mine.text else {}
        form = LineForm(title, {"line": mine.text}, hints, proposal_id=self.proposal_id)
        await open_form(interaction, form)


class LineForm(Form, custom_id="listenlineform:{proposal_id}"):
    """The form for a line: what a song tells somebody."""

    fields: ClassVar = {
        "line": Field(
            "What it tells me",
            LINE_MAX,
            "One line. Nobody else sees it until the song's lines are shown.",
            multiline=True,
            required=False,
        )
    }
    proposal_id: ProposalId

    async def act(self, interaction: discord.Interaction) -> None:
        """Save the line or take it back, and reply privately."""
        ctx = await context_of(interaction)
        mine = await ctx.services.listening_lines.write(
            ctx.person, ctx.room, self.proposal_id, self.text("line")
        )
        await answer(interaction, line_reply(mine))


def line_reply(mine: OwnLine) -> ui.LayoutView:
    """Return the reply to a writer who wrote a line or took one back."""
    name = texts.song_name(mine.song.song)
    if not mine.text:
        said = f"Taken back: you have written nothing about {name}."
        return layout(said, row(LineButton.make(mine.song.id))) if mine.open else layout(said)
    names = "with your name" if mine.named else "without your name"
    if mine.shown:
        said = f"Saved. Your line about {name} is shown {names}."
    else:
        said = (
            f"Saved. Your line about {name} stays hidden until the song's lines are shown, {names}."
        )
    return layout(said, row(LineButton.make(mine.song.id, label="Change or take back")))
