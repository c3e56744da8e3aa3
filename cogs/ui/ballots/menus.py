"""Menus of songs, and how the songs of a round are called on a ballot."""

from collections.abc import Collection, Sequence

import discord
from discord import ui

from bot.domain.model import Candidate, Round, Song, SongId
from bot.services.ports.read_models import BallotView
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece
from cogs.ui.kit.song_lists import Measure


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
