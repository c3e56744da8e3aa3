"""The sessions at Discord's gateway, one for each shard: begun, cleaned up, given up."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, cast

import aiohttp
import discord
import yarl
from discord.backoff import ExponentialBackoff
from discord.ext import commands
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.shard import Shard
from typing_extensions import override

from bot.domain.errors import StorageError
from bot.servers import Servers
from bot.services.patience import MOST
from bot.services.shards.attendance import Attendance
from bot.services.shards.leases import Leases

log = logging.getLogger(__name__)

CONNECT_WITHIN = 180.0
"""Seconds for a connection to begin a session, waiting for its turn included."""
CLAIM_EVERY = 2.0
"""Seconds between two looks at whether a shard that another process holds is free."""
CLEAN = 1000
"""The code of a connection that was closed as it should be."""
_FAULTS = (
    discord.HTTPException,
    discord.GatewayNotFound,
    aiohttp.ClientError,
    OSError,
    TimeoutError,
)
_SESSIONS, _EVENTS = "_AutoShardedClient__shards", "_AutoShardedClient__queue"
"""Where discord.py keeps the connections, and what befalls them."""


class Session(Shard):
    """The connection of one shard, which can be given up for good."""

    given_up = False

    @override
    def launch(self) -> None:
        if self.given_up:
            # It was connecting meanwhile.
            self._task = asyncio.create_task(self.ws.close(CLEAN), name="discord.py: given up")
        else:
            super().launch()

    @override
    async def reidentify(self, exc: ReconnectWebSocket) -> None:
        if not self.given_up:
            await super().reidentify(exc)

    @override
    async def reconnect(self) -> None:
        if not self.given_up:
            await super().reconnect()

    async def give_up(self) -> None:
        """Close it, and have nothing open it again."""
        self.given_up = True
        await self.close()


class GatewayBot(commands.AutoShardedBot):
    """A bot with one session for each shard.

    Where several processes divide the shards, each connects those that it holds, and waits for the
    others.

    A gateway that cannot be reached at first is waited for, with growing waits: discord.py would
    log each attempt with a traceback, and give up in the end.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__((), **options)
        # discord.py makes it as it logs in, and needs it to close.
        setattr(self, _EVENTS, asyncio.PriorityQueue())
        self._sessions_at_once = 1
        self.attendance: Attendance
        self._holding: asyncio.Task[None] | None = None
        self._registering: asyncio.Task[None] | None = None
        self._read_ready = self._connection.parsers["READY"]
        self._connection.parsers["READY"] = self._begin_session
        self.servers = Servers(self._connection.parsers, self.dispatch)

    @override
    async def launch_shards(self) -> None:
        gateway = await self._look_up()
        if gateway is None:
            return
        self._connection.shard_count = self.shard_count
        wanted: Sequence[int] = self.shard_ids or range(self.shard_count)
        self._connection.shard_ids = list(wanted)
        if isinstance(self.attendance, Leases):
            self.attendance.on_lost = self.give_up
            claims = self._hold(gateway, wanted)
            self._holding = asyncio.create_task(claims, name="discord-shards")
            return
        for shard in wanted:
            await self.launch_shard(gateway, shard, initial=shard == wanted[0])

    @override
    async def launch_shard(
        self, gateway: yarl.URL, shard_id: int, *, initial: bool = False
    ) -> None:
        waits = ExponentialBackoff[Any]()
        while not self.is_closed() and await self._claimed(shard_id):
            try:
                opening = DiscordWebSocket.from_client(
                    self, initial=initial, gateway=gateway, shard_id=shard_id
                )
                socket = await asyncio.wait_for(opening, CONNECT_WITHIN)
            except (*_FAULTS, ReconnectWebSocket) as fault:
                await self._put_off(waits, f"shard {shard_id} could not be connected", fault)
            else:
                await self._keep(shard_id, Session(socket, self, self._events.put_nowait))
                return

    @override
    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for a turn at beginning a session, which all processes take."""
        leases = self.attendance
        if isinstance(leases, Leases) and shard_id is not None:
            await leases.slots.turn(shard_id, self._sessions_at_once)
        else:
            await super().before_identify_hook(shard_id, initial=initial)

    async def first_shard_held(self) -> None:
        """Do what one process does for all: whichever holds the first of all shards."""

    @override
    async def close(self) -> None:
        for task in (self._holding, self._registering):
            if task is not None:
                task.cancel()
        await super().close()

    async def give_up(self, shard: int) -> None:
        """Close the connection of a shard that another process has."""
        session = self._sessions.pop(shard, None)
        if session is None:
            return
        await session.give_up()
        self._forget_servers(shard)
        self.dispatch("disconnect")
        self.dispatch("shard_disconnect", shard)

    async def _hold(self, gateway: yarl.URL, wanted: Sequence[int]) -> None:
        """Connect each shard as soon as no other process has it, also those that were lost."""
        while not self.is_closed():
            try:
                for shard in wanted:
                    if shard not in self._sessions:
                        await self.launch_shard(gateway, shard)
                if 0 in self._sessions and self._registering is None:
                    self._registering = asyncio.create_task(self._register(), name="commands")
            except Exception:
                log.exception("the shards could not be held; trying again soon")
            await asyncio.sleep(CLAIM_EVERY)

    async def _register(self) -> None:
        """Do what the holder of the first shard does for all; Discord may refuse it for long."""
        waits = ExponentialBackoff[Any]()
        while not self.is_closed():
            try:
                await self.first_shard_held()
            except (*_FAULTS, StorageError) as fault:
                await self._put_off(waits, "the commands could not be registered", fault)
            else:
                return

    async def _claimed(self, shard: int) -> bool:
        """Claim a shard where several processes divide them; False where another one has it."""
        try:
            return not isinstance(self.attendance, Leases) or await self.attendance.claim(shard)
        except StorageError as fault:
            log.warning("shard %d could not be claimed; trying again soon: %s", shard, fault)
            return False

    async def _look_up(self) -> yarl.URL | None:
        """Ask Discord where the gateway is, and how many shards and slots there should be."""
        waits = ExponentialBackoff[Any]()
        while not self.is_closed():
            try:
                count, address, limits = await self.http.get_bot_gateway()
            except _FAULTS as fault:
                await self._put_off(waits, "the gateway could not be looked up", fault)
                continue
            self.shard_count = self._connection.shard_count or count
            self._sessions_at_once = max(1, limits["max_concurrency"])
            # For all sessions but the first, discord.py would go to an address of its own.
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)
            return DiscordWebSocket.DEFAULT_GATEWAY
        return None

    async def _put_off(self, waits: "ExponentialBackoff[Any]", what: str, fault: Exception) -> None:
        pause = min(MOST, waits.delay())
        log.warning("%s; trying again in %d s: %r", what, pause, fault)
        await asyncio.sleep(pause)

    async def _keep(self, shard: int, session: Session) -> None:
        leases = self.attendance
        if isinstance(leases, Leases) and not leases.holds(shard):
            await session.give_up()  # it was lost meanwhile
            return
        self._sessions[shard] = session
        session.launch()

    @property
    def _sessions(self) -> dict[int, Session]:
        return cast("dict[int, Session]", getattr(self, _SESSIONS))

    @property
    def _events(self) -> "asyncio.PriorityQueue[Any]":
        return cast("asyncio.PriorityQueue[Any]", getattr(self, _EVENTS))

    def _begin_session(self, data: Any) -> None:
        # What a new session is not told of is gone, and discord.py would keep it in mind.
        if self.shard_count == 1:
            self._connection.clear(views=False)
            self.servers.forget_all()
        else:
            self._forget_servers(data["shard"][0])
        self._read_ready(data)

    def _forget_servers(self, shard: int) -> None:
        for guild in self.guilds:
            if guild.shard_id == shard:
                self._connection._remove_guild(guild)  # noqa: SLF001 - nothing public does it
                self.servers.forget(guild.id)
