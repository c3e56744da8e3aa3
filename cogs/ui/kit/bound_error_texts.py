"""The texts for who meets one of the bounds in `bot.domain.bounds`."""

INVALID = {
    "many.proposals": (
        "You have proposed {limit} songs for this episode, the most one writer can. Ask"
        " somebody else to propose {given}, or see `/song list` for what is there already."
    ),
    "many.notes": (
        "You have added {limit} notes on this song, the most one writer can add."
        " Ask somebody else to add it, or tell the room in the channel. You typed: {given}"
    ),
    "many.holders": (
        "This song has {limit} holders of rights, the most a song can have. Delete one who no"
        " longer holds anything, then try again. You typed: {given}"
    ),
    "many.credits": (
        "This song has {limit} credits, the most a song can have. Untick one that is wrong, then"
        " try again. You typed: {given}"
    ),
    "many.characters": (
        "This room has {limit} characters, the most a room can have. Rename one that is"
        " no longer needed: press *Edit* on their page, which `/character show` opens. You typed:"
        " {given}"
    ),
    "many.episodes": (
        "This room has {limit} episodes, the most a room can have. Ask a server admin to"
        " set up a room in another channel with `/room setup`. You typed: {given}"
    ),
    "many.roster": (
        "The roster has room for {limit} writers. Take off who no longer writes here with"
        " `/room roster`, then try again."
    ),
    "many.import": (
        "That playlist has more than {limit} songs, which is more than one import brings. Paste"
        " the link of a shorter one. You pasted: {given}"
    ),
    "many.imports": (
        "This room has started {limit} imports within an hour, the most it can. Put the songs"
        " together into one playlist or file, or try again in an hour. You gave: {given}"
    ),
}
"""By what there is too much of."""
