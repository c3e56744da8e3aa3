"""Lines of the table: the terms that letters ask for, and marking letters as sent."""

from tests.authorization.lines import (
    ASKS,
    CHANGES,
    RIGHTS_EDITORS,
    SHOWS,
    Command,
    Line,
    Press,
    Sent,
)

_SONG = {"song": "{seated}", "episode": "{decided_no}"}

LICENSING_COMMANDS = {
    "rights terms": Line(RIGHTS_EDITORS, SHOWS, Command("rights terms", _SONG)),
    "rights letters": Line(RIGHTS_EDITORS, CHANGES, Command("rights letters", _SONG)),
    "episode budget": Line(
        RIGHTS_EDITORS, SHOWS, Command("episode budget", {"episode": "{listed_no}"})
    ),
    "episode budget, of an amount": Line(
        RIGHTS_EDITORS,
        CHANGES,
        Command("episode budget", {"amount": "9 EUR", "episode": "{listed_no}"}),
    ),
}
"""By name."""

LICENSING = {
    "ProductionButton": Line(RIGHTS_EDITORS, ASKS, Press("termsproduction")),
    "LicenseButton": Line(RIGHTS_EDITORS, ASKS, Press("termslicense")),
    "UseButton": Line(RIGHTS_EDITORS, ASKS, Press("termsuse:{decided_e}:{seated}")),
    "SentButton": Line(RIGHTS_EDITORS, SHOWS, Press("letterssent:{letters}")),
    "SentNowButton": Line(RIGHTS_EDITORS, CHANGES, Press("letterssentnow:{letters}")),
}
"""By class."""

LICENSING_FORMS = {
    "ProductionForm": Line(
        RIGHTS_EDITORS,
        CHANGES,
        Sent(LICENSING["ProductionButton"].way, "showrunner", {"company": "Lot 5"}),  # type: ignore[arg-type]
    ),
    "LicenseForm": Line(
        RIGHTS_EDITORS,
        CHANGES,
        Sent(LICENSING["LicenseButton"].way, "showrunner", {"media": "All media"}),  # type: ignore[arg-type]
    ),
    "UseForm": Line(
        RIGHTS_EDITORS,
        CHANGES,
        Sent(LICENSING["UseButton"].way, "showrunner", {"seconds": "45"}),  # type: ignore[arg-type]
    ),
}
"""By class."""
