"""The texts of errors, by their fields. `cogs.ui.kit.errors` chooses and completes them."""

from cogs.ui.kit import (
    ballot_error_texts,
    credits_error_texts,
    listening_error_texts,
    song_error_texts,
    spotify_error_texts,
)

"""The alternative to offer whenever Spotify fails."""

INTERRUPTED = (
    "I was interrupted before I could answer. What you asked for may or may not be done. Check"
    " before you do it again: `/room status` shows the vote, `/song list` the"
    " songs, `/board show` the board."
)
"""What is said where another process has acted on something and has not answered."""

CAME_LATE = "That reached me too late, so nothing has changed. Try it again."
"""What is said where Discord, or this machine, held back what somebody did."""

NOT_FOUND = {
    "button": (
        "This button belongs to an older version of me and no longer works. Open the screen again"
        " with its command; `/help` lists them."
    ),
    "form": (
        "This form belongs to an older version of me, so nothing is saved. Open it again, and paste"
        " in what you typed."
    ),
    "episode": (
        "This room has no current episode. `/episode list` shows all episodes; the showrunner"
        " creates one with `/episode create`."
    ),
    "song": "That song is no longer on the longlist. See `/song list`.",
    **song_error_texts.NOT_FOUND,
    "character": ("That character is no longer there. `/character list` shows who is."),
    "board": (
        "There is no board yet. It appears when a vote closes: `/round status` says when, and the"
        " showrunner schedules one with `/round schedule`."
    ),
    "slot": "That song is not on the board. See `/board show`.",
    "fallen": (
        "That song is no longer on the board: somebody has swapped it. `/board show` shows the"
        " board as it is now."
    ),
    **credits_error_texts.NOT_FOUND,
    "letters": (
        "I no longer know who these letters were for. Make them again with `/rights letters`."
    ),
    "letters.board": (
        "There is no board yet, so I don't know which songs to ask for. Name one with `song`, or"
        " try again when the vote has closed."
    ),
    "holder": "Somebody has deleted that holder of rights. Add them again, or choose another.",
    "runner_up": "That song is not one of the runners-up. See `/board show`.",
    **listening_error_texts.NOT_FOUND,
    "candidate": "That song is not in this vote. See `/round status`.",
    "round": ("There's no vote now. The showrunner schedules one with `/round schedule`."),
    "results": (
        "There are no results yet. They come when a vote closes; `/round status` says when."
    ),
    "account": (
        "This room has no Spotify account of its own connected. `/playlist connect` connects one."
    ),
    "recording": "Spotify doesn't have that recording. Check the link, or enter the song by hand.",
    "roster": "That person is not on the roster. The showrunner sees it with `/room roster`.",
}
"""What was not found, by kind, where nobody typed its name."""
NOT_FOUND_OTHERWISE = "That is no longer there. Refresh and try again."

CHARACTER_SLIP = (
    "No character is called {name}, so the song keeps the one it had. `/character list` shows their"
    " names; the showrunner creates one with `/character create`."
)
"""The same where all else that was typed is saved."""

NO_SUCH = {
    **song_error_texts.NO_SUCH,
    "episode": (
        "This room has no episode {name}. Pick one from the list while you type, or see"
        " `/episode list`; the showrunner creates one with `/episode create`."
    ),
    "song": (
        "No song on the longlist matches {name}. Pick one from the list while you type, or see"
        " `/song list`."
    ),
    "import": (
        "This room has no import {name}. Pick one from the list while you type, or press"
        " *Take this import back* below its message."
    ),
    "character": (
        "No character is called {name}. `/character list` shows their names;"
        " the showrunner creates one with `/character create`."
    ),
    "board": (
        "Episode {plain} has no board yet. It appears when a vote closes: `/round status` says"
        " when, and the showrunner schedules one with `/round schedule`."
    ),
    "slot": (
        "No song on the board matches {name}. Pick one from the list while you type, or see"
        " `/board show`."
    ),
    "runner_up": (
        "No runner-up matches {name}. Pick one from the list while you type, or see `/board show`."
    ),
    "candidate": "No song in this vote matches {name}. Pick one from the list while you type.",
    "round": (
        "Episode {plain} has no vote now. The showrunner schedules one with `/round schedule`."
    ),
    "results": (
        "Episode {plain} has no results yet. They come when a vote closes; `/round status` says"
        " when."
    ),
}
"""What was not found, by kind; `{name}` is what the person called it, in quotation marks."""

SEVERAL = {
    "episode": "More than one episode matches {name}: {found}.",
    "song": "More than one song on the longlist matches {name}: {found}.",
    "slot": "More than one song on the board matches {name}: {found}.",
    "runner_up": "More than one runner-up matches {name}: {found}.",
    "candidate": "More than one song in this vote matches {name}: {found}.",
    "timezone": "More than one time zone is called {name}: {found}.",
}
"""What somebody's words fit, by kind."""
SEVERAL_OTHERWISE = "{name} matches more than one: {found}."

BALLOT = ballot_error_texts.BALLOT
"""The rules that a ballot broke."""

RULING = ballot_error_texts.RULING
"""What is wrong with a pin or a veto."""

TIME = {
    "unreadable": (
        "I can't read {given} as a time. Try `fri 17:00`, `tomorrow noon`, `in 36 hours` or"
        " `2026-12-04 17:00`."
    ),
    "two_ways": (
        "{given} can mean more than one time: {options}. Say which, with the date and the time,"
        " such as `dec 4 17:00` or `dec 4 5pm`."
    ),
    "no_such_day": (
        "{given} is on a day that the calendar doesn't have. Give the date you mean, such as"
        " `dec 4 17:00`."
    ),
    "past": "{given} is in the past. Give a time that is still to come.",
    "skipped": "The clocks skip {given} when daylight saving begins. Did you mean {options}?",
    "doubled": "{given} happens twice, when daylight saving ends. Which do you mean: {options}?",
    "before_opening": "The vote would close before it opens. Give a later time than {given}.",
    "soon": (
        "{given} is less than two minutes away. To end the vote now, use `/round close`, which can"
        " be undone."
    ),
    "too_far": "{given} is too far ahead. Give a time within a year.",
}
"""What is wrong with a time that somebody typed."""

CLOSED = {
    "scheduled": (
        "The vote for episode {episode} is not open yet. `/round status` says when it opens."
    ),
    "paused": "The vote for episode {episode} is paused. Your ballot is kept; come back later.",
    "closing": (
        "The vote for episode {episode} is being closed, so this change is not counted. What you"
        " cast before counts. The showrunner can still undo the close until {until}."
    ),
    "casting": "The vote for episode {episode} is over; the showrunner is breaking a tie.",
    "held": "The vote for episode {episode} waits for the showrunner. Your ballot is kept.",
    "cancelled": (
        "The vote for episode {episode} was canceled. Ask the showrunner what comes next."
    ),
}
"""Why a round takes no ballots, by its state; `CLOSED_OTHERWISE` covers the rest."""
CLOSED_OTHERWISE = (
    "The vote for episode {episode} has closed, so this change was not counted. What you cast"
    " before counts: see it with `/vote`, and the outcome with `/round results`."
)

REPLACED = (
    "That vote for episode {episode} can no longer be brought back: another vote was scheduled or"
    " has started since, or somebody who took part had their name removed. `/round status` says"
    " what's going on, and `/round schedule` schedules another vote."
)
WITHDRAWN = (
    "That vote for episode {episode} can't be brought back while {song} is withdrawn. First put it"
    " back on the longlist: with `/song withdraw` and `undo`, or with `/song propose` after a day."
    " Or schedule another vote with `/round schedule`."
)
"""Why a cancelled vote stays cancelled: something took its place, or a song of it is withdrawn."""

STATES = {
    "scheduled": "scheduled",
    "open": "open",
    "paused": "paused",
    "closing": "being closed",
    "casting": "waiting for the casting vote",
    "held": "waiting for the showrunner's decision",
    "closed": "closed",
    "cancelled": "canceled",
}
"""The states of a round, in words."""

MOVES = {
    "close": "there's nothing to close",
    "cancel": "there's nothing to cancel",
    "extend": "its close can't be moved",
    "pause": "it can't be paused",
    "resume": "there's nothing to resume",
    "undo": "there's nothing to undo",
    "cast": "there's no tie to break",
    "pin": "it's too late to pin a song",
    "veto": "it's too late to veto a song",
}
"""What a round refuses, by the move."""

ALREADY = {
    ("close", "closing"),
    ("close", "closed"),
    ("cancel", "cancelled"),
    ("pause", "paused"),
    ("resume", "open"),
}
"""The moves with the states that they lead to."""

COMMANDS = ("cancel", "cast", "close", "extend", "pause", "pin", "resume", "veto")
"""The moves of a round that have a command."""

RESTARTING = (
    "I'm being restarted and didn't finish this. Wait a minute, then check whether it's done; if"
    " not, do it again."
)
DATABASE_GONE = (
    "That is not saved, and nothing can be saved now: my database file was moved, deleted or"
    " replaced. Tell whoever hosts this bot; trying again won't help until they fix it."
)

DELAYS = {
    **spotify_error_texts.DELAYS,
    "ChannelGone": "I can't post in this channel; the permissions I need are listed above",
    "BlockedByAutoMod": (
        "this server's AutoMod blocks it; a server admin can exempt my role in *Server Settings*,"
        " *AutoMod*"
    ),
    "DirectMessagesClosed": (
        "whoever it is for has direct messages from me turned off, in this server's"
        " *Privacy Settings*"
    ),
    "DiscordBusy": "Discord asks me to slow down",
    "DiscordRefused": (
        "Discord refuses it, with its error {code}; whoever hosts this bot finds more in the log"
    ),
    "DiscordUnavailable": "Discord is having trouble",
    "Lapsed": "it's no longer needed",
    "Lapsed late": "it would have come too late",
    "Lapsed unsure": "it may have arrived, and mustn't arrive twice",
    "NotFound": "what it was about is gone",
    "EventsForbidden": "I don't have permission to create scheduled events here",
    "FilesForbidden": "I don't have permission to attach files here",
    "ThreadsForbidden": "I don't have permission to create threads here",
    "ServerGone": "I'm no longer in this server",
    "StorageError": "the database isn't answering; tell whoever hosts this bot",
    "DatabaseGone": "the database file is gone; tell whoever hosts this bot",
}
"""Why an effect is delayed, by the name of the error."""

FORGET = {
    "showrunner": (
        "You are this room's showrunner, and a room has to have one. Ask a server admin to name"
        " another with `/room setup`, then try again."
    ),
    "vote": (
        "You have a ballot or a song in a vote that hasn't closed. Wait until it closes, or ask the"
        " showrunner to cancel it, then try again."
    ),
    "account": (
        "You connected the Spotify account this room uses, and are told before that ends. Have"
        " somebody else connect one with `/playlist connect`, or use `/playlist disconnect`, then"
        " try again."
    ),
}
"""Why somebody cannot be forgotten now."""
