"""A ballot of picks and stars: two menus."""

from discord import ui

from bot.domain.ballots import Ballot, Change, Picks, Stars
from bot.domain.model import RoundId, Rules
from bot.services.ports.read_models import BallotView
from cogs.ui.ballots.menus import Choosing, FormScreen, chosen_songs, name, song_menu
from cogs.ui.kit import texts
from cogs.ui.kit.components import ID, Piece, row
from cogs.ui.kit.song_lists import Measure


def _how(rules: Rules) -> str:
    return f"Pick up to {rules.max_picks} and star up to {rules.max_stars} of them."


def _begin(view: BallotView) -> str:
    return f"Pick up to {view.round.rules.max_picks} songs."


def _chosen(view: BallotView, ballot: Ballot, measure: Measure) -> str:
    lines = [
        f"- {name(view, song, measure)}" + (" (starred)" if song in ballot.stars else "")
        for song in ballot.picks
    ]
    rules = view.round.rules
    stars = f", {texts.count(len(ballot.stars), 'star')} of {rules.max_stars}"
    return "\n".join((f"{len(ballot.picks)} of {rules.max_picks} picked{stars}:", *lines))


def _controls(view: BallotView, ballot: Ballot) -> list[Piece]:
    round_, rules = view.round, view.round.rules
    controls: list[Piece] = []
    if view.choices:
        most = min(rules.max_picks, len(view.choices))
        hint = f"Pick up to {most} songs"
        menu = song_menu(round_, view.choices, ballot.picks, most, hint)
        controls.append(row(PicksMenu.make(round_.id, menu)))
    picked = [one for one in view.choices if one.song.id in ballot.picks]
    if picked and rules.max_stars:
        most = min(rules.max_stars, len(picked))
        hint = f"Star up to {most} of your picks"
        menu = song_menu(round_, picked, ballot.stars, most, hint)
        controls.append(row(StarsMenu.make(round_.id, menu)))
    return controls


SCREEN = FormScreen(_how, _chosen, _begin, _controls)


class PicksMenu(Choosing, template=rf"picks:{ID}"):
    """Picks songs."""

    @classmethod
    def make(cls, round_id: RoundId, menu: "ui.Select[ui.LayoutView]") -> "PicksMenu":
        """Return the menu for a round."""
        menu.custom_id = f"picks:{round_id}"
        return cls(menu, round_id)

    def change(self) -> Change:
        """Return exactly these picks."""
        return Picks(chosen_songs(self.item))


class StarsMenu(Choosing, template=rf"stars:{ID}"):
    """Stars some of the songs picked."""

    @classmethod
    def make(cls, round_id: RoundId, menu: "ui.Select[ui.LayoutView]") -> "StarsMenu":
        """Return the menu for a round."""
        menu.custom_id = f"stars:{round_id}"
        return cls(menu, round_id)

    def change(self) -> Change:
        """Return exactly these stars."""
        return Stars(chosen_songs(self.item))
