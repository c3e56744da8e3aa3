"""The texts of errors about input that was overtaken, or that nobody was offered."""

INVALID = {
    "menu.stale": (
        "That menu doesn't offer this any more, so nothing was changed. Open it again and choose"
        " from what it shows."
    ),
    "character.taken": (
        "{given} was given to {whose} meanwhile, so nothing was changed. `/character show` shows"
        " who has which songs; choose another one."
    ),
    "import.others": (
        "I keep that playlist for another room, so its songs stay there. Paste the link of another"
        " playlist. You pasted: {given}"
    ),
    "second.own": (
        "You proposed {given} yourself, so you can't second it. You can add what it tells you with"
        " `/song note`."
    ),
    "second.none": "You haven't seconded {given}, so there is nothing to take back.",
    "second.twice": (
        "You have seconded {given} already. You can add what it tells you with `/song note`,"
        " or take your second back with `/song second` and `undo`."
    ),
}
"""By what is wrong; see `input_error_texts`."""
