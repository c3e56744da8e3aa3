"""The screen of a ballot of points: a menu to choose songs, and one for each song's points."""

import discord
from discord import ui

from bot.domain.ballot_forms.points import POINTS, ChosenPoints, GivePoints
from bot.domain.model import Candidate, RoundState, Rules, SongId
from bot.services.ports.read_models import BallotView
from cogs.ui.ballots.form_screen import BallotControl, FormScreen
from cogs.ui.ballots.menus import (
    candidate_description,
    candidate_name,
    chosen_songs,
    numbered_title,
    song_menu,
    ticked_songs,
)
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, row
from cogs.ui.kit.song_lists import Measure

MENUS_MAX = 10
"""Menus for the points of single songs on one screen; each takes two of 40 components."""


def _instructions(rules: Rules) -> str:
    return f"Share out {rules.budget} points, at most {rules.per_song} on a song."


def _first_step(view: BallotView) -> str:
    rules = view.round.rules
    return (
        f"You have {rules.budget} points, at most {rules.per_song} for a song. First choose the"
        " songs that get any."
    )


def _summary(view: BallotView, choices: ChosenPoints, measure: Measure) -> str:
    budget, given = view.round.rules.budget, sum(points for _, points in choices.points)
    left = budget - given
    lines = [
        f"- {texts.count(points, 'point')}: {candidate_name(view, song, measure)}"
        for song, points in choices.points
    ]
    unused = "left" if view.round.state is RoundState.OPEN else "not used"
    rest = f"{left} {unused}" if left else "none left"
    return "\n".join((f"{given} of {budget} points given ({rest}):", *lines))


def _controls(view: BallotView, choices: ChosenPoints | None) -> list[Piece]:
    if not view.votable:
        return []
    round_, rules = view.round, view.round.rules
    points_of = dict(choices.points) if choices else {}
    left = rules.budget - sum(points_of.values())
    # Each newly ticked song gets one point, so the points left limit how many can be ticked.
    most = min(len(view.votable), len(points_of) + left, MENUS_MAX)
    hint = f"Which songs get points? {left} left"
    menu = song_menu(view, view.votable, points_of, max(most, 1), hint)
    controls: list[Piece] = [row(SharesMenu(menu, round_id=round_.id))]
    for candidate in view.votable:
        if candidate.song.id in points_of:
            most = min(rules.per_song, points_of[candidate.song.id] + left)
            menu = _points_menu(view, candidate, points_of[candidate.song.id], most)
            controls.append(row(PointsMenu(menu, round_id=round_.id, song_id=candidate.song.id)))
    return controls


def _points_menu(
    view: BallotView, candidate: Candidate, points_now: int, most: int
) -> "ui.Select[ui.LayoutView]":
    """Return the menu of one song's points, from 0 to `most`."""
    title = numbered_title(view.round, candidate.song)
    described = candidate_description(view, candidate, artist=False)
    options = [
        discord.SelectOption(
            # A closed menu shows only the chosen option, so every option names the song.
            label=texts.option(f"{texts.count(points, 'point')}: {title}"),
            description=described,
            value=str(points),
            default=points == points_now,
        )
        for points in range(most + 1)
    ]
    hint = texts.option(f"Points for {title}")
    return ui.Select(placeholder=hint, min_values=1, max_values=1, options=options)


SCREEN = FormScreen(
    form=POINTS,
    instructions=_instructions,
    first_step=_first_step,
    summary=_summary,
    controls=_controls,
)


class SharesMenu(BallotControl, custom_id="shares:{round_id}", values=SongId):
    """Chooses the songs that get points."""

    def change(self) -> GivePoints:
        """Return one point for each newly ticked song, and 0 for each unticked one."""
        before, after = ticked_songs(self.item), chosen_songs(self.item)
        added = [(song, 1) for song in after if song not in before]
        return GivePoints((*added, *((song, 0) for song in before if song not in after)))


class PointsMenu(BallotControl, custom_id="points:{round_id}:{song_id}", values=int):
    """Sets the points of one song."""

    song_id: SongId

    def change(self) -> GivePoints:
        """Return the new points of the song."""
        (chosen,) = self.item.values
        return GivePoints(((self.song_id, int(chosen)),))
