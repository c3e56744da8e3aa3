"""What all forms of ballot share: how one is shown, and how a press on it is saved."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

import discord
from discord import ui

from bot.domain.ballots import Ballot, Change
from bot.domain.errors import InvalidBallot
from bot.domain.model import Candidate, Round, RoundId, Rules, Song, SongId
from bot.services.ports.read_models import BallotView
from cogs.ui.kit import errors, texts
from cogs.ui.kit.components import Piece
from cogs.ui.kit.context import context_of
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace
from cogs.ui.kit.song_lists import Measure


@dataclass(frozen=True, slots=True)
class FormScreen:
    """How one form of ballot is shown.

    Attributes:
        how: Tells the room what to do, in one sentence.
        chosen: Tells a writer what they chose; the ballot has choices.
        begin: Tells a writer what to do whose ballot has none.
        controls: What there is to press, rows of it, without *Abstain*.
    """

    how: Callable[[Rules], str]
    chosen: Callable[[BallotView, Ballot, Measure], str]
    begin: Callable[[BallotView], str]
    controls: Callable[[BallotView, Ballot], list[Piece]]


class Choosing(Pressable):
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
        await replace(interaction, Choosing.show(view, word))


def name(view: BallotView, song_id: SongId, measure: Measure) -> str:
    """Return a candidate for a list, with the showrunner's word on it."""
    found = view.round.candidate(song_id)
    if found is None:
        return texts.BLANK
    mark = ruled(view.round, found.song)
    shown = texts.song_name(found.song, measure.title, measure.artist)
    return f"{shown} ({mark})" if mark else shown


def ruled(round_: Round, song: Song) -> str:
    """Return what the showrunner said of a song, in words; mostly nothing."""
    if song.id in round_.pinned:
        return "pinned: has its seat already"
    if song.id in round_.vetoed:
        return "vetoed: counts for nothing"
    return ""


def song_menu(
    round_: Round,
    candidates: Sequence[Candidate],
    chosen: Collection[SongId],
    most: int,
    hint: str,
    *,
    least: int = 0,
) -> "ui.Select[ui.LayoutView]":
    """Return a menu of songs with those chosen ticked."""
    options = [
        discord.SelectOption(
            label=texts.option(one.song.title),
            description=_description(round_, one.song),
            value=str(one.song.id),
            default=one.song.id in chosen,
        )
        for one in candidates
    ]
    return ui.Select(placeholder=hint, min_values=least, max_values=most, options=options)


def _description(round_: Round, song: Song) -> str | None:
    mark = ruled(round_, song)
    parts = [mark.capitalize()] if mark else []
    if song.artist:
        parts.append(song.artist)
    return texts.option(" · ".join(parts)) if parts else None


def chosen_songs(menu: Piece) -> tuple[SongId, ...]:
    """Return the songs chosen in a menu of songs."""
    values = menu.values if isinstance(menu, ui.Select) else []
    return tuple(SongId(int(value)) for value in values)


def ticked_songs(menu: Piece) -> tuple[SongId, ...]:
    """Return the songs that were ticked when a menu of songs was drawn."""
    options = menu.options if isinstance(menu, ui.Select) else []
    return tuple(SongId(int(option.value)) for option in options if option.default)
