"""What the bot keeps in mind of the servers it is in: their channels and roles, and who may what.

discord.py would keep all that Discord tells of them: several kilobytes of a small server, where
nothing else is looked at. So it is told less.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

Data = Mapping[str, Any]
Parser = Callable[[Any], None]

_UNUSED = (
    "THREAD_CREATE",
    "THREAD_UPDATE",
    "THREAD_DELETE",
    "THREAD_LIST_SYNC",
    "THREAD_MEMBER_UPDATE",
    "THREAD_MEMBERS_UPDATE",
    "STAGE_INSTANCE_CREATE",
    "STAGE_INSTANCE_UPDATE",
    "STAGE_INSTANCE_DELETE",
)
"""Of these, discord.py would only remember what nobody asks it."""

_HANDED_ON = ("GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE", "INTERACTION_CREATE")
"""These discord.py gets, too, with less or more in them than Discord tells."""

_LEAST: Data = {
    "name": "",
    "position": 0,
    "bitrate": 0,
    "user_limit": 0,
    "owner_id": 0,
    "message_count": 0,
    "member_count": 0,
}
"""What discord.py needs of a channel, and Discord need not say where somebody presses or types.

discord.py would look it up among the channels that it knows.
"""

_LEAST_OF_A_THREAD: Data = {
    **_LEAST,
    "parent_id": 0,
    "thread_metadata": {
        "archived": False,
        "locked": False,
        "auto_archive_duration": 60,
        "archive_timestamp": None,
    },
}
_THREADS = (10, 11, 12)
"""The types of channels that are threads."""


class _Server(NamedTuple):
    """The channels and roles of a server by their ids, and for each what tells its permissions."""

    channels: dict[int, int]
    roles: dict[int, int]


class Servers:
    """Reads what Discord tells of servers, before discord.py does.

    What follows is dispatched as events: `channel_deleted` with the channel's id, and
    `access_changed` with the id of a server where channels, roles or the bot permit something else.

    Args:
        parsers: What reads each kind of event, by its name; discord.py's own, which are replaced.
        dispatch: Dispatches an event by its name.
    """

    def __init__(self, parsers: dict[str, Parser], dispatch: Callable[..., object]) -> None:
        self._servers: dict[int, _Server] = {}
        self._dispatch = dispatch
        self._hand_on = {name: parsers[name] for name in _HANDED_ON}
        for unused in _UNUSED:
            del parsers[unused]
        parsers |= {
            "GUILD_CREATE": self._server_came,
            "GUILD_UPDATE": self._server_changed,
            "GUILD_DELETE": self._server_went,
            "GUILD_MEMBER_UPDATE": self._member_changed,
            "CHANNEL_CREATE": self._channel_came,
            "CHANNEL_UPDATE": self._channel_changed,
            "CHANNEL_DELETE": self._channel_went,
            "GUILD_ROLE_CREATE": self._role_came,
            "GUILD_ROLE_UPDATE": self._role_changed,
            "GUILD_ROLE_DELETE": self._role_went,
            "INTERACTION_CREATE": self._interaction_came,
        }

    def channels(self, guild_id: int) -> Iterable[int]:
        """Return the channels of a server; none where nothing is known of it."""
        return self._server(guild_id).channels

    def has_role(self, guild_id: int, role_id: int) -> bool:
        """Tell whether a server is known to have a role."""
        return role_id in self._server(guild_id).roles

    def forget(self, guild_id: int) -> None:
        """Keep nothing of a server."""
        self._servers.pop(guild_id, None)

    def forget_all(self) -> None:
        """Keep nothing of any server."""
        self._servers.clear()

    def _server(self, guild_id: int) -> _Server:
        return self._servers.get(guild_id) or _Server({}, {})

    def _server_of(self, data: Data) -> _Server:
        # A channel of no server is somebody's direct messages.
        return self._server(int(data.get("guild_id", 0)))

    def _server_came(self, data: Data) -> None:
        if not data.get("unavailable"):
            self._servers[int(data["id"])] = _Server(
                {int(one["id"]): _overwrites(one) for one in data.get("channels", ())},
                {int(one["id"]): int(one["permissions"]) for one in data.get("roles", ())},
            )
        self._hand_on["GUILD_CREATE"](_without_lists(data))

    def _server_changed(self, data: Data) -> None:
        self._hand_on["GUILD_UPDATE"](_without_lists(data))

    def _server_went(self, data: Data) -> None:
        if not data.get("unavailable"):
            self.forget(int(data["id"]))
        self._hand_on["GUILD_DELETE"](data)

    def _member_changed(self, data: Data) -> None:
        # Discord tells a bot of no other member's changes, unless it asks for them.
        self._dispatch("access_changed", int(data["guild_id"]))

    def _channel_came(self, data: Data) -> None:
        self._server_of(data).channels[int(data["id"])] = _overwrites(data)

    def _channel_changed(self, data: Data) -> None:
        if _note(self._server_of(data).channels, int(data["id"]), _overwrites(data)):
            self._dispatch("access_changed", int(data["guild_id"]))

    def _channel_went(self, data: Data) -> None:
        channel_id = int(data["id"])
        self._server_of(data).channels.pop(channel_id, None)
        self._dispatch("channel_deleted", channel_id)

    def _role_came(self, data: Data) -> None:
        role = data["role"]
        self._server_of(data).roles[int(role["id"])] = int(role["permissions"])

    def _role_changed(self, data: Data) -> None:
        role = data["role"]
        if _note(self._server_of(data).roles, int(role["id"]), int(role["permissions"])):
            self._dispatch("access_changed", int(data["guild_id"]))

    def _role_went(self, data: Data) -> None:
        # What it forbade is allowed again; Discord does not say so of each channel.
        if self._server_of(data).roles.pop(int(data["role_id"]), None) is not None:
            self._dispatch("access_changed", int(data["guild_id"]))

    def _interaction_came(self, data: Data) -> None:
        told = dict(data)
        if channel := data.get("channel"):
            least = _LEAST_OF_A_THREAD if channel["type"] in _THREADS else _LEAST
            told["channel"] = {**least, **channel}
        if message := data.get("message"):
            # Nobody asks for the thread that belongs to a message; discord.py would need all of it.
            told["message"] = {name: value for name, value in message.items() if name != "thread"}
        self._hand_on["INTERACTION_CREATE"](told)


def _note(known: dict[int, int], which: int, permits: int) -> bool:
    """Note what a channel or a role permits now; return whether it permitted something else."""
    before = known.get(which)
    known[which] = permits
    return before is not None and before != permits


def _overwrites(channel: Data) -> int:
    """Return a number that tells what a channel permits whom."""
    given = channel.get("permission_overwrites", ())
    return hash(frozenset((one["id"], one["allow"], one["deny"]) for one in given))


def _without_lists(server: Data) -> Data:
    """Leave out what a server has many of, such as channels, roles, threads and emojis."""
    return {name: value for name, value in server.items() if not isinstance(value, list)}
