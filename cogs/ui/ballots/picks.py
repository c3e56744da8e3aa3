"""The screen of a ballot of picks and stars: a menu for each."""

from bot.domain.ballot_forms.picks import PICKS, ChosenPicks, PickSongs, StarSongs
from bot.domain.model import Rules, SongId
from bot.services.ports.read_models import BallotView
from cogs.ui.ballots.form_screen import BallotControl, FormScreen
from cogs.ui.ballots.menus import candidate_name, chosen_songs, song_menu
from cogs.ui.ballots.star_lines import why_buttons, why_text
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, row
from cogs.ui.kit.song_lists import Measure


def _instructions(rules: Rules) -> str:
    most, stars = rules.max_picks, min(rules.max_stars, rules.max_picks)
    if most == 1:
        return "Pick one, and star it if you like." if stars else "Pick one."
    return f"Pick up to {most} and star up to {stars} of them." if stars else f"Pick up to {most}."


def _first_step(view: BallotView) -> str:
    return f"Pick up to {texts.count(view.round.rules.max_picks, 'song')}."


def _summary(view: BallotView, choices: ChosenPicks, measure: Measure) -> str:
    lines = [
        f"- {candidate_name(view, song, measure)}"
        + (f" (starred){why_text(view, song, measure)}" if song in choices.stars else "")
        for song in choices.picks
    ]
    rules = view.round.rules
    stars = f", {len(choices.stars)} of {min(rules.max_stars, rules.max_picks)} starred"
    return "\n".join((f"{len(choices.picks)} of {rules.max_picks} picked{stars}:", *lines))


def _controls(view: BallotView, choices: ChosenPicks | None) -> list[Piece]:
    round_, rules = view.round, view.round.rules
    picks, stars = (choices.picks, choices.stars) if choices else ((), ())
    controls: list[Piece] = []
    if view.votable:
        most = min(rules.max_picks, len(view.votable))
        hint = f"Pick up to {texts.count(most, 'song')}"
        menu = song_menu(view, view.votable, picks, most, hint)
        controls.append(row(PicksMenu(menu, round_id=round_.id)))
    picked = [
        candidate
        for candidate in view.votable
        if candidate.song.id in picks
        and (candidate.song.id not in round_.vetoed or candidate.song.id in stars)
    ]
    if picked and rules.max_stars:
        most = min(rules.max_stars, len(picked))
        hint = f"Star up to {most} of your picks"
        menu = song_menu(view, picked, stars, most, hint)
        controls.append(row(StarsMenu(menu, round_id=round_.id)))
        controls += why_buttons(view, stars)
    return controls


SCREEN = FormScreen(
    form=PICKS,
    instructions=_instructions,
    first_step=_first_step,
    summary=_summary,
    controls=_controls,
)


class PicksMenu(BallotControl, custom_id="picks:{round_id}", values=SongId):
    """Picks songs."""

    def change(self) -> PickSongs:
        """Return the picks, in place of all earlier ones."""
        return PickSongs(chosen_songs(self.item))


class StarsMenu(BallotControl, custom_id="stars:{round_id}", values=SongId):
    """Stars some of the picked songs."""

    def change(self) -> StarSongs:
        """Return the stars, in place of all earlier ones."""
        return StarSongs(chosen_songs(self.item))
