"""What the loopback Discord holds: people, channels, messages, scheduled events."""

import itertools
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from tests.wire.shapes import GUILD, Json, User, bot_account, guild, numbered, role, thread

EPOCH_MS = 1_420_070_400_000
"""Where the time in Discord's ids begins."""
NONCE_LASTS = 300.0
"""Seconds for which a nonce is remembered."""
PRIVATE = 64
"""Flag of a message that only one person sees."""
UNKNOWN = {
    "channel": 10003,
    "message": 10008,
    "user": 10013,
    "interaction": 10062,
    "event": 10070,
}
MISSING_ACCESS, MISSING_PERMISSIONS, NO_SHARED_SERVER = 50001, 50013, 50278
THREAD_THERE = 160004
NO_CHANNELS = (1, 10, 11, 12)
"""Types of what is no channel of the server: direct messages and threads."""
WITHOUT_THREADS, NO_THREAD_HERE = (2, 13), 50024
ARCHIVED = 50083
NOT_OURS = 50005
HAS_THREAD = 32
"""Flag of a message on which there is a thread."""


class Refusal(Exception):
    """What Discord refuses, with its own code."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code

    def body(self) -> Json:
        """Return the answer's body."""
        return {"code": self.code, "message": str(self)}


def unknown(what: str) -> Refusal:
    """Return the refusal of something that is not there."""
    return Refusal(404, UNKNOWN[what], f"Unknown {what.capitalize()}")


class DiscordState:
    """Everything Discord holds; it tells nobody of changes itself."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self.users: dict[int, User] = {}
        self.channels: dict[int, Json] = {}
        self.messages: dict[int, dict[int, Json]] = {}
        self.private: dict[int, Json] = {}
        self.events: dict[int, Json] = {}
        self.commands: list[Json] = []
        self.refusals: dict[int, int] = {}
        self.no_files: set[int] = set()
        self.files_refused = Refusal(403, MISSING_PERMISSIONS, "Missing Permissions")
        self.no_threads: set[int] = set()
        self.removed = False
        self.gateway = ""
        """Where the gateway is."""
        self.shards, self.slots = 1, 1
        """How many shards Discord recommends, and how many sessions may begin at once."""
        self.left: set[int] = set()
        self.allowed: dict[int, int] = {}
        self.roles: dict[int, Json] = {GUILD: role(GUILD, "@everyone")}
        self._nonces: dict[tuple[int, str], tuple[int, float]] = {}
        self._counted = itertools.count(1)
        self.passed: Callable[[], float] = lambda: 0.0
        """How many seconds have passed though the clock stands still, for ids alone."""

    def new_id(self) -> int:
        """Return a fresh id, which tells the time as Discord's do."""
        milliseconds = int((self.now() + self.passed()) * 1000) - EPOCH_MS
        return (milliseconds << 22) | (next(self._counted) & 0x3FFFFF)

    def gateway_facts(self) -> Json:
        """Return what a bot asks before it connects."""
        limits = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": self.slots}
        return {"url": self.gateway, "shards": self.shards, "session_start_limit": limits}

    def stamp(self) -> str:
        """Return the present time as Discord writes it."""
        return datetime.fromtimestamp(self.now(), UTC).isoformat()

    def guild(self) -> Json:
        """Return the server with all its channels."""
        channels = [one for one in self.channels.values() if one["type"] not in NO_CHANNELS]
        return guild(channels, list(self.roles.values()), list(self.events.values()))

    def channel(self, channel_id: int) -> Json:
        """Return a channel that the bot may write to.

        Raises:
            Refusal: It is not there, or the bot may not.
        """
        found = self.channels.get(channel_id)
        if found is None:
            raise unknown("channel")
        if self.removed and found["type"] != 1:
            raise Refusal(403, MISSING_ACCESS, "Missing Access")
        if any(int(one["id"]) in self.left for one in found.get("recipients", ())):
            raise Refusal(403, NO_SHARED_SERVER, "Cannot send messages to this user")
        code = self.refusals.get(channel_id)
        if code is not None:
            name = "Missing Access" if code == MISSING_ACCESS else "Missing Permissions"
            raise Refusal(403, code, name)
        return found

    def require_server(self) -> None:
        """Refuse what is asked about a server that the bot was removed from."""
        if self.removed:
            raise Refusal(404, 10004, "Unknown Guild")

    def there(self) -> Json:
        """Return the server, unless the bot was removed from it."""
        self.require_server()
        return self.guild()

    def direct(self, user_id: int) -> Json:
        """Return the channel for direct messages to somebody."""
        if user_id not in self.users:
            raise unknown("user")
        for one in self.channels.values():
            if one["type"] == 1 and one["recipients"][0]["id"] == str(user_id):
                return one
        made = {
            "id": str(self.new_id()),
            "type": 1,
            "last_message_id": None,
            "recipients": [self.users[user_id].payload()],
        }
        self.keep_channel(made)
        return made

    def keep_channel(self, channel: Json) -> None:
        """Begin to hold a channel."""
        self.channels[int(channel["id"])] = channel
        self.messages[int(channel["id"])] = {}

    def threads(self, channel_id: int) -> list[Json]:
        """Return the threads of a channel, in the order they were opened."""
        return [one for one in self.channels.values() if one.get("parent_id") == str(channel_id)]

    def drop_channel(self, channel_id: int) -> Json:
        """Hold a channel, its threads and what is in them no more; return it."""
        for one in (*self.threads(channel_id), self.channels[channel_id]):
            del self.messages[int(one["id"])], self.channels[int(one["id"])]
        return one

    def post(self, channel_id: int, body: Json, files: Sequence[str] = ()) -> Json:
        """Post a message of the bot, or return the one that its nonce made before."""
        metadata = self.channel(channel_id).get("thread_metadata", {})
        if metadata.get("locked"):
            raise Refusal(403, 160005, "Thread is locked")
        if metadata.get("archived"):
            raise Refusal(400, ARCHIVED, "Thread is archived")
        self._require_files(channel_id, files)
        nonce = str(body["nonce"]) if body.get("nonce") is not None else ""
        if nonce and body.get("enforce_nonce"):
            earlier, at = self._nonces.get((channel_id, nonce), (0, 0.0))
            if earlier in self.messages[channel_id] and self.now() - at <= NONCE_LASTS:
                return self.messages[channel_id][earlier]
        made = self.new_message(channel_id, body, files)
        self.messages[channel_id][int(made["id"])] = made
        if nonce:
            self._nonces[channel_id, nonce] = (int(made["id"]), self.now())
        return made

    def edit(self, message: Json, body: Json, files: Sequence[str] = ()) -> Json:
        """Change a message, only in what the body names.

        Raises:
            Refusal: It is somebody else's, or the bot may not.
        """
        if message["author"]["id"] != bot_account()["id"]:
            raise Refusal(403, NOT_OURS, "Cannot edit a message authored by another user")
        if int(message["id"]) not in self.private:
            self._require_files(int(message["channel_id"]), files)
        if body.get("content") is not None:
            message["content"] = body["content"]
        if body.get("flags") is not None:
            message["flags"] = body["flags"] | (message["flags"] & PRIVATE)
        if "components" in body:
            message["components"] = numbered(body["components"] or [], files)
        if "attachments" in body:
            message["attachments"] = self._attached(files)
        message["edited_timestamp"] = self.stamp()
        return message

    def message(self, channel_id: int, message_id: int) -> Json:
        """Return a message of a channel.

        Raises:
            Refusal: There is none, or the bot may not.
        """
        self.channel(channel_id)
        found = self.messages[channel_id].get(message_id)
        if found is None:
            raise unknown("message")
        return found

    def open_thread(self, message: Json, body: Json) -> Json:
        """Open a thread on a message; its id is the message's.

        Raises:
            Refusal: There is one, or the bot may not.
        """
        if int(message["channel_id"]) in self.no_threads:
            raise Refusal(403, MISSING_PERMISSIONS, "Missing Permissions")
        if self.channels[int(message["channel_id"])]["type"] in WITHOUT_THREADS:
            name = "Cannot execute action on this channel type"
            raise Refusal(400, NO_THREAD_HERE, name)
        if int(message["id"]) in self.channels:
            raise Refusal(400, THREAD_THERE, "A thread has already been created for this message")
        made = thread(message, body, self.stamp())
        self.keep_channel(made)
        message["thread"] = made
        message["flags"] |= HAS_THREAD
        return made

    def change_thread(self, thread_id: int, body: Json) -> Json:
        """Archive a thread or reopen it."""
        found = self.channel(thread_id)
        found["thread_metadata"] |= body
        return found

    def new_message(self, channel_id: int, body: Json, files: Sequence[str] = ()) -> Json:
        """Return a new message of the bot, which nobody holds yet."""
        return {
            "id": str(self.new_id()),
            "channel_id": str(channel_id),
            "author": bot_account(),
            "content": body.get("content") or "",
            "timestamp": self.stamp(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": self._attached(files),
            "embeds": [],
            "pinned": False,
            "type": 0,
            "flags": body.get("flags") or 0,
            "components": numbered(body.get("components") or [], files),
            "nonce": body.get("nonce"),
            "allowed_mentions": body.get("allowed_mentions"),
        }

    def _require_files(self, channel_id: int, files: Sequence[str]) -> None:
        if files and channel_id in self.no_files:
            raise self.files_refused

    def _attached(self, files: Sequence[str]) -> list[Json]:
        return [
            {
                "id": str(self.new_id()),
                "filename": name,
                "size": 1,
                "url": f"https://cdn.invalid/{name}",
                "proxy_url": f"https://cdn.invalid/{name}",
            }
            for name in files
        ]
