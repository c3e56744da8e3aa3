"""The table of options: who is offered something by each that autocompletes."""

from tests.authorization.commands import COMMANDS
from tests.authorization.lines import (
    ANYONE,
    PROPOSER_OR_SHOWRUNNER,
    RIGHTS_EDITORS,
    Command,
    Who,
)

OFFERED: dict[str, tuple[Who, str]] = {
    "room setup timezone": (ANYONE, "la"),
    "song propose song": (ANYONE, "quiet"),
    "song second song": (ANYONE, "quiet"),
    "song withdraw song": (PROPOSER_OR_SHOWRUNNER, "quiet"),
    "song note song": (ANYONE, "quiet"),
    "song take-back import": (ANYONE, "ours"),
    "song propose character": (ANYONE, "maya"),
    "character show name": (ANYONE, "maya"),
    "board place character": (ANYONE, "maya"),
    "board place song": (ANYONE, "quiet"),
    "board add song": (ANYONE, "quiet"),
    "board remove song": (ANYONE, "quiet"),
    "board pair song": (ANYONE, "quiet"),
    "board pair with": (ANYONE, "quiet"),
    "shortlist add song": (ANYONE, "quiet"),
    "board swap out": (ANYONE, "quiet"),
    "board swap in": (ANYONE, "quiet"),
    "board clearance song": (ANYONE, "quiet"),
    "rights show song": (RIGHTS_EDITORS, "quiet"),
    "rights terms song": (ANYONE, "quiet"),
    "rights letters song": (ANYONE, "quiet"),
    "rights letters by": (ANYONE, "in 3 days"),
    "round pin song": (ANYONE, "quiet"),
    "round veto song": (ANYONE, "quiet"),
    "round schedule closes": (ANYONE, "in 3 days"),
    "round schedule opens": (ANYONE, "in 3 days"),
    "round plan closes": (ANYONE, "in 3 days"),
    "round extend closes": (ANYONE, "in 3 days"),
} | {
    f"{line.way.name} episode": (ANYONE, "whisper")
    for line in COMMANDS.values()
    if isinstance(line.way, Command) and "episode" in line.way.options
}
"""Who is offered something by each option that autocompletes, and what they type."""
