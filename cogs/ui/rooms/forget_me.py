"""The question before a person is forgotten, its button, and the reply."""

import discord
from discord import ui

from bot.domain.errors import InvalidInput
from bot.domain.model import RoomId
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import Context, context_of
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace


def forget_question(ctx: Context) -> ui.LayoutView:
    """Return the question before a person is forgotten, with the button that does it."""
    room = texts.room_name(ctx.room)
    return layout(
        f"**Remove your name from what I keep about {room}?** This can't be undone.",
        "The songs you proposed, what you said about them, and your ballots stay, since the room's"
        " records are made of them. A number made with a secret key takes the place of"
        " your name, and nobody can tell your name from it. Whoever hosts this bot has the key:"
        " they could check whether a number belongs to a person they suspect.",
        "If you take part again, I recognize you by that number, so that nobody votes for their own"
        " songs or votes twice. Apart from that, you start fresh.",
        "You leave the roster. You can't look at ballots you cast before, so note your receipts"
        " first if you want to find them in the records: `/vote` shows them.",
        "Messages already in Discord stay there: the cards of your songs are updated, results and"
        " threads are not.",
        row(ForgetButton.make(ctx.room.id)),
    )


def forgotten_reply(cards: int) -> ui.LayoutView:
    """Return the reply to somebody who was forgotten."""
    text = "Done. Nothing I keep about this room names you."
    if cards:
        text += f" {texts.count(cards, 'card')} in the channel will say so, too."
    return layout(text)


class ForgetButton(Pressable, custom_id="forgetme:{room_id}"):
    """Forgets the person who presses it."""

    room_id: RoomId

    @classmethod
    def make(cls, room_id: RoomId) -> "ForgetButton":
        """Return the button for a room."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label="Remove my name",
            style=discord.ButtonStyle.danger,
        )
        return cls(button, room_id=room_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Forget the person in this room."""
        ctx = await context_of(interaction)
        if ctx.room.id != self.room_id:
            raise InvalidInput("forget.elsewhere", ctx.room.title)
        cards = await ctx.services.privacy.forget(ctx.person, ctx.room)
        await replace(interaction, forgotten_reply(cards))
