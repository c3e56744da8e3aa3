"""What people read who may not do something."""

NOT_ALLOWED = {
    "showrunner": "Only the showrunner of this room or a delegate can do that. Ask one of them.",
    "supervisor": (
        "Only the music supervisor, the showrunner of this room or a delegate can do that. Ask one"
        " of them."
    ),
    "writer": (
        "Only this room's writers can do that. Ask the showrunner or a server admin for the"
        " writers' role."
    ),
    "scrutineer": (
        "Only a scrutineer of this vote can say that. The showrunner names those of later votes in"
        " `/room settings`."
    ),
    "roster": (
        "The record is for the writers on this room's roster. Ask the showrunner to put you on it."
    ),
    "member": (
        "You're no longer in this room's server, so you can't decide anything there. If that"
        " is a mistake, ask a server admin to invite you again."
    ),
    "manage_server": (
        "That needs Discord's permission *Manage Server*. Ask a server admin to do it."
    ),
}
"""Who may do something, by what an action needs."""
OTHERWISE = "You can't do that here. Ask the showrunner."
TAKEN_OFF = (
    "You were taken off this room's roster, so you can't propose, vote or see its records here. Ask"
    " the showrunner to put you back on."
)
ONLY_CLEARS = (
    "You clear this room's songs, so you don't propose or vote. If you also write for the show, ask"
    " the showrunner to put you on the roster with `/room roster`."
)
