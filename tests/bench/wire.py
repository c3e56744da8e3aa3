"""The client with Discord stubbed at both ends: gateway JSON goes in, HTTP requests come out.

Everything between them is the real discord.py and the real bot.
"""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from types import TracebackType
from typing import Any, Self

from discord.gateway import DiscordWebSocket
from discord.user import ClientUser

from bot.client import NeedleDrop

BOT, GUILD, ROOM_CHANNEL = 900, 1, 1
DIRECT = 10**12
"""From this number on, channels are direct messages."""
_PRIVATE = 64 | 32768  # flags: only for one person, and made of components
_SOME_TIME = "2026-11-01T12:00:00.000000+00:00"


@dataclass(slots=True)
class Answer:
    """What the stub answers, as aiohttp's response and its context manager in one."""

    body: str
    status: int = 200
    reason: str = "OK"
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": "application/json"})

    async def text(self, encoding: str = "utf-8") -> str:
        """Return the body."""
        del encoding
        return self.body

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        return None


class Http:
    """Stands in for aiohttp's session: answers what the bot asks, and keeps count.

    `answered` are the instants of the answers, by the id of the interaction; `posted` those of the
    last message to each channel of a server; `said` is the last answer's JSON.
    """

    closed = False

    def __init__(self) -> None:
        self.answered: dict[str, float] = {}
        self.posted: dict[int, float] = {}
        self.edits = 0
        self.others = 0
        self.said = ""
        self.expected = asyncio.Event()
        self._left = 0
        self._callback = json.dumps(
            {
                "interaction": {"id": "1", "type": 3, "response_message_id": "2"},
                "resource": {"type": 7, "message": message(2, ())},
            }
        )

    def expect(self, answers: int) -> None:
        """Have `expected` set after so many answers from now."""
        self._left = answers
        self.expected.clear()

    def request(self, method: str, url: str, data: Any = None, **_: object) -> Answer:
        """Answer a request."""
        if "/interactions/" in url and url.endswith("/callback"):
            self.answered[url.split("/")[-3]] = perf_counter()
            self.said = data
            self._left -= 1
            if not self._left:
                self.expected.set()
            return Answer(self._callback)
        if method == "PATCH" and "/messages/" in url:
            self.edits += 1
            return Answer(json.dumps(message(int(url.rsplit("/", maxsplit=1)[-1]), ())))
        if method == "POST" and url.endswith("/messages"):
            if (channel := int(url.split("/")[-2])) < DIRECT:
                self.posted[channel] = perf_counter()
            self.others += 1
            return Answer(json.dumps(message(self.others, ())))
        self.others += 1
        if url.endswith("/users/@me/channels"):
            return Answer(json.dumps({"id": str(DIRECT), "type": 1, "recipients": [_user(1)]}))
        return Answer("[]")

    async def close(self) -> None:
        """Do nothing."""


async def connect(client: NeedleDrop) -> tuple[DiscordWebSocket, Http]:
    """Set a client up as after a login; return its gateway, and what takes its HTTP requests.

    The bot begins its work when the caller awaits `client.on_ready()`, as discord.py does.
    """
    http: Any = Http()
    await client._async_setup_hook()
    state: Any = client._connection
    client.http._HTTPClient__session = http  # type: ignore[attr-defined]
    client.http._global_over = asyncio.Event()
    client.http._global_over.set()
    state.user = ClientUser(state=state, data=_user(BOT))  # type: ignore[arg-type]
    state.application_id = BOT
    await client.setup_hook()
    socket: Any = None
    gateway = DiscordWebSocket(socket, loop=asyncio.get_running_loop())
    gateway._discord_parsers = state.parsers
    gateway._dispatch = client.dispatch
    gateway.shard_id = None
    return gateway, http


async def join(
    gateway: DiscordWebSocket, servers: Iterable[int], channels: int = 1, roles: int = 1
) -> None:
    """Have the gateway tell a client of servers, each a `guild` of its number."""
    for number in servers:
        await gateway.received_message(event("GUILD_CREATE", guild(number, channels, roles)))
        await asyncio.sleep(0)


def event(name: str, data: Mapping[str, object]) -> str:
    """Return what the gateway sends, as its text."""
    return json.dumps({"op": 0, "t": name, "s": 1, "d": data})


def guild(number: int, channels: int = 1, roles: int = 1) -> dict[str, object]:
    """Return a server as the gateway sends it to a bot that sees no members but itself."""
    first = 1 + number * 1000 if number > 1 else number
    return {
        "id": str(first),
        "name": f"Show {number}",
        "owner_id": "5",
        "unavailable": False,
        "member_count": 20,
        "joined_at": _SOME_TIME,
        "large": False,
        "features": ["COMMUNITY", "NEWS"],
        "preferred_locale": "en-US",
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "afk_timeout": 300,
        "system_channel_flags": 0,
        "roles": [_role(first + n, n) for n in range(roles)],
        "channels": [_channel(first + n, n, first) for n in range(channels)],
        "members": [{"user": _user(BOT), **_MEMBER}],
        "emojis": [],
        "stickers": [],
        "threads": [],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def press(
    number: int, user: int, custom_id: str, values: Sequence[str] | None, shown: Sequence[object]
) -> dict[str, object]:
    """Return an interaction: somebody presses something on a private message in the room."""
    pressed: dict[str, object] = {"custom_id": custom_id, "component_type": 2}
    if values is not None:
        pressed |= {"component_type": 3, "values": list(values)}
    return {
        "id": str(number),
        "application_id": str(BOT),
        "type": 3,
        "token": f"token-{number}",
        "version": 1,
        "guild_id": str(GUILD),
        "guild": {"id": str(GUILD), "locale": "en-US", "features": []},
        "channel_id": str(ROOM_CHANNEL),
        "channel": {**_channel(ROOM_CHANNEL, 0, GUILD), "permissions": "2147483647"},
        "member": {"user": _user(user), "permissions": "2147483647", **_MEMBER},
        "locale": "en-US",
        "guild_locale": "en-US",
        "app_permissions": "2147483647",
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": {"0": str(GUILD)},
        "attachment_size_limit": 10485760,
        "context": 0,
        "message": message(2, shown),
        "data": {"id": 3, **pressed},
    }


def message(number: int, shown: Sequence[object]) -> dict[str, object]:
    """Return a private message of the bot that shows these components."""
    return {
        "id": str(number),
        "channel_id": str(ROOM_CHANNEL),
        "author": {**_user(BOT), "bot": True},
        "content": "",
        "timestamp": _SOME_TIME,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "flags": _PRIVATE,
        "components": list(shown),
    }


def _user(number: int) -> dict[str, object]:
    return {
        "id": str(number),
        "username": f"writer{number}",
        "global_name": f"Writer {number}",
        "avatar": None,
        "discriminator": "0",
        "public_flags": 0,
    }


_MEMBER: dict[str, object] = {
    "roles": [],
    "joined_at": _SOME_TIME,
    "premium_since": None,
    "nick": None,
    "avatar": None,
    "deaf": False,
    "mute": False,
    "pending": False,
    "flags": 0,
    "communication_disabled_until": None,
}


def _role(number: int, position: int) -> dict[str, object]:
    return {
        "id": str(number),
        "name": f"Role {position}",
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "color": 0,
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "permissions": "2147483647",
        "position": position,
        "flags": 0,
        "icon": None,
        "unicode_emoji": None,
    }


def _channel(number: int, position: int, guild_id: int) -> dict[str, object]:
    return {
        "id": str(number),
        "guild_id": str(guild_id),
        "name": f"channel-{position}",
        "type": 0,
        "position": position,
        "permission_overwrites": [
            {"id": str(guild_id), "type": 0, "allow": "0", "deny": "1024"},
        ],
        "topic": "What we are listening to",
        "nsfw": False,
        "parent_id": None,
        "last_message_id": "2",
        "rate_limit_per_user": 0,
        "flags": 0,
    }
