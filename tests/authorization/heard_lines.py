"""Lines of the table: who listens together, and who leads that."""

from tests.authorization.lines import (
    ASKS,
    CHANGES,
    SHOWRUNNERS,
    SHOWS,
    WRITERS,
    Command,
    Line,
    Press,
    Sent,
)

COMMANDS = {
    "shortlist listen": Line(
        SHOWRUNNERS, CHANGES, Command("shortlist listen", {"episode": "{presented_no}"})
    ),
    "shortlist listen-alone": Line(
        WRITERS, SHOWS, Command("shortlist listen-alone", {"episode": "{presented_no}"})
    ),
}
LINE = Press("listenline:{heard_song}:0")
PRESSES = {
    "HereButton": Line(WRITERS, CHANGES, Press("listenhere:{session}:1")),
    "NothingButton": Line(WRITERS, CHANGES, Press("listennothing:{session_card}")),
    "MoveButton": Line(SHOWRUNNERS, CHANGES, Press("listenmove:0:{session}:{session_revision}")),
    "MoveButton, to the end": Line(
        SHOWRUNNERS, SHOWS, Press("listenmove:4:{session}:{session_revision}")
    ),
    "EndNowButton": Line(SHOWRUNNERS, CHANGES, Press("listenend:{session}:{session_revision}")),
    "LineButton": Line(WRITERS, ASKS, LINE),
    "AloneButton": Line(WRITERS, SHOWS, Press("listenalone:{presented_e}:1")),
    "AloneTurn": Line(WRITERS, SHOWS, Press("listenturn:{presented_e}:2")),
}
FORMS = {"LineForm": Line(WRITERS, CHANGES, Sent(LINE, "writer", {"line": "It is hot"}))}
