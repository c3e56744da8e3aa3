"""A ballot of points: a menu of the songs that get some, and one for each of these."""

import discord
from discord import ui

from bot.domain.ballot_forms.points import POINTS, ChosenPoints, GivePoints
from bot.domain.model import Rules, Song, SongId
from bot.services.ports.read_models import BallotView
from cogs.ui.ballots.form_screen import BallotControl, FormScreen
from cogs.ui.ballots.menus import chosen_songs, name, ruled, song_menu, ticked_songs
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, row
from cogs.ui.kit.song_lists import Measure

MENUS_MAX = 10
"""Menus of one song's points on one screen; each takes two of its forty components."""


def _how(rules: Rules) -> str:
    return f"Share out {rules.budget} points, at most {rules.per_song} on a song."


def _begin(view: BallotView) -> str:
    rules = view.round.rules
    return (
        f"You have {rules.budget} points, at most {rules.per_song} for a song. First choose the"
        " songs that get any."
    )


def _chosen(view: BallotView, choices: ChosenPoints, measure: Measure) -> str:
    budget, given = view.round.rules.budget, sum(points for _, points in choices.points)
    left = budget - given
    lines = [
        f"- {texts.count(points, 'point')}: {name(view, song, measure)}"
        for song, points in choices.points
    ]
    rest = "none left" if not left else f"{left} left"
    return "\n".join((f"{given} of {budget} points given, {rest}:", *lines))


def _controls(view: BallotView, choices: ChosenPoints | None) -> list[Piece]:
    if not view.votable:
        return []
    round_, rules = view.round, view.round.rules
    given = dict(choices.points) if choices else {}
    left = rules.budget - sum(given.values())
    # A song newly ticked gets one point, so no more can be ticked than there are points left.
    most = min(len(view.votable), len(given) + left, MENUS_MAX)
    hint = f"Which songs get points? {left} left"
    menu = song_menu(round_, view.votable, given, max(most, 1), hint)
    controls: list[Piece] = [row(SharesMenu(menu, round_id=round_.id))]
    for one in view.votable:
        if one.song.id in given:
            most = min(rules.per_song, given[one.song.id] + left)
            menu = _points_menu(one.song, ruled(round_, one.song), given[one.song.id], most)
            controls.append(row(PointsMenu(menu, round_id=round_.id, song_id=one.song.id)))
    return controls


def _points_menu(song: Song, mark: str, given: int, most: int) -> "ui.Select[ui.LayoutView]":
    """Return the menu of one song's points, from none to as many as may still be given."""
    options = [
        discord.SelectOption(
            # What is chosen is what a closed menu shows, so every choice names the song.
            label=texts.option(f"{texts.count(points, 'point')}: {song.title}"),
            description=mark.capitalize() or None,
            value=str(points),
            default=points == given,
        )
        for points in range(most + 1)
    ]
    return ui.Select(min_values=1, max_values=1, options=options)


SCREEN = FormScreen(
    form=POINTS,
    how=_how,
    begin=_begin,
    chosen=_chosen,
    controls=_controls,
)


class SharesMenu(BallotControl, custom_id="shares:{round_id}"):
    """Chooses the songs that get any points."""

    def change(self) -> GivePoints:
        """Return what changed since the menu was drawn: one point for a new song, none any more."""
        before, after = ticked_songs(self.item), chosen_songs(self.item)
        added = [(song, 1) for song in after if song not in before]
        return GivePoints((*added, *((song, 0) for song in before if song not in after)))


class PointsMenu(BallotControl, custom_id="points:{round_id}:{song_id}"):
    """Sets the points of one song."""

    song_id: SongId

    def change(self) -> GivePoints:
        """Return the points chosen."""
        (chosen,) = self.item.values
        return GivePoints(((self.song_id, int(chosen)),))
