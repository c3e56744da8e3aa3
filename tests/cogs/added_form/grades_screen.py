"""The screen of a form of ballot as somebody would add it: a menu for each grade.

Its place would be `cogs/ui/ballots/grades.py`.
"""

from typing import Annotated

from bot.domain.model import Rules, SongId
from bot.services.ports.read_models import BallotView
from cogs.ui.ballots.form_screen import BallotControl, FormScreen
from cogs.ui.ballots.menus import candidate_name, chosen_songs, song_menu
from cogs.ui.kit.components import Piece, row
from cogs.ui.kit.custom_ids import Converter
from cogs.ui.kit.song_lists import Measure
from tests.cogs.added_form.grades_form import GRADES, GRADES_FORM, ChosenGrades, GradeSongs


def _instructions(rules: Rules) -> str:
    del rules
    return "Say yes or maybe to as many songs as you like."


def _first_step(view: BallotView) -> str:
    del view
    return "Say which songs you want."


def _summary(view: BallotView, choices: ChosenGrades, measure: Measure) -> str:
    return "\n".join(
        f"- {grade}: {candidate_name(view, song, measure)}" for song, grade in choices.grades
    )


def _controls(view: BallotView, choices: ChosenGrades | None) -> list[Piece]:
    graded = dict(choices.grades) if choices else {}
    controls: list[Piece] = []
    for grade in GRADES:
        songs = [song for song, given in graded.items() if given == grade]
        most = len(view.votable)
        menu = song_menu(view, view.votable, songs, most, f"Songs you say {grade} to")
        controls.append(row(GradeMenu(menu, round_id=view.round.id, grade=grade)))
    return controls


SCREEN = FormScreen(
    form=GRADES_FORM,
    instructions=_instructions,
    first_step=_first_step,
    summary=_summary,
    controls=_controls,
)


class GradeMenu(BallotControl, custom_id="grade:{grade}:{round_id}", values=SongId):
    """Gives songs a grade."""

    grade: Annotated[str, Converter("yes|maybe", str, str)]

    def change(self) -> GradeSongs:
        """Return exactly these songs for the grade."""
        return GradeSongs(self.grade, chosen_songs(self.item))
