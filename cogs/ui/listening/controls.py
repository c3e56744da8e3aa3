"""The buttons on the cards of a session."""

import discord
from discord import ui

from bot.domain.listening import CardId, Listening, ListeningId, Stage
from bot.domain.model import Proposal
from bot.services.listening.sessions import Move
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, replace

_LABELS = {
    Move.NEXT: "Next",
    Move.BACK: "Back",
    Move.PAUSE: "Pause",
    Move.GO_ON: "Go on",
    Move.END: "End",
}


class HereButton(Pressable, custom_id="listenhere:{listening_id}:{number}"):
    """Says that somebody is there, so that lines wait for theirs."""

    listening_id: ListeningId
    number: int

    @classmethod
    def make(cls, listening_id: ListeningId, number: int, *, left: bool = False) -> "HereButton":
        """Return the button for a message of a session, which cannot be pressed once it is left."""
        button: ui.Button[ui.LayoutView] = ui.Button(label="I'm here", disabled=left)
        return cls(button, listening_id=listening_id, number=number)

    async def act(self, interaction: discord.Interaction) -> None:
        """Note that they are there."""
        ctx = await context_of(interaction)
        await ctx.services.listenings.come(ctx.person, ctx.room, self.listening_id)
        said = "You're in. The lines of each song wait for yours, or until its time is up."
        await answer(interaction, layout(said))


class NothingButton(Pressable, custom_id="listennothing:{card_id}"):
    """Says that somebody has nothing to add to a song."""

    card_id: CardId

    @classmethod
    def make(cls, card_id: CardId) -> "NothingButton":
        """Return the button for the card of a song."""
        return cls(ui.Button(label="Nothing to add"), card_id=card_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Note that the song's lines need not wait for theirs."""
        ctx = await context_of(interaction)
        song = await ctx.services.listening_lines.nothing(ctx.person, ctx.room, self.card_id)
        await answer(interaction, layout(_noted(song)))


class MoveButton(Pressable, custom_id="listenmove:{move}:{listening_id}:{revision}"):
    """Moves a session, for the showrunner and delegates."""

    move: Move
    listening_id: ListeningId
    revision: int

    @classmethod
    def make(cls, move: Move, listening: Listening) -> "MoveButton":
        """Return a button for a session as it is now."""
        label = _LABELS[move]
        if move is Move.NEXT:
            label = {
                Stage.GATHERING: "Begin with song 1",
                Stage.HIDDEN: "Show the lines",
                Stage.SHOWN: "Next song",
            }.get(listening.stage, label)
        button: ui.Button[ui.LayoutView] = ui.Button(
            label=label, style=discord.ButtonStyle.secondary
        )
        return cls(button, move=move, listening_id=listening.id, revision=listening.revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Move the session, and say where it is; before it ends too early, ask."""
        ctx = await context_of(interaction)
        listenings, session = ctx.services.listenings, (self.listening_id, self.revision)
        if self.move is Move.END and (
            unheard := await listenings.unheard(ctx.person, ctx.room, *session)
        ):
            await answer(interaction, _question(unheard, EndNowButton.make(*session)))
            return
        after = await listenings.move(ctx.person, ctx.room, *session, self.move)
        await answer(interaction, layout(_where(after)))


class EndNowButton(Pressable, custom_id="listenend:{listening_id}:{revision}"):
    """Ends a session before all of its songs were heard."""

    listening_id: ListeningId
    revision: int

    @classmethod
    def make(cls, listening_id: ListeningId, revision: int) -> "EndNowButton":
        """Return the button for a session as it was when somebody wanted to end it."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label="End it now", style=discord.ButtonStyle.danger
        )
        return cls(button, listening_id=listening_id, revision=revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """End the session, unless it has moved on."""
        ctx = await context_of(interaction)
        after = await ctx.services.listenings.move(
            ctx.person, ctx.room, self.listening_id, self.revision, Move.END
        )
        await replace(interaction, layout(_where(after)))


def _question(unheard: int, button: EndNowButton) -> ui.LayoutView:
    """Return the question before a session ends too early."""
    return layout(
        "**End listening together now?** The lines of"
        f" {texts.count(unheard, 'song')} haven't been shown yet. A session that has ended doesn't"
        " go on: a new one begins with song 1, and mentions everyone again. Once it has begun,"
        " *Pause* stops it for a while.",
        row(button),
    )


def _noted(song: Proposal | None) -> str:
    about = f" about {texts.song_name(song.song)}" if song else ""
    return f"Noted: you have nothing to add{about}. You can still write something."


def _where(listening: Listening) -> str:
    """Return where a session is, for whoever moved it."""
    if listening.over:
        return "You ended the session. Its last message lists all songs with their lines."
    if listening.paused:
        return "You paused the session. *Go on* continues it."
    if listening.stage is Stage.HIDDEN:
        return f"The room listens to song {listening.place} now."
    if listening.stage is Stage.SHOWN:
        return f"The lines of song {listening.place} are shown now."
    return "The session hasn't begun yet. *Begin with song 1* starts it."
