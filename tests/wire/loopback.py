"""A Discord on 127.0.0.1: gateway and REST, over which the real client runs."""

import asyncio
import types
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Self

import discord.client
import discord.gateway
import discord.http
import discord.shard
import discord.webhook.async_
import pytest
import yarl
from aiohttp import web

from tests.wire.faults import Fault, Script
from tests.wire.gateway import Gateway
from tests.wire.interactions import Interaction, Interactions
from tests.wire.people import People, Upload, Values
from tests.wire.rest import Rest
from tests.wire.shapes import GUILD, Json, User, carrying, role, text_channel, thread
from tests.wire.state import MISSING_PERMISSIONS, DiscordState, Refusal

PATIENCE = 10.0
"""Seconds after which something that was waited for is taken not to come."""
WAIT_MAX = 0.001
"""Seconds that discord.py really waits where it would wait longer."""


class Waits(types.ModuleType):
    """Replaces `asyncio` in discord.py: waits almost no time, and records the requested waits."""

    def __init__(self) -> None:
        super().__init__("asyncio")
        self.requested: list[float] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float, result: Any = None) -> Any:
        """Note the wait and wait hardly at all."""
        self.requested.append(seconds)
        return await asyncio.sleep(min(seconds, WAIT_MAX), result)


class LoopbackDiscord(People):
    """Keeps what Discord keeps, does what people do, and goes wrong as it is told to.

    Args:
        now: Gives the time (UTC seconds), from which ids follow and after which answers are late.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._state = DiscordState(now)
        self.faults = Script()
        self._change = asyncio.Event()
        self.gateway = Gateway(self._state, self._changed)
        self._interactions = Interactions(self._state)
        self.rest = Rest(self._state, self._interactions, self.faults, self._changed)
        self.waits = Waits()
        self._patch = pytest.MonkeyPatch()
        self._runner: web.AppRunner | None = None
        self._uploads: dict[str, bytes] = {}

    @property
    def state(self) -> DiscordState:
        """What Discord holds."""
        return self._state

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/gateway/", self.gateway.serve)
        app.router.add_route("*", "/api/v10/{tail:.*}", self.rest.serve)
        app.router.add_get("/attachments/{id}/{name}", self._serve_upload)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.gateway.url = f"ws://127.0.0.1:{port}/gateway/"
        self._state.gateway = self.gateway.url
        self._address = f"http://127.0.0.1:{port}"
        self._point_here(f"{self._address}/api/v10")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._patch.undo()
        if self._runner is not None:
            await self._runner.cleanup()

    def _point_here(self, base: str) -> None:
        self._patch.setattr(discord.http.Route, "BASE", base)
        gateway = yarl.URL(self.gateway.url)
        self._patch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
        for module in (discord.http, discord.client, discord.shard, discord.webhook.async_):
            self._patch.setattr(module, "asyncio", self.waits)

    def _uploaded(self, upload: Upload) -> Json:
        upload_id = str(self._state.new_id())
        self._uploads[upload_id] = upload.content
        url = f"{self._address}/attachments/{upload_id}/{upload.name}"
        size = len(upload.content)
        return {
            "id": upload_id,
            "filename": upload.name,
            "size": size,
            "url": url,
            "proxy_url": url,
        }

    async def _serve_upload(self, request: web.Request) -> web.Response:
        return web.Response(body=self._uploads[request.match_info["id"]])

    def _changed(self) -> None:
        self._change.set()

    async def until(
        self, came: Callable[[], bool], what: str = "", within: float = PATIENCE
    ) -> None:
        """Wait until something is so; the test fails where it does not come within some seconds.

        Raises:
            AssertionError: It did not come in time.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while not came():
                    self._change.clear()
                    await self._change.wait()
        assert came(), f"did not come: {what or came}"

    async def delivered(self) -> None:
        """Return when the client has read all that the gateway told it."""
        await self.until(lambda: bool(self.gateway.sessions), "a session")
        await self.until(
            lambda: all(one.socket for one in self.gateway.sessions.values()), "a connection"
        )
        if not self.gateway.read:
            await self.gateway.request_heartbeat()
            await self.until(lambda: self.gateway.read, "the client reads")

    def user(
        self, user_id: int, name: str, *, manages: bool = False, roles: Sequence[int] = ()
    ) -> User:
        """Add a person to the server."""
        made = User(user_id, name, roles=tuple(roles), manages=manages)
        self._state.users[user_id] = made
        return made

    def channel(self, channel_id: int, name: str) -> int:
        """Add a channel to the server; before the bot connects, or it does not know."""
        self._state.keep_channel(text_channel(channel_id, name))
        return channel_id

    def voice_channel(self, channel_id: int, kind: int) -> int:
        """Add a channel with a text chat: voice (2) or stage (13)."""
        channel = text_channel(channel_id, "studio") | {"type": kind, "bitrate": 64000}
        self._state.keep_channel(channel | {"user_limit": 0, "rtc_region": None})
        return channel_id

    def forum_post(self, forum_id: int, post_id: int, kind: int = 15) -> int:
        """Add a forum (15) or media channel (16) with a post in it; return the post."""
        forum = text_channel(forum_id, "forum") | {"type": kind, "available_tags": []}
        self._state.keep_channel(forum)
        post = {"id": str(post_id), "channel_id": str(forum_id)}
        self._state.keep_channel(thread(post, {"name": "A post"}, self._state.stamp()))
        return post_id

    def permit(self, channel_id: int, allowed: int) -> None:
        """Set what interactions in a channel say that the bot may do, as bits."""
        self._state.allowed[channel_id] = allowed

    def leave(self, user: User) -> None:
        """Have somebody leave the server."""
        self._state.left.add(user.id)

    async def delete_role(self, role_id: int) -> None:
        """Have somebody delete a role."""
        del self._state.roles[role_id]
        told = {"guild_id": str(GUILD), "role_id": str(role_id)}
        await self.gateway.emit("GUILD_ROLE_DELETE", told)

    async def remove_bot(self, *, told: bool = True) -> None:
        """Remove the bot from the server; with `told`, tell it now."""
        self._state.removed = True
        if told:
            await self.gateway.emit("GUILD_DELETE", {"id": str(GUILD)})

    async def invite_bot(self) -> None:
        """Invite the bot to the server again."""
        self._state.removed = False
        guild = self._state.guild()
        del guild["unavailable"]
        await self.gateway.emit("GUILD_CREATE", guild)

    def role(self, role_id: int, name: str) -> int:
        """Add a role to the server."""
        self._state.roles[role_id] = role(role_id, name)
        return role_id

    def messages(self, channel_id: int) -> list[Json]:
        """Return the messages of a channel, oldest first."""
        return list(self._state.messages[channel_id].values())

    def direct_messages(self, user: User) -> list[Json]:
        """Return the direct messages to somebody, oldest first."""
        return self.messages(int(self._state.direct(user.id)["id"]))

    def carrying(self, channel_id: int, custom_id: str) -> list[Json]:
        """Return the messages of a channel on which something can be pressed."""
        return carrying(self.messages(channel_id), custom_id)

    async def delete_message(self, message: Mapping[str, Any]) -> None:
        """Have somebody delete a message."""
        channel_id = int(message["channel_id"])
        del self._state.messages[channel_id][int(message["id"])]

    async def delete_channel(self, channel_id: int, *, told: bool = True) -> None:
        """Have somebody delete a channel, with all that is in it; with `told`, tell the bot."""
        channel = self._state.drop_channel(channel_id)
        if told:
            await self.gateway.emit("CHANNEL_DELETE", channel)

    async def change_overwrites(self, channel_id: int) -> None:
        """Have somebody change the permissions of a channel."""
        channel = self._state.channels[channel_id]
        overwrite = {"id": str(GUILD), "type": 0, "allow": str(self._state.new_id()), "deny": "0"}
        channel["permission_overwrites"] = [overwrite]
        await self.gateway.emit("CHANNEL_UPDATE", channel)

    def forbid(self, channel_id: int, code: int) -> None:
        """Have the bot lose a channel: Missing Access (50001) or Missing Permissions (50013)."""
        self._state.refusals[channel_id] = code

    def forbid_files(
        self, channel_id: int, status: int = 403, code: int = MISSING_PERMISSIONS
    ) -> None:
        """Have Discord take no files in a channel: the bot lost the right to, if nothing else."""
        self._state.no_files.add(channel_id)
        self._state.files_refused = Refusal(status, code, "No files")

    def forbid_threads(self, channel_id: int) -> None:
        """Have the bot lose the right to open threads in a channel."""
        self._state.no_threads.add(channel_id)

    def threads(self, channel_id: int) -> list[Json]:
        """Return the threads of a channel, in the order they were opened."""
        return self._state.threads(channel_id)

    def allow(self, channel_id: int) -> None:
        """Give the bot a channel back."""
        self._state.refusals.pop(channel_id, None)
        self._state.no_files.discard(channel_id)
        self._state.no_threads.discard(channel_id)

    def fail(self, method: str, route: str, *faults: Fault | None) -> None:
        """Have the next calls of a route go wrong, one after another."""
        self.faults.add(method, route, *faults)

    def calls(self, method: str, route: str) -> int:
        """Return how often a route was called."""
        return sum(one.method == method and one.route == route for one in self.rest.recorded)

    async def _deliver(self, kind: int, payload: Json) -> Interaction:
        made = self._interactions.begin(kind, payload)
        await self.gateway.emit("INTERACTION_CREATE", made.payload)
        return made

    async def redeliver(self, interaction: Interaction) -> None:
        """Deliver an interaction once more, as it was."""
        await self.gateway.emit("INTERACTION_CREATE", interaction.payload)

    async def answered(self, interaction: Interaction) -> Interaction:
        """Return an interaction when the person sees its answer."""
        await self.until(lambda: interaction.answered, "an answer")
        return interaction

    def _channels(self) -> Mapping[int, Json]:
        return self._state.channels

    def _role(self, role_id: Values) -> Json:
        assert isinstance(role_id, int)
        return self._state.roles[role_id]

    def _commands(self) -> Sequence[Json]:
        return self._state.commands
