"""Lines of the table: who may use each command, and what follows."""

from tests.authorization import heard_lines
from tests.authorization.crediting import CREDITING_COMMANDS
from tests.authorization.lines import (
    ANYONE,
    ASKS,
    CHANGES,
    MANAGERS,
    PROPOSER_OR_SHOWRUNNER,
    READERS_OF_RECORDS,
    RIGHTS_EDITORS,
    SHOWRUNNERS,
    SHOWS,
    WRITERS,
    Command,
    Does,
    Line,
    Who,
)
from tests.wire.people import Upload, Values

NOT_FORGOTTEN = dict.fromkeys(("showrunner", "writer", "admin"), "CannotForget")
"""Who runs the room, has a vote under way, or connected the account has to see to that first."""


def _command(who: Who, does: Does, name: str, /, **options: Values) -> tuple[str, Line]:
    given = {key.rstrip("_"): value for key, value in options.items()}
    but = NOT_FORGOTTEN if name == "room forget-me" else {}
    return name, Line(who, does, Command(name, given), but=but)


COMMANDS = CREDITING_COMMANDS | dict(
    [
        _command(ANYONE, SHOWS, "help"),
        _command(MANAGERS, CHANGES, "room setup", title="Renamed", timezone="UTC"),
        _command(SHOWRUNNERS, SHOWS, "room roster"),
        _command(SHOWRUNNERS, SHOWS, "room settings"),
        _command(ANYONE, SHOWS, "room forget-me"),
        _command(ANYONE, SHOWS, "room status"),
        _command(SHOWRUNNERS, CHANGES, "episode create", number="300"),
        _command(ANYONE, SHOWS, "episode list"),
        _command(SHOWRUNNERS, CHANGES, "episode edit", title="New", episode="{listed_no}"),
        _command(SHOWRUNNERS, CHANGES, "episode current", episode="{listed_no}"),
        _command(SHOWRUNNERS, CHANGES, "episode archive", episode="{listed_no}"),
        _command(ANYONE, SHOWS, "episode show", episode="{listed_no}"),
        _command(WRITERS, CHANGES, "song propose", song="{track}", why="x", episode="{listed_no}"),
        _command(SHOWRUNNERS, CHANGES, "song import", playlist="{playlist}", episode="{listed_no}"),
        _command(SHOWRUNNERS, SHOWS, "song take-back", import_="{import}"),
        _command(WRITERS, CHANGES, "song second", song="{proposal}"),
        _command(PROPOSER_OR_SHOWRUNNER, SHOWS, "song withdraw", song="{own}"),
        _command(WRITERS, ASKS, "song note", song="{proposal}"),
        _command(ANYONE, SHOWS, "song list", episode="{listed_no}"),
        _command(WRITERS, CHANGES, "Propose for the current episode"),
        _command(SHOWRUNNERS, CHANGES, "character create", name="Nobody"),
        _command(ANYONE, SHOWS, "character list"),
        _command(ANYONE, SHOWS, "character show", name="{character}"),
        _command(SHOWRUNNERS, SHOWS, "shortlist pick", episode="{listed_no}"),
        _command(SHOWRUNNERS, CHANGES, "shortlist fill", size=5, episode="{listed_no}"),
        _command(
            SHOWRUNNERS, CHANGES, "shortlist add", song="{listed_spare}", episode="{listed_no}"
        ),
        _command(ANYONE, SHOWS, "shortlist show", episode="{listed_no}"),
        _command(
            SHOWRUNNERS, SHOWS, "round schedule", closes="in 2 days", seats=2,
            episode="{listed_no}",
        ),
        _command(
            SHOWRUNNERS, SHOWS, "round plan", cuts="4, 2", closes="in 2 days",
            episode="{listed_no}",
        ),
        _command(SHOWRUNNERS, CHANGES, "round extend", closes="in 9 days", episode="{open_no}"),
        _command(SHOWRUNNERS, CHANGES, "round pause", episode="{open_no}"),
        _command(SHOWRUNNERS, CHANGES, "round resume", episode="{held_no}"),
        _command(SHOWRUNNERS, SHOWS, "round close", episode="{open_no}"),
        _command(SHOWRUNNERS, SHOWS, "round cancel", episode="{open_no}"),
        _command(ANYONE, SHOWS, "round status", episode="{open_no}"),
        _command(ANYONE, SHOWS, "round results", episode="{decided_no}"),
        _command(
            SHOWRUNNERS, CHANGES, "round pin", song="{open_song}", reason="x", episode="{open_no}"
        ),
        _command(
            SHOWRUNNERS, CHANGES, "round veto", song="{open_song}", reason="x", episode="{open_no}"
        ),
        _command(SHOWRUNNERS, SHOWS, "round cast", episode="{tied_no}"),
        _command(READERS_OF_RECORDS, SHOWS, "round record", episode="{decided_no}"),
        _command(WRITERS, SHOWS, "vote", episode="{open_no}"),
        _command(ANYONE, SHOWS, "board show", episode="{decided_no}"),
        _command(
            SHOWRUNNERS, CHANGES, "board place", song="{seated}", slot=2, episode="{decided_no}"
        ),
        _command(
            SHOWRUNNERS, CHANGES, "board swap", out="{seated}", in_="{runner_up}",
            episode="{decided_no}",
        ),
        _command(
            SHOWRUNNERS, CHANGES, "board add", song="{decided_spare}", reason="x",
            episode="{decided_no}",
        ),
        _command(
            SHOWRUNNERS, CHANGES, "board remove", song="{seated}", reason="x",
            episode="{decided_no}",
        ),
        _command(
            SHOWRUNNERS, CHANGES, "board pair", song="{seated}", with_="{last}",
            episode="{decided_no}",
        ),
        _command(
            RIGHTS_EDITORS, CHANGES, "board clearance", song="{seated}", status="pending",
            episode="{decided_no}",
        ),
        _command(SHOWRUNNERS, SHOWS, "board lock", episode="{decided_no}"),
        _command(ANYONE, SHOWS, "board export", format="csv", episode="{decided_no}"),
        _command(MANAGERS, CHANGES, "playlist connect"),
        _command(MANAGERS, CHANGES, "playlist disconnect"),
        _command(SHOWRUNNERS, CHANGES, "playlist link", playlist="{playlist}"),
        _command(SHOWRUNNERS, CHANGES, "playlist sync", episode="{open_no}"),
        _command(ANYONE, SHOWS, "playlist export", what="longlist", episode="{listed_no}"),
        _command(ANYONE, SHOWS, "playlist status", episode="{open_no}"),
    ]
)  # fmt: skip
"""By name, with a word more where one does several things."""
COMMANDS |= heard_lines.COMMANDS
COMMANDS["song import, of a file"] = Line(
    SHOWRUNNERS,
    CHANGES,
    Command(
        "song import",
        {"file": Upload("songs.txt", b"Somebody - Heat"), "episode": "{listed_no}"},
    ),
)
