"""The message that mentions writers for whom the ballot message had no room."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.model import RoundId, UserId
from bot.services.ports.read_models import RoundView
from cogs.ui.ballots.post import show_ballot
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.pressable import Pressable


def writers_call(view: RoundView, mention: Sequence[UserId], number: int) -> ui.LayoutView:
    """Return a message that mentions writers, so that Discord notifies them.

    Args:
        view: The round.
        mention: The people to mention.
        number: A number that sets the message apart from others like it.
    """
    people = " ".join(texts.person(user) for user in mention)
    head = f"The vote for {texts.episode_name(view.episode)} is open for you too:"
    return layout(f"{head}\n{people}", row(CalledButton.make(view.round.id, number)))


class CalledButton(Pressable, custom_id="called:{round_id}:{number}"):
    """Opens a writer's own ballot."""

    round_id: RoundId
    number: int

    @classmethod
    def make(cls, round_id: RoundId, number: int, label: str = "Vote") -> "CalledButton":
        """Return the button for a round."""
        style = discord.ButtonStyle.primary if label == "Vote" else discord.ButtonStyle.secondary
        button: ui.Button[ui.LayoutView] = ui.Button(label=label, style=style)
        return cls(button, round_id=round_id, number=number)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the ballot privately."""
        await show_ballot(interaction, self.round_id)
