"""A ballot of picks and stars: two menus."""

from bot.domain.ballot_forms.picks import PICKS, ChosenPicks, PickSongs, StarSongs
from bot.domain.model import Rules
from bot.services.ports.read_models import BallotView
from cogs.ui.ballots.form_screen import BallotControl, FormScreen
from cogs.ui.ballots.menus import chosen_songs, name, song_menu
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, row
from cogs.ui.kit.song_lists import Measure


def _how(rules: Rules) -> str:
    return f"Pick up to {rules.max_picks} and star up to {rules.max_stars} of them."


def _begin(view: BallotView) -> str:
    return f"Pick up to {view.round.rules.max_picks} songs."


def _chosen(view: BallotView, choices: ChosenPicks, measure: Measure) -> str:
    lines = [
        f"- {name(view, song, measure)}" + (" (starred)" if song in choices.stars else "")
        for song in choices.picks
    ]
    rules = view.round.rules
    stars = f", {texts.count(len(choices.stars), 'star')} of {rules.max_stars}"
    return "\n".join((f"{len(choices.picks)} of {rules.max_picks} picked{stars}:", *lines))


def _controls(view: BallotView, choices: ChosenPicks | None) -> list[Piece]:
    round_, rules = view.round, view.round.rules
    picks, stars = (choices.picks, choices.stars) if choices else ((), ())
    controls: list[Piece] = []
    if view.votable:
        most = min(rules.max_picks, len(view.votable))
        hint = f"Pick up to {most} songs"
        menu = song_menu(round_, view.votable, picks, most, hint)
        controls.append(row(PicksMenu(menu, round_id=round_.id)))
    picked = [one for one in view.votable if one.song.id in picks]
    if picked and rules.max_stars:
        most = min(rules.max_stars, len(picked))
        hint = f"Star up to {most} of your picks"
        menu = song_menu(round_, picked, stars, most, hint)
        controls.append(row(StarsMenu(menu, round_id=round_.id)))
    return controls


SCREEN = FormScreen(
    form=PICKS,
    how=_how,
    begin=_begin,
    chosen=_chosen,
    controls=_controls,
)


class PicksMenu(BallotControl, custom_id="picks:{round_id}"):
    """Picks songs."""

    def change(self) -> PickSongs:
        """Return exactly these picks."""
        return PickSongs(chosen_songs(self.item))


class StarsMenu(BallotControl, custom_id="stars:{round_id}"):
    """Stars some of the songs picked."""

    def change(self) -> StarSongs:
        """Return exactly these stars."""
        return StarSongs(chosen_songs(self.item))
