"""Menus of candidates, and the texts that name candidates on a ballot."""

from collections.abc import Collection, Sequence
from functools import lru_cache

import discord
from discord import ui

from bot.domain.model import Candidate, Round, Song, SongId
from bot.services.ports.read_models import BallotView
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece
from cogs.ui.kit.look_alikes import told_apart
from cogs.ui.kit.rights import SongsRights
from cogs.ui.kit.song_lists import Measure

_ARTIST_MAX = 40
"""Characters of the artists before a note."""


def candidate_name(view: BallotView, song_id: SongId, measure: Measure) -> str:
    """Return the name of a candidate, with a pin or veto in parentheses."""
    found = view.round.candidate(song_id)
    if found is None:
        return texts.BLANK
    ruling = texts.ruling(view.round, found.song)
    shown = texts.song_name(found.song, measure.title, measure.artist)
    return f"{shown} ({ruling})" if ruling else shown


def song_menu(
    view: BallotView,
    candidates: Sequence[Candidate],
    chosen: Collection[SongId],
    most: int,
    hint: str,
    *,
    least: int = 0,
) -> "ui.Select[ui.LayoutView]":
    """Return a menu of songs, with the chosen ones ticked."""
    songs = [candidate.song for candidate in view.round.candidates]
    apart = told_apart(songs)
    places = {song.id: place for place, song in enumerate(songs, 1)}
    options = [
        discord.SelectOption(
            label=texts.option(_numbered(places[candidate.song.id], candidate.song)),
            description=candidate_description(view, candidate, apart[candidate.song.id]),
            value=str(candidate.song.id),
            default=candidate.song.id in chosen,
        )
        for candidate in candidates
    ]
    return ui.Select(placeholder=hint, min_values=least, max_values=most, options=options)


def numbered_title(round_: Round, song: Song) -> str:
    """Return a title with the number that the song has on the ballot message."""
    place = next(n for n, one in enumerate(round_.candidates, 1) if one.song.id == song.id)
    return _numbered(place, song)


def _numbered(place: int, song: Song) -> str:
    return f"{place}. {texts.option(song.title)}"


def candidate_description(
    view: BallotView, candidate: Candidate, apart: str = "", *, artist: bool = True
) -> str | None:
    """Return what a menu says below a candidate: pin or veto, rights, artists, what it tells us.

    Args:
        view: The ballot.
        candidate: The candidate.
        apart: What tells it from one that looks alike.
        artist: Whether to name the artists.
    """
    rights = SongsRights(view.rights, view.episode, view.round.timezone)
    song = candidate.song
    artists = song.artist if artist else ""
    ruling = texts.ruling(view.round, song)
    return _described(ruling, rights.words(song), apart, artists, candidate.note)


@lru_cache(maxsize=texts.REMEMBERED)
def _described(ruling: str, known: str, apart: str, artists: str, note: str) -> str | None:
    note = texts.clean(note)
    # Long names of artists leave room for the beginning of the note.
    shown = texts.cut(texts.clean(artists), _ARTIST_MAX if note else texts.OPTION_MAX)
    parts = (ruling.capitalize(), texts.sentence(known), apart, shown, note)
    described = " · ".join(filter(None, parts))
    return texts.option(described) if described else None


def chosen_songs(menu: Piece) -> tuple[SongId, ...]:
    """Return the songs that the person chose in a menu."""
    values = menu.values if isinstance(menu, ui.Select) else []
    return tuple(SongId(int(value)) for value in values)


def ticked_songs(menu: Piece) -> tuple[SongId, ...]:
    """Return the songs that were ticked when the menu was drawn."""
    options = menu.options if isinstance(menu, ui.Select) else []
    return tuple(SongId(int(option.value)) for option in options if option.default)
