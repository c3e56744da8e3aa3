"""Saying why a song has a star: a form of one line, opened from the ballot."""

from collections.abc import Sequence
from typing import ClassVar

import discord
from discord import ui

from bot.domain.ballots import starred
from bot.domain.listening import LINE_MAX
from bot.domain.model import RoundId, RoundState, Song, SongId
from bot.domain.star_lines import SayWhy, kept_lines, starred_lines
from bot.services.ports.read_models import BallotView
from cogs.ui.ballots.form_screen import BallotControl
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.forms import TITLE_MAX, Field, Form, open_form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace
from cogs.ui.kit.song_lists import NOTE_SHOWN, Measure, song_names

_LABEL_MAX = 40
"""Characters of a button, so that a phone shows it whole."""
_CHANGE = "You wrote this. Change it, or empty it to take it back."


def why_buttons(view: BallotView, stars: Sequence[SongId]) -> list[Piece]:
    """Return a row with a button for each starred song, or nothing where there is none."""
    written = dict(view.ballot.lines) if view.ballot else {}
    found = [one.song for one in view.round.candidates if one.song.id in stars]
    buttons = [WhyButton.make(view.round.id, song, again=song.id in written) for song in found]
    return [row(*buttons)] if buttons else []


def why_text(view: BallotView, song_id: SongId, measure: Measure) -> str:
    """Return a writer's own line about a song on its own line of a list; empty without one."""
    line = dict(view.ballot.lines).get(song_id) if view.ballot else None
    if not line:
        return ""
    limit = LINE_MAX if measure.note == NOTE_SHOWN else measure.note
    return f"\n  - {texts.quoted(line, limit) if limit else 'with your line'}"


def lines_told(view: BallotView, measure: Measure) -> list[str]:
    """Return what becomes of a writer's lines, where there are any and the vote goes on."""
    ballot = view.ballot
    if ballot is None or not ballot.lines or view.round.over:
        return []
    stars = starred(ballot, view.round.rules)
    shown, kept = starred_lines(ballot.lines, stars), kept_lines(ballot.lines, stars)
    told = []
    if shown:
        are, it = ("Your line is", "it") if len(shown) == 1 else ("Your lines are", "them")
        told.append(
            f"{are} shown with the results, without your name, if at least two other voters could"
            f" have written {it}. With fewer, somebody would know."
        )
    if kept:
        songs = [one.song for one in view.round.candidates if one.song.id in dict(kept)]
        names = song_names(songs, measure)
        one = len(kept) == 1
        was, without = ("Your line", "the star") if one else ("Your lines", "stars")
        again = "Star the song again, and it" if one else "Star them again, and they"
        will = f" {again} will be." if view.round.state is RoundState.OPEN else ""
        told.append(f"{was} about {names} won't be shown without {without}.{will}")
    return told


class WhyButton(Pressable, custom_id="starwhy:{round_id}:{song_id}"):
    """Opens the form in which a writer says why a song has a star."""

    round_id: RoundId
    song_id: SongId

    @classmethod
    def make(cls, round_id: RoundId, song: Song, *, again: bool = False) -> "WhyButton":
        """Return the button for a starred song; `again` says that something was written."""
        words = "Change why" if again else "Say why"
        label = texts.option(f"{words}: {texts.option(song.title)}", _LABEL_MAX)
        button: ui.Button[ui.LayoutView] = ui.Button(label=label)
        return cls(button, round_id=round_id, song_id=song.id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form; where there is no star any more, show the ballot."""
        ctx = await context_of(interaction)
        view = await ctx.services.voting.ballot(ctx.person, ctx.room, self.round_id)
        found = view.round.candidate(self.song_id)
        stars = starred(view.ballot, view.round.rules) if view.ballot else ()
        if found is None or self.song_id not in stars or view.round.state is not RoundState.OPEN:
            await replace(interaction, BallotControl.show(view, ""))
            return
        written = dict(view.ballot.lines).get(self.song_id, "") if view.ballot else ""
        form = WhyForm(
            texts.option(found.song.title, TITLE_MAX),
            {"line": written},
            {"line": _CHANGE} if written else {},
            round_id=self.round_id,
            song_id=self.song_id,
        )
        await open_form(interaction, form)


class WhyForm(Form, custom_id="starwhyform:{round_id}:{song_id}"):
    """The form for a line that says why a song has a star."""

    fields: ClassVar = {
        "line": Field(
            "Why you starred it",
            LINE_MAX,
            "One line, shown with the results, without your name.",
            multiline=True,
            required=False,
        )
    }
    round_id: RoundId
    song_id: SongId

    async def act(self, interaction: discord.Interaction) -> None:
        """Save the line or take it back, and show the ballot."""
        ctx = await context_of(interaction)
        said = SayWhy(self.song_id, self.text("line"))
        view = await ctx.services.voting.change(ctx.person, ctx.room, self.round_id, said)
        found = view.round.candidate(self.song_id)
        name = texts.song_name(found.song) if found else texts.BLANK
        written = view.ballot is not None and self.song_id in dict(view.ballot.lines)
        message = (
            f"Saved why you starred {name}."
            if written
            else f"Nothing is written about {name} on your ballot now."
        )
        await replace(interaction, BallotControl.show(view, message))
