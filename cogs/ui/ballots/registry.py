"""The screens of all forms of ballot. A new form needs a file with a SCREEN, and a line here."""

from typing import Any

from bot.domain.ballots import form_of
from bot.domain.model import Rules
from cogs.ui.ballots.form_screen import FormScreen
from cogs.ui.ballots.picks import SCREEN as PICKS
from cogs.ui.ballots.points import SCREEN as POINTS
from cogs.ui.ballots.ranking import SCREEN as RANKING

SCREENS: dict[str, FormScreen[Any]] = {
    screen.form.name: screen for screen in (PICKS, POINTS, RANKING)
}
"""The screens by the name of the form."""


def screen_of(rules: Rules) -> FormScreen[Any]:
    """Return the screen for the ballots of a round."""
    return SCREENS[form_of(rules).name]
