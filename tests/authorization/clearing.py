"""The lines of what those do who clear songs."""

from tests.authorization.lines import RIGHTS_EDITORS, SHOWS, Command, Line

CLEARING_COMMANDS = {
    "board export, in confidence": Line(
        RIGHTS_EDITORS,
        SHOWS,
        Command("board export", {"format": "csv", "confidential": True, "episode": "{decided_no}"}),
    ),
}
