"""The texts of errors about input that was overtaken, or that nobody was offered."""

INVALID = {
    "menu.stale": (
        "That menu no longer offers this, so nothing was changed. Open it again and choose"
        " from what it shows."
    ),
    "character.taken": (
        "{given} was given to {whose} in the meantime, so nothing was changed. `/character show`"
        " shows who has which songs; choose another one."
    ),
    "import.others": (
        "I keep that playlist for another room, so its songs stay there. Paste the link of another"
        " playlist. You pasted: {given}"
    ),
    "takeback.twice": (
        "The import of {given} was already taken back. Press *Bring it back* below its message if"
        " that was a mistake."
    ),
    "takeback.nothing": (
        "Nothing from the import of {given} can be taken back: people have done something with"
        " each of its songs, or withdrew it. You can take single songs off the longlist with"
        " `/song withdraw`."
    ),
    "takeback.not": (
        "The import of {given} was already brought back. `/song list` shows the longlist."
    ),
    "takeback.late": (
        "The import of {given} was taken back more than a day ago, so it can't be brought back as"
        " it was. `/song import` with the same playlist or file brings its songs again."
    ),
    "forget.elsewhere": (
        "That question was about another room, so nothing was changed. To be forgotten in {given},"
        " use `/room forget-me` here."
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
