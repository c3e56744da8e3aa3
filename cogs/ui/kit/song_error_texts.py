"""The texts of errors about songs and words that were taken back; see `error_texts`."""

NOT_FOUND = {
    "withdrawn": (
        "There is no such song that you can bring back: you can for a day after you withdrew it."
        " Propose it anew with `/song propose`."
    ),
    "note": "What you said there is taken back already. Say it anew with `/song note`.",
}
NO_SUCH = {
    "withdrawn": (
        "You can bring back no song that matches {name}: you can for a day after you withdrew it."
        " Pick one from the list while you type, or propose it anew with `/song propose`."
    ),
}
