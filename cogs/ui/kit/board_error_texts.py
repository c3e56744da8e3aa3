"""The texts of errors about what is typed for a board."""

INVALID = {
    "board.beat_long": (
        "That scene is too long: shorten it to {limit} characters. You typed: {given}"
    ),
    "board.lost_long": (
        "One line is enough for what is lost without the song: shorten it to {limit} characters."
        " You typed: {given}"
    ),
    "board.note_long": (
        "That note is too long: shorten it to {limit} characters. You typed: {given}"
    ),
    "board.there": "{given} is on the board already. See `/board show`.",
    "board.swapped_in": (
        "{given} is on the board already. To move it, use `/board place` with its new `slot`, or"
        " *Up* and *Down* below `/board show`."
    ),
    "board.full": (
        "The board has {limit} songs, and no room for {given}. Take one off with `/board remove`"
        " first."
    ),
    "board.how_long": (
        "Those words on how the songs meet are too long: shorten them to {limit} characters. You"
        " typed: {given}"
    ),
    "board.itself": (
        "{given} can't share its slot with itself. Choose another song of the board in `with`."
    ),
    "board.shared": (
        "{given} shares its slot with another song already, and a slot holds two. Take those two"
        " apart first: `/board pair` with `undo`."
    ),
    "board.alone": "{given} has its slot to itself already. See `/board show`.",
    "reason.empty": (
        "Say why, in a few words: everyone sees the reason on the board. Then send it again."
    ),
}
"""By what cannot be used."""

FIELDS = {
    "beat": "Scene",
    "character": "Whose song",
    "note": "What it tells us",
    "lost_without": "Lost without it",
    "other": "In one slot with",
    "how": "How they meet",
}
"""The labels of the fields of a board entry."""
