"""What is tried with things of two rooms at once."""

from tests.authorization.lines import Command, Press
from tests.authorization.table import LOOK

MIXED = (
    Press("choose:{their_e}", ["{open_song}"]),
    Press("givesong:{their_character}", ["{proposal}"]),
    Press("givesong:{character}", ["{their_proposal}"]),
    Press("pick:{their_e}:" + LOOK + ":0", ["{listed_spare}"]),
    Press("pickmore:{their_e}:" + LOOK + ":0:1", ["{listed_spare}"]),
    Press("pickshow:{their_e}:" + LOOK + ":0", ["4:{character}:0:quiet"]),
    Command("shortlist add", {"song": "{listed_spare}", "episode": "{their_no}"}),
    Press("longlook:{their_e}", ["{proposal}"]),
    Press("tellsmenu:{their_e}", ["{proposal}"]),
    Press("characters:0", ["{character}"]),
    Press("rights:{last}:{their_e}"),
    Press("rightsadd:{last}:{their_e}:song"),
    Press("rightswhole:{last}:{their_e}:song:1"),
    Press("rightsholder:{their_e}", ["{holder}"]),
    Press("rightsstep:{holder}:{their_e}"),
    Press("rightsdelete:{holder}:{their_e}:{holder_seen}"),
    Press("rightssong:{their_e}", ["{last}"]),
    Command("rights show", {"song": "{last}", "episode": "{their_no}"}),
    Press("longsort:{their_e}:0:{character}", ["1"]),
    Press("longshow:{their_e}:1", ["4:{character}"]),
    Press("longlist:{their_e}:1:0:{character}:{proposal}:0:1"),
    Command("song propose", {"song": "song:{open_song}", "episode": "{their_no}"}),
    Command("song propose", {"song": "Quiet tune 1070", "episode": "{their_no}"}),
    Command(
        "song propose",
        {"song": "{track}", "character": "{character}", "episode": "{their_no}"},
    ),
    Command("song second", {"song": "{own}"}),
    Command("character show", {"name": "maya"}),
    Command("episode show", {"episode": "whisper"}),
    Command("room setup", {"title": "Room of Whispers", "timezone": "UTC"}),
    Command("room setup", {"title": "Elsewhere", "timezone": "UTC", "writers": 620}),
)
"""What the showrunner of another room may try there, with this room's things beside their own."""
