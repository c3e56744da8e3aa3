"""A ranking: songs picked one after the other, with a way back."""

from discord import ui

from bot.domain.ballots import Ballot, Change, Rank, StartOver, Unrank
from bot.domain.model import Rules
from bot.services.ports.read_models import BallotView
from cogs.ui.ballots.menus import Choosing, FormScreen, chosen_songs, name, song_menu
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, row
from cogs.ui.kit.song_lists import Measure


def _how(rules: Rules) -> str:
    del rules
    return "Put songs in order, as many as you like, best first."


def _begin(view: BallotView) -> str:
    del view
    return "Choose the song you want most, then the next, as far as you like."


def _chosen(view: BallotView, ballot: Ballot, measure: Measure) -> str:
    lines = [
        f"{place}\\. {name(view, song, measure)}" for place, song in enumerate(ballot.ranking, 1)
    ]
    return "\n".join((f"{texts.count(len(ballot.ranking), 'song')} ranked, best first:", *lines))


def _controls(view: BallotView, ballot: Ballot) -> list[Piece]:
    round_, place = view.round, len(ballot.ranking) + 1
    rest = [one for one in view.choices if one.song.id not in ballot.ranking]
    controls: list[Piece] = []
    if rest:
        hint = f"Your {texts.ordinal(place)} choice"
        menu = song_menu(round_, rest, (), 1, hint, least=1)
        controls.append(row(RankMenu(menu, round_id=round_.id, place=place)))
    if ballot.ranking:
        last = len(ballot.ranking)
        undo: ui.Button[ui.LayoutView] = ui.Button(label=f"Undo the {texts.ordinal(last)}")
        controls.append(
            row(
                UnrankButton(undo, round_id=round_.id, place=last),
                StartOverButton(ui.Button(label="Start over"), round_id=round_.id),
            )
        )
    return controls


SCREEN = FormScreen(_how, _chosen, _begin, _controls)


class RankMenu(Choosing, custom_id="rank:{round_id}:{place}"):
    """Puts a song at a place of the ranking, counted from 1.

    A second press of the same changes nothing.
    """

    place: int

    def change(self) -> Change:
        """Return the song at its place."""
        (song,) = chosen_songs(self.item)
        return Rank(song, self.place)


class UnrankButton(Choosing, custom_id="unrank:{round_id}:{place}"):
    """Takes the last song, at that place, out of the ranking."""

    place: int

    def change(self) -> Change:
        """Return that the song at that place is out."""
        return Unrank(self.place)


class StartOverButton(Choosing, custom_id="rankanew:{round_id}"):
    """Takes every song out of the ranking."""

    def change(self) -> Change:
        """Return that the ranking is empty."""
        return StartOver()
