"""Listening in one's own time: the presented songs, privately, one after the other."""

import discord
from discord import ui

from bot.domain.model import EpisodeId
from bot.services.ports.listening_view import AloneView
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import context_and_episode
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, replace
from cogs.ui.kit.song_lists import Line, Measure, line_text, listen_buttons, song_piece
from cogs.ui.listening.lines import lines_text
from cogs.ui.listening.own_line import LineButton

_MEASURE = Measure(200, 150, 0)
_LINES_MAX = 2500


class AloneButton(Pressable, custom_id="listenalone:{episode_id}:{number}"):
    """Shows one's own lines, from the last message of a session."""

    episode_id: EpisodeId
    number: int

    @classmethod
    def make(cls, episode_id: EpisodeId, number: int) -> "AloneButton":
        """Return the button for an episode; its number sets the message apart."""
        return cls(ui.Button(label="My lines"), episode_id=episode_id, number=number)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the first song privately."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        view = await ctx.services.listening_lines.alone(ctx.person, ctx.room, episode)
        await answer(interaction, alone_page(view, 1))


class AloneTurn(Pressable, custom_id="listenturn:{episode_id}:{place}"):
    """Turns to another song."""

    episode_id: EpisodeId
    place: int

    @classmethod
    def make(cls, episode_id: EpisodeId, place: int, label: str) -> "AloneTurn":
        """Return the button that turns to a song, by its place counted from 1."""
        return cls(ui.Button(label=label), episode_id=episode_id, place=place)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the song in place of the one before."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        view = await ctx.services.listening_lines.alone(ctx.person, ctx.room, episode)
        await replace(interaction, alone_page(view, self.place))


def alone_page(view: AloneView, place: int) -> ui.LayoutView:
    """Return the private page of a song, by its place counted from 1."""
    place = min(max(place, 1), len(view.songs))
    song = view.songs[place - 1]
    mine = view.lines[song.id]
    facts = texts.safe(song.character, 60, links=False)
    line = line_text(Line(song.song, facts=f"for {facts}" if facts else ""), _MEASURE)
    head = f"### Song {place} of {len(view.songs)}, for you alone\n{line}"
    pieces: list[Piece | str] = [song_piece(head, song.song)]
    if shown := lines_text(song, _LINES_MAX) if mine.shown else "":
        pieces.append(f"**What it tells us**\n{shown}")
    if mine.text:
        pieces.append(f"You wrote: {texts.safe(mine.text, 400)}")
    elif mine.open and not mine.shown:
        pieces.append("What you write stays hidden until the room has heard this song.")
    buttons: list[Piece] = []
    if mine.text or mine.open:
        label = "Change or take back" if mine.text else "What it tells me"
        buttons.append(LineButton.make(song.id, label=label))
    if place > 1:
        buttons.append(AloneTurn.make(view.episode.id, place - 1, "Previous"))
    if place < len(view.songs):
        buttons.append(AloneTurn.make(view.episode.id, place + 1, "Next"))
    return layout(*pieces, row(*buttons, *listen_buttons(view.listen_url)))
