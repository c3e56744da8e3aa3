"""The gateway: sessions that can be dropped, resumed, replayed and thrown away."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.wire.shapes import BOT, GUILD, Json, bot_account
from tests.wire.state import DiscordState

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11


@dataclass(slots=True)
class Session:
    """A session. `sent` is kept for a resume; `last_read` is the last event the client reported."""

    id: str
    socket: web.WebSocketResponse | None
    transport: asyncio.Transport | None
    sent: list[Json] = field(default_factory=list)
    last_read: int = 0
    shard: tuple[int, int] = (0, 1)


def holds(state: DiscordState, shard: Sequence[int]) -> bool:
    """Tell whether the server is among those of a shard, and the bot in it."""
    return not state.removed and (GUILD >> 22) % shard[1] == shard[0]


def ready(state: DiscordState, session_id: str, url: str, shard: Sequence[int] = (0, 1)) -> Json:
    """Return what a new session is told first; `shard` is which of how many it is."""
    return {
        "v": 10,
        "shard": list(shard),
        "user": bot_account(),
        "guilds": [{"id": str(GUILD), "unavailable": True}] if holds(state, shard) else [],
        "session_id": session_id,
        "resume_gateway_url": url,
        "application": {"id": str(BOT), "flags": 0},
        "private_channels": [],
    }


class Gateway:
    """Serves the websocket. `log` tells what clients did, in order."""

    def __init__(self, state: DiscordState, changed: Callable[[], None]) -> None:
        self._state = state
        self._changed = changed
        self._carry_out = 0
        self.sessions: dict[str, Session] = {}
        self.url = ""
        self.log: list[str] = []
        self.refusing = 0
        """How many connections are refused from now on."""
        self.empty = False
        """Whether a new session is told what the server is only by `fill`."""

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection."""
        if self.refusing:
            self.refusing -= 1
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        transport = request.transport
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": 41_250}, "s": None})
        session: Session | None = None
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            payload = json.loads(message.data)
            if payload["op"] == HEARTBEAT:
                await socket.send_json({"op": ACK, "d": None, "s": None})
                if session is not None:
                    session.last_read = payload["d"] or 0
            elif payload["op"] == IDENTIFY:
                self.log.append("identify")
                session = self._new(socket, transport)
                first, total = payload["d"].get("shard", (0, 1))
                session.shard = (first, total)
                await self._greet(session)
            elif payload["op"] == RESUME:
                self.log.append("resume")
                session = await self._resumed(payload["d"], socket, transport)
            self._changed()
        if session is not None and session.socket is socket:
            session.socket = None
        self._changed()
        return socket

    def _new(self, socket: web.WebSocketResponse, transport: asyncio.Transport | None) -> Session:
        self._carry_out += 1
        session = Session(f"session-{self._carry_out}", socket, transport)
        self.sessions[session.id] = session
        return session

    async def _greet(self, session: Session) -> None:
        await self._dispatch(
            session, "READY", ready(self._state, session.id, self.url, session.shard)
        )
        if holds(self._state, session.shard) and not self.empty:
            await self._dispatch(session, "GUILD_CREATE", self._state.guild())

    async def _resumed(
        self,
        resume: Json,
        socket: web.WebSocketResponse,
        transport: asyncio.Transport | None,
    ) -> Session | None:
        session = self.sessions.get(resume["session_id"])
        if session is None:
            await socket.send_json({"op": INVALID, "d": False, "s": None})
            return None
        session.socket, session.transport = socket, transport
        for missed in [one for one in session.sent if one["s"] > resume["seq"]]:
            await socket.send_json(missed)
        await self._dispatch(session, "RESUMED", {"_trace": []})
        return session

    async def _dispatch(self, session: Session, event: str, data: Any) -> None:
        payload = {"op": DISPATCH, "t": event, "s": len(session.sent) + 1, "d": data}
        session.sent.append(payload)
        if session.socket is not None and not session.socket.closed:
            await session.socket.send_json(payload)

    async def emit(self, event: str, data: Any) -> None:
        """Tell the sessions of its shard of an event; those cut off get it when they resume."""
        server = int(data.get("guild_id") or (data["id"] if event.startswith("GUILD_") else 0))
        for session in list(self.sessions.values()):
            if (server >> 22) % session.shard[1] == session.shard[0]:
                await self._dispatch(session, event, data)

    async def fill(self) -> None:
        """Tell what the server is."""
        self.empty = False
        await self.emit("GUILD_CREATE", self._state.guild())

    async def request_heartbeat(self) -> None:
        """Ask clients for a heartbeat, which tells how far they have read."""
        for session in self.connected:
            if session.socket is not None:
                await session.socket.send_json({"op": HEARTBEAT, "d": None, "s": None})

    @property
    def read(self) -> bool:
        """Whether the clients have read everything they were sent."""
        return all(one.socket and one.last_read >= len(one.sent) for one in self.sessions.values())

    def drop(self, *, forget: bool = False) -> None:
        """Cut all connections; forget the sessions too, so that none can be resumed."""
        for session in self.connected:
            if session.transport is not None:
                session.transport.abort()
            session.socket = None
        if forget:
            self.sessions.clear()

    def expire(self) -> None:
        """Have the sessions run out that nobody is connected to."""
        for session in list(self.sessions.values()):
            if session.socket is None:
                del self.sessions[session.id]

    async def end(self, code: int) -> None:
        """Close all connections with one of Discord's codes."""
        for session in self.connected:
            if session.socket is not None:
                socket, session.socket = session.socket, None
                await socket.close(code=code)

    async def reconnect(self) -> None:
        """Ask clients to connect again (op 7)."""
        await self._control({"op": RECONNECT, "d": None, "s": None})

    async def invalidate(self, *, resumable: bool) -> None:
        """Tell clients that their session is invalid (op 9)."""
        sessions = self.connected
        if not resumable:
            self.sessions.clear()
        await self._control({"op": INVALID, "d": resumable, "s": None}, sessions)

    async def _control(self, payload: Json, sessions: list[Session] | None = None) -> None:
        for session in self.connected if sessions is None else sessions:
            if session.socket is not None:
                socket, session.socket = session.socket, None
                await socket.send_json(payload)

    @property
    def connected(self) -> list[Session]:
        """The sessions that somebody is connected to."""
        return [one for one in self.sessions.values() if one.socket is not None]
