"""Checks of the bot's permissions in each room's channel, computed by Discord's rules."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from bot.doctor.discord_account import CannotAsk, DiscordApi
from bot.doctor.findings import Finding, ok, unchecked, wrong
from bot.doctor.web import inside, objects
from bot.domain.channel_permissions import (
    ADMINISTRATOR,
    ATTACH_FILES,
    CREATE_EVENTS,
    READ_MESSAGE_HISTORY,
    SEND_MESSAGES,
    VIEW_CHANNEL,
    missing,
)
from bot.domain.errors import StorageError

_ALL = -1
_VOICE = (2, 13)
"""Discord's types of voice and stage channels, whose text chats have no threads."""
_TIMED_OUT = VIEW_CHANNEL | READ_MESSAGE_HISTORY
"""The only permissions of a member who is timed out."""

Json = Mapping[str, object]


class KnownRoom(Protocol):
    """A room as the database knows it."""

    @property
    def guild_id(self) -> int:
        """Its server."""
        ...

    @property
    def channel_id(self) -> int:
        """Its channel."""
        ...

    @property
    def title(self) -> str:
        """The show's name."""
        ...

    @property
    def events(self) -> bool:
        """Whether it wants scheduled events."""
        ...

    @property
    def roles(self) -> Mapping[str, int]:
        """The roles it was given, by what they are for, such as `writers' role`."""
        ...


class Server(Struct, frozen=True):
    """The bot as a member of a server.

    Attributes:
        permissions: The bot's permissions where no channel overwrites them.
        roles: The bot's roles.
        known_roles: All roles of the server.
        trouble: Why it can do nothing there; empty if it can.
    """

    permissions: int = 0
    roles: frozenset[str] = frozenset()
    known_roles: frozenset[str] = frozenset()
    timed_out: bool = False
    trouble: str = ""


def server_permissions(guild: Json, member: Json, user_id: str) -> int:
    """Return a member's permissions in a server, as Discord's bits; all of them for an admin."""
    if guild.get("owner_id") == user_id:
        return _ALL
    role_ids = {guild.get("id"), *_list(member.get("roles"))}
    allowed = 0
    for role in objects(guild.get("roles")):
        if role.get("id") in role_ids:
            allowed |= _bits(role.get("permissions"))
    return _ALL if allowed & ADMINISTRATOR else allowed


def channel_permissions(server: Server, guild_id: str, user_id: str, channel: Json) -> int:
    """Return the bot's permissions in a channel, as Discord's bits."""
    allowed = server.permissions
    if allowed == _ALL:
        return _ALL
    by_id = {one.get("id"): one for one in objects(channel.get("permission_overwrites"))}
    # First the overwrites for everyone, then for the roles together, then for the member.
    for ids in ([guild_id], sorted(server.roles - {guild_id}), [user_id]):
        overwrites = [by_id[one] for one in ids if one in by_id]
        for one in overwrites:
            allowed &= ~_bits(one.get("deny"))
        for one in overwrites:
            allowed |= _bits(one.get("allow"))
    if not allowed & VIEW_CHANNEL:
        return 0
    if not allowed & SEND_MESSAGES:
        allowed &= ~ATTACH_FILES
    return allowed & _TIMED_OUT if server.timed_out else allowed


@dataclass
class RoomChecks:
    """Checks every room that the database knows.

    Attributes:
        known: Returns the rooms, or raises StorageError; blocks.
        now: Returns the time (UTC seconds).
        seconds: How long one room may take.
    """

    discord: DiscordApi
    known: Callable[[], Sequence[KnownRoom]]
    now: Callable[[], float]
    seconds: float = 10.0
    _servers: dict[int, Server] = field(default_factory=dict)

    async def check(self) -> AsyncIterator[Finding]:
        """Check what the bot may do in each room."""
        try:
            rooms = await asyncio.to_thread(self.known)
        except StorageError:
            yield unchecked("rooms: not checked, since the database cannot be read")
            return
        if not rooms:
            yield ok("rooms: none yet", "Make one with /room setup in a channel")
            return
        try:
            me = (await self.discord.get("/users/@me")).get("id")
            if not isinstance(me, str):
                yield unchecked("rooms: not checked, since Discord does not accept the token")
                return
            for room in rooms:
                yield await self._room(room, me)
        except CannotAsk as fault:
            yield unchecked(f"rooms: not checked, since {fault.why}")

    async def _room(self, room: KnownRoom, me: str) -> Finding:
        name = f"room {room.title!r}"
        try:
            async with asyncio.timeout(self.seconds):
                return await self._check_permissions(room, me, name)
        except TimeoutError:
            return unchecked(f"{name}: not checked, since Discord is slow", "Try again later")

    async def _check_permissions(self, room: KnownRoom, me: str, name: str) -> Finding:
        server = await self._server(room.guild_id, me)
        if server.trouble:
            return wrong(f"{name}: {server.trouble}", "Invite the bot again; see the README")
        answer = await self.discord.get(f"/channels/{room.channel_id}")
        if answer.status == 404:
            to_do = "Use /room setup with the same title in another channel"
            return wrong(f"{name}: its channel was deleted", to_do)
        channel = answer.body if answer.status == 200 and isinstance(answer.body, Mapping) else {}
        allowed = channel_permissions(server, str(room.guild_id), me, channel) if channel else 0
        # Events are the server's: what its channels say of them does not matter.
        allowed = allowed & ~CREATE_EVENTS | server.permissions & CREATE_EVENTS
        voice = channel.get("type") in _VOICE
        lacking = missing(allowed, voice=voice, events=room.events)
        if server.timed_out:
            return wrong(f"{name}: the bot is timed out in that server", "Remove the timeout")
        if lacking:
            to_do = f"Give the bot in that channel: {', '.join(lacking)}"
            return wrong(f"{name}: permissions are missing", to_do)
        gone = [what for what, role in room.roles.items() if str(role) not in server.known_roles]
        if gone:
            to_do = "Name another with /room setup, or stop using it there"
            return wrong(f"{name}: deleted in its server: {' and '.join(gone)}", to_do)
        return ok(f"{name}: the bot has the permissions it needs")

    async def _server(self, guild_id: int, me: str) -> Server:
        if guild_id not in self._servers:
            self._servers[guild_id] = await self._fetch_server(guild_id, me)
        return self._servers[guild_id]

    async def _fetch_server(self, guild_id: int, me: str) -> Server:
        guild = await self.discord.get(f"/guilds/{guild_id}")
        member = await self.discord.get(f"/guilds/{guild_id}/members/{me}")
        if not isinstance(guild.body, Mapping) or not isinstance(member.body, Mapping):
            return Server(trouble="Discord says nothing about its server")
        if {guild.status, member.status} != {200}:
            return Server(trouble="the bot is no longer in its server")
        return Server(
            server_permissions(guild.body, member.body, me),
            frozenset(_list(member.body.get("roles"))),
            frozenset(str(role.get("id")) for role in objects(guild.body.get("roles"))),
            self._timed_out(inside(member.body, "communication_disabled_until")),
        )

    def _timed_out(self, until: object) -> bool:
        try:
            return isinstance(until, str) and datetime.fromisoformat(until).timestamp() > self.now()
        except ValueError:
            return False


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _bits(value: object) -> int:
    return int(value) if isinstance(value, str) and value.isdecimal() else 0
