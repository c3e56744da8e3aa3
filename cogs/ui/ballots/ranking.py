"""The screen of a ranking: a menu for the next song, and buttons to undo."""

from discord import ui

from bot.domain.ballot_forms.ranking import (
    RANKING,
    ChosenRanking,
    RankSong,
    StartOver,
    UnrankSong,
)
from bot.domain.model import Rules, SongId
from bot.services.ports.read_models import BallotView
from cogs.ui.ballots.form_screen import BallotControl, FormScreen
from cogs.ui.ballots.menus import candidate_name, chosen_songs, song_menu
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, row
from cogs.ui.kit.song_lists import Measure


def _instructions(rules: Rules) -> str:
    del rules
    return "Put songs in order, as many as you like, best first."


def _first_step(view: BallotView) -> str:
    del view
    return "Choose the song you want most, then the next, as far as you like."


def _summary(view: BallotView, choices: ChosenRanking, measure: Measure) -> str:
    lines = [
        f"{place}\\. {candidate_name(view, song, measure)}"
        for place, song in enumerate(choices.ranking, 1)
    ]
    return "\n".join((f"{texts.count(len(choices.ranking), 'song')} ranked, best first:", *lines))


def _controls(view: BallotView, choices: ChosenRanking | None) -> list[Piece]:
    round_, ranking = view.round, choices.ranking if choices else ()
    place = len(ranking) + 1
    rest = [candidate for candidate in view.votable if candidate.song.id not in ranking]
    controls: list[Piece] = []
    if rest:
        hint = f"Your {texts.ordinal(place)} choice"
        menu = song_menu(view, rest, (), 1, hint, least=1)
        controls.append(row(RankMenu(menu, round_id=round_.id, place=place)))
    if ranking:
        last = len(ranking)
        undo: ui.Button[ui.LayoutView] = ui.Button(label=f"Undo the {texts.ordinal(last)}")
        controls.append(
            row(
                UnrankButton(undo, round_id=round_.id, place=last),
                StartOverButton(ui.Button(label="Start over"), round_id=round_.id),
            )
        )
    return controls


SCREEN = FormScreen(
    form=RANKING,
    instructions=_instructions,
    first_step=_first_step,
    summary=_summary,
    controls=_controls,
)


class RankMenu(BallotControl, custom_id="rank:{round_id}:{place}", values=SongId):
    """Puts a song at a place in the ranking, counted from 1.

    Choosing the same song again changes nothing.
    """

    place: int

    def change(self) -> RankSong:
        """Return the song with its place."""
        (song,) = chosen_songs(self.item)
        return RankSong(song, self.place)


class UnrankButton(BallotControl, custom_id="unrank:{round_id}:{place}"):
    """Removes the last song, which has this place, from the ranking."""

    place: int

    def change(self) -> UnrankSong:
        """Return the removal of the song at this place."""
        return UnrankSong(self.place)


class StartOverButton(BallotControl, custom_id="rankanew:{round_id}"):
    """Removes every song from the ranking."""

    def change(self) -> StartOver:
        """Return the removal of every song."""
        return StartOver()
