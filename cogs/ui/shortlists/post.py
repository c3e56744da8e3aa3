"""The message that presents a shortlist to the room, with its menu for notes."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.errors import InvalidInput
from bot.domain.model import (
    MAX_CANDIDATES,
    Episode,
    EpisodeId,
    Proposal,
    ProposalId,
)
from bot.services.ports.read_models import ShortlistView
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import context_and_episode
from cogs.ui.kit.look_alikes import told_apart
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer
from cogs.ui.kit.song_lists import Measure, fit_message, listen_buttons, song_pieces
from cogs.ui.songs.longlist import shortlist_lines
from cogs.ui.songs.notes import open_note_form


def shortlist_message(view: ShortlistView, number: int) -> ui.LayoutView:
    """Return the message that presents a shortlist: up to 40 components, with 12 covers.

    Args:
        view: The shortlist.
        number: A number that sets the message apart from earlier ones of this shortlist.
    """
    if not view.shortlist:
        # Somebody emptied it after the showrunner pressed the button.
        return layout(f"The shortlist of {texts.episode_name(view.episode)} is empty for now.")
    head = (
        f"## The shortlist of {texts.episode_name(view.episode)}\n"
        f"{texts.count(len(view.shortlist), 'song')}. Listen to them, and say what each tells you."
    )
    lines = shortlist_lines(view)[:MAX_CANDIDATES]
    buttons = row(NotesButton.make(view.episode.id, number), *listen_buttons(view.listen_url))

    def build(measure: Measure) -> ui.LayoutView:
        return layout(head, *song_pieces(lines, measure), buttons)

    return fit_message(build)


def option_description(
    proposal: Proposal, for_whom: str = "", apart: str = "", rights: str = ""
) -> str | None:
    """Return what a menu shows below a song's title.

    Args:
        proposal: The song.
        for_whom: The character it is for.
        apart: What tells it from other songs of the menu.
        rights: What is said of its rights, which comes first so that it is never cut.
    """
    facts = [
        rights,
        texts.cut(texts.clean(proposal.song.artist), 45),
        texts.cut(texts.clean(apart), 40),
        texts.cut(texts.clean(for_whom), 30),
    ]
    if proposal.seconds:
        facts.append(f"seconded by {proposal.seconds}")
    shown = " · ".join(fact for fact in facts if fact)
    return texts.option(shown) if shown else None


class NotesButton(Pressable, custom_id="shortlist:{episode_id}:{number}"):
    """Opens the menu for notes on a presented shortlist."""

    episode_id: EpisodeId
    number: int

    @classmethod
    def make(cls, episode_id: EpisodeId, number: int) -> "NotesButton":
        """Return the button of a presented shortlist."""
        button: ui.Button[ui.LayoutView] = ui.Button(label="Say what a song tells you")
        return cls(button, episode_id=episode_id, number=number)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the menu privately."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        await answer(interaction, notes_page(await ctx.services.shortlists.view(ctx.room, episode)))


def notes_page(view: ShortlistView) -> ui.LayoutView:
    """Return the private message from which a writer adds notes, one song after another."""
    if not view.shortlist:
        return layout(f"The shortlist of {texts.episode_name(view.episode)} is empty for now.")
    menu = NoteMenu.make(view.episode, view.shortlist[:MAX_CANDIDATES])
    return layout("Which song tells you something? You can come back here for the next.", row(menu))


class NoteMenu(Pressable, custom_id="tellsmenu:{episode_id}", values=ProposalId):
    """Chooses the song of a presented shortlist to add a note to."""

    episode_id: EpisodeId

    @classmethod
    def make(cls, episode: Episode, songs: Sequence[Proposal]) -> "NoteMenu":
        """Return the menu for a shortlist."""
        apart = told_apart([proposal.song for proposal in songs])
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Say what a song tells you",
            options=[
                discord.SelectOption(
                    label=texts.option(f"{number}. {proposal.song.title}"),
                    description=option_description(
                        proposal,
                        "" if proposal.notes else "no notes yet",
                        apart[proposal.song.id],
                    ),
                    value=str(proposal.id),
                )
                for number, proposal in enumerate(songs, 1)
            ],
        )
        return cls(menu, episode_id=episode.id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form for a note."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        await open_note_form(interaction, ProposalId(int(self.item.values[0])))
