"""The texts of errors about what is around a room: its channel, its server, its roles."""

from collections.abc import Callable
from typing import Any

from bot.domain import errors as e
from cogs.ui.kit import texts

_ROLE_GONE = {
    "showrunner": (
        "Only the showrunner of this room can do that now: its role for delegates was deleted. Ask"
        " them, or ask a server admin to name another role with `/room setup` and `delegates`."
    ),
    "supervisor": (
        "Only the showrunner of this room can do that now, or a delegate if it has any: a role for"
        " it was deleted. Ask them, or ask a server admin to name another role with `/room setup`."
    ),
    "writer": (
        "This room's role for writers was deleted, so nobody can propose or vote. A server admin"
        " names another with `/room setup` and `writers`, or takes it away with `without`: then"
        " whoever sees the channel can take part."
    ),
}
"""What nobody may do since a role was deleted, by what an action needs."""


def _channel(error: e.ChannelGone) -> str:
    if error.why == "deleted":
        return "The room's channel is gone. A server admin can set up another with `/room setup`."
    return (
        "I don't have permission to post in the room's channel. Ask a server admin to let me"
        " view it, send messages"
        " and read its history."
    )


def _elsewhere(error: e.RoomElsewhere) -> str:
    return (
        f"This server has a room called {texts.quoted(error.title, 100)} already, in"
        f" <#{error.channel_id}>, so nothing is set up here yet. Press *Move it here* to move it"
        " with all it holds; its time zone, showrunner and roles stay as they are. If this is"
        " another show, send the command again with another title."
    )


def _unfit(error: e.UnfitChannel) -> str:
    return (
        f"This can't be a room: <#{error.channel_id}> holds posts, and no messages of its own, so"
        " nobody would see ballots or results there. Use `/room setup` in a text channel; the text"
        " chat of a voice channel works too."
    )


def _always(text: str) -> Callable[[Any], str]:
    return lambda _error: text


_ROOMS_NAMED = 5
"""How many of a server's rooms are named to somebody who is in none."""


def _no_room(error: e.NoRoom) -> str:
    if not error.elsewhere:
        return (
            "This channel is not a writers' room yet. A server admin makes it one with"
            " `/room setup`; or use a channel that is."
        )
    return (
        f"This channel is not a writers' room. {rooms_elsewhere(error)} Go there, or ask a server"
        " admin to make this channel one with `/room setup`."
    )


def rooms_elsewhere(error: e.NoRoom) -> str:
    """Return where the server's rooms are; who may not see one of the channels reads no name."""
    channels = [f"<#{channel_id}>" for channel_id in error.elsewhere[:_ROOMS_NAMED]]
    more = len(error.elsewhere) - _ROOMS_NAMED
    if more > 0:
        channels.append(texts.count(more, "other channel"))
    rooms = "room is" if len(error.elsewhere) == 1 else "rooms are"
    return f"This server's {rooms} in {texts.listed(channels)}."


TEXTS: dict[type, Callable[[Any], str]] = {
    e.NoRoom: _no_room,
    e.RoleGone: lambda error: _ROLE_GONE[error.needs],
    e.RoomElsewhere: _elsewhere,
    e.ChannelTaken: lambda error: (
        f"This channel is a room already, called {texts.quoted(error.title, 100)}, and not an empty"
        " one. Move the other room to a channel of its own: use `/room setup` with its title there."
    ),
    e.UnfitChannel: _unfit,
    e.ServerGone: _always(
        "I'm no longer in this room's server. Ask a server admin to invite me again; all that"
        " was there is kept."
    ),
    e.ChannelGone: _channel,
    e.EventsForbidden: _always(
        "I don't have permission to create scheduled events in this server. Ask a server admin"
        " to give me *Create"
        " Events*."
    ),
    e.ThreadsForbidden: _always(
        "I don't have permission to create threads in this channel. Ask a server admin to give"
        " me *Create Public"
        " Threads*."
    ),
    e.FilesForbidden: _always(
        "I don't have permission to attach files in this channel. Ask a server admin to give me"
        " *Attach Files*, then"
        " try again."
    ),
}
"""The text of each of these errors."""
