"""The texts of errors about listening together; see `error_texts`."""

NOT_FOUND = {
    "listening": (
        "That session is no longer there. The showrunner begins another with `/shortlist listen`."
    ),
}
INVALID = {
    "listening.not_presented": (
        "No shortlist of episode {given} has been presented yet. The showrunner presents it with"
        " `/shortlist pick`."
    ),
    "listening.voting": (
        "The vote for episode {given} is open, so it's too late for new lines. `/song note` still"
        " adds what a song tells you, and `/vote` opens your ballot."
    ),
    "listening.over": (
        "The vote for episode {given} has closed, so lines can no longer be changed. `/song note`"
        " still adds what a song tells you."
    ),
    "listening.ended": (
        "That session is over. To write about its songs, use `/shortlist listen-alone`."
    ),
    "listening.moved": (
        "The room has moved on since that card. Press what is on the latest card in the thread."
    ),
    "listening.first": "There is no song before this one. Press *Next* to go on.",
    "listening.empty": "A line is missing. Write what the song tells you, and send it again.",
    "listening.too_long": (
        "That line is too long: shorten it to {limit} characters. You typed: {given}"
    ),
}
