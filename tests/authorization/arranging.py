"""Lines of the table: the commands of boards."""

from tests.authorization.lines import (
    ANYONE,
    CHANGES,
    RIGHTS_EDITORS,
    SHOWRUNNERS,
    SHOWS,
    Command,
    Does,
    Line,
    Who,
)
from tests.wire.people import Values


def _board(who: Who, does: Does, name: str, /, **options: Values) -> tuple[str, Line]:
    given = {key.removesuffix("_"): value for key, value in options.items()}
    command = Command(f"board {name}", given | {"episode": "{decided_no}"})
    return command.name, Line(who, does, command)


BOARD_COMMANDS = dict(
    [
        _board(ANYONE, SHOWS, "show"),
        _board(SHOWRUNNERS, CHANGES, "place", song="{seated}", slot=2),
        _board(SHOWRUNNERS, CHANGES, "swap", out="{seated}", in_="{runner_up}"),
        _board(SHOWRUNNERS, CHANGES, "add", song="{decided_spare}", reason="x"),
        _board(SHOWRUNNERS, CHANGES, "remove", song="{seated}", reason="x"),
        _board(SHOWRUNNERS, CHANGES, "pair", song="{seated}", with_="{last}", how="x"),
        _board(RIGHTS_EDITORS, CHANGES, "clearance", song="{seated}", status="pending"),
        _board(SHOWRUNNERS, SHOWS, "lock"),
        _board(ANYONE, SHOWS, "export", format="csv"),
    ]
)
"""By name."""
