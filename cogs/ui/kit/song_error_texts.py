"""The texts of errors about songs and words that were taken back; see `error_texts`."""

NOT_FOUND = {
    "withdrawn": (
        "That song can't be brought back. You can bring a song back for a day after you withdrew"
        " it; after that, propose it again with `/song propose`."
    ),
    "note": "That note is already gone. To say it again, use `/song note`.",
}
NO_SUCH = {
    "withdrawn": (
        "No song you can bring back matches {name}. You can bring a song back for a day after you"
        " withdrew it. Pick one from the list, or propose it again with `/song propose`."
    ),
}
