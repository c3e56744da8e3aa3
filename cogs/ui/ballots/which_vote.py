"""Which vote somebody means, where several go on at once."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, cast

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.domain.errors import NotFound
from bot.domain.model import Episode, RoundId
from bot.domain.structs import replace
from bot.services.ports.read_models import RoundView
from cogs.ui.ballots.post import VoteButton, show_ballot, state_line
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import Context, context_of
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer
from cogs.ui.kit.song_lists import Measure, fit_message

_SHOWN = 10
"""Votes to choose from; more at once is no room."""
_OPTION_PIECE = 910
"""The id of the component that keeps a command's first option; the others follow."""
_BOOLEAN = discord.AppCommandOptionType.boolean


class Verb(StrEnum):
    """The commands of `/round` that are about one vote of several that may go on."""

    STATUS = "status"
    EXTEND = "extend"
    PAUSE = "pause"
    RESUME = "resume"
    CLOSE = "close"
    CANCEL = "cancel"
    PIN = "pin"
    VETO = "veto"
    CAST = "cast"


async def open_ballot(interaction: discord.Interaction, episode: str | None) -> None:
    """Show somebody their ballot: in the named episode's vote, or else in the only open one.

    Where several are open, ask which; where none goes on, show the current episode's last one.

    Raises:
        NotAllowed, NotFound: As `Voting.ballot` and `Rounds.latest` do.
    """
    ctx = await context_of(interaction)
    found = () if episode else await ctx.services.rounds.to_vote_in(ctx.room)
    if len(found) > 1:
        buttons = [VoteButton.make(one.round.id, _label(one)) for one in found]
        await answer(interaction, question("Which ballot do you want?", found, buttons))
    elif found:
        await show_ballot(interaction, found[0].round.id)
    else:
        chosen = await ctx.episode(episode)
        await show_ballot(interaction, await ctx.services.rounds.latest(ctx.room, chosen))


async def meant(
    interaction: discord.Interaction, verb: Verb, episode: str | None
) -> tuple[Context, Episode] | None:
    """Return the episode whose vote a command is about: the named one, or the only fitting one.

    Where several fit, ask which, and return None. Where none does, it is the current episode.

    Raises:
        NotFound: There is no such episode.
        SeveralFound: Several may be meant.
    """
    ctx = await context_of(interaction)
    found = () if episode else await ctx.services.rounds.fitting(ctx.room, verb)
    if len(found) > 1:
        await ask(interaction, verb, found)
        return None
    return ctx, found[0].episode if found else await ctx.episode(episode)


async def votes(ctx: Context, verb: str, episode: str | None) -> tuple[RoundView, ...]:
    """Return every vote that a command may be about, as `meant` finds them.

    Raises:
        NotFound: There is no such episode, or it has no vote.
        SeveralFound: Several episodes may be meant.
    """
    found = () if episode else await ctx.services.rounds.fitting(ctx.room, verb)
    return found or (await ctx.services.rounds.live(ctx.room, await ctx.episode(episode)),)


async def ask(
    interaction: discord.Interaction,
    verb: Verb,
    among: Sequence[RoundView],
    called: Mapping[str, str] | None = None,
) -> None:
    """Ask which of several votes a command is about, and keep what else it was given.

    Args:
        interaction: The command.
        verb: Which one it is.
        among: The votes.
        called: What people call what they gave, where that was an id, by the option's name.
    """
    buttons = [MeantButton.make(one, verb) for one in among]
    kept = _given(interaction, _command(interaction, verb), called or {})
    await answer(interaction, question("Which one do you mean?", among, buttons, kept))


def question(
    asked: str, among: Sequence[RoundView], buttons: Sequence[Piece], kept: Sequence[Piece] = ()
) -> ui.LayoutView:
    """Return the question which of several votes is meant, with a button for each."""
    shown = buttons[-_SHOWN:]
    rows = [row(*shown[first : first + 5]) for first in range(0, len(shown), 5)]
    head = f"**More than one vote is open. {asked}**"

    def build(measure: Measure) -> ui.LayoutView:
        # Long titles leave no room for what a command was given, which must be kept whole.
        titles = measure.note > 0
        lines = [
            f"- {texts.episode_name(one.episode if titles else replace(one.episode, title=''))}:"
            f" {state_line(one)}"
            for one in among[-_SHOWN:]
        ]
        return layout(head, "\n".join(lines), *kept, *rows)

    return fit_message(build)


def _label(view: RoundView) -> str:
    return texts.option(f"Episode {view.episode.number}", 40)


class MeantButton(Pressable, custom_id="forvote:{verb}:{round_id}"):
    """Uses the command again, for the vote that is meant."""

    verb: Verb
    round_id: RoundId

    @classmethod
    def make(cls, view: RoundView, verb: Verb) -> "MeantButton":
        """Return the button for a vote."""
        button: ui.Button[ui.LayoutView] = ui.Button(label=_label(view))
        return cls(button, verb=verb, round_id=view.round.id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Use the command with what it was given before."""
        ctx = await context_of(interaction)
        view = await ctx.services.rounds.in_room(ctx.room, self.round_id)
        command = _command(interaction, self.verb)
        given: dict[str, Any] = {}
        for place, one in enumerate(command.parameters):
            text = self.text_of_piece(_OPTION_PIECE + place).partition(": ")[2]
            if text:
                given[one.name] = text == str(True) if one.type is _BOOLEAN else text
            elif one.required:
                raise NotFound("button")
        callback = cast("Any", command.callback)
        await callback(command.binding, interaction, **{**given, "episode": view.episode.number})


def _command(interaction: discord.Interaction, verb: Verb) -> "app_commands.Command[Any, ..., Any]":
    tree = cast("commands.AutoShardedBot", interaction.client).tree
    group = tree.get_command("round")
    command = group.get_command(verb) if isinstance(group, app_commands.Group) else None
    if not isinstance(command, app_commands.Command):
        raise NotFound("button")
    return command


def _given(
    interaction: discord.Interaction,
    command: "app_commands.Command[Any, ..., Any]",
    called: Mapping[str, str],
) -> list[Piece]:
    """Return components that keep what a command was given."""
    pieces: list[Piece] = []
    for place, one in enumerate(command.parameters):
        value = called.get(one.name) or getattr(interaction.namespace, one.display_name, None)
        if value:
            text = f"{one.display_name}: {texts.escape(texts.clean(str(value)))}"
            pieces.append(ui.TextDisplay(text, id=_OPTION_PIECE + place))
    return pieces
