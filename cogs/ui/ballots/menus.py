"""Menus of candidates, and the texts that name candidates on a ballot."""

from collections.abc import Collection, Sequence

import discord
from discord import ui

from bot.domain.model import Candidate, Round, Song, SongId
from bot.services.ports.read_models import BallotView
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece
from cogs.ui.kit.look_alikes import told_apart
from cogs.ui.kit.song_lists import Measure


def candidate_name(view: BallotView, song_id: SongId, measure: Measure) -> str:
    """Return the name of a candidate, with a pin or veto in parentheses."""
    found = view.round.candidate(song_id)
    if found is None:
        return texts.BLANK
    ruling = texts.ruling(view.round, found.song)
    shown = texts.song_name(found.song, measure.title, measure.artist)
    return f"{shown} ({ruling})" if ruling else shown


def song_menu(
    round_: Round,
    candidates: Sequence[Candidate],
    chosen: Collection[SongId],
    most: int,
    hint: str,
    *,
    least: int = 0,
) -> "ui.Select[ui.LayoutView]":
    """Return a menu of songs, with the chosen ones ticked."""
    apart = told_apart([candidate.song for candidate in round_.candidates])
    options = [
        discord.SelectOption(
            label=texts.option(candidate.song.title),
            description=_description(round_, candidate.song, apart[candidate.song.id]),
            value=str(candidate.song.id),
            default=candidate.song.id in chosen,
        )
        for candidate in candidates
    ]
    return ui.Select(placeholder=hint, min_values=least, max_values=most, options=options)


def _description(round_: Round, song: Song, apart: str) -> str | None:
    facts = (texts.ruling(round_, song).capitalize(), apart, song.artist)
    parts = [fact for fact in facts if fact]
    return texts.option(" · ".join(parts)) if parts else None


def chosen_songs(menu: Piece) -> tuple[SongId, ...]:
    """Return the songs that the person chose in a menu."""
    values = menu.values if isinstance(menu, ui.Select) else []
    return tuple(SongId(int(value)) for value in values)


def ticked_songs(menu: Piece) -> tuple[SongId, ...]:
    """Return the songs that were ticked when the menu was drawn."""
    options = menu.options if isinstance(menu, ui.Select) else []
    return tuple(SongId(int(option.value)) for option in options if option.default)
