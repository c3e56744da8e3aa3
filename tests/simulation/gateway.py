"""Discord's gateway, without a network: sessions that can be cut off, resumed and forgotten."""

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.simulation.loop import CAUSE, PROCESS
from tests.wire.gateway import DISPATCH, HELLO, IDENTIFY, INVALID, RECONNECT, RESUME, ready
from tests.wire.shapes import GUILD, Json
from tests.wire.state import DiscordState

URL = "wss://gateway.discord.invalid/"


class Socket:
    """The client's end of a connection, as aiohttp would give it."""

    def __init__(self, gateway: "Gateway") -> None:
        self._gateway = gateway
        self._inbox: deque[tuple[Json | None, object]] = deque()
        self._waiting: asyncio.Future[None] | None = None
        self.process = PROCESS.get()
        self.session: Session | None = None
        self.closed = False
        self.close_code: int | None = None

    async def receive(self, **_: object) -> aiohttp.WSMessage:
        """Return the next message; its consequences have a cause of their own.

        It never times out: that is for heartbeats, which are left out.
        """
        while not self._inbox:
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        payload, cause = self._inbox.popleft()
        if payload is None:
            return aiohttp.WSMessage(aiohttp.WSMsgType.CLOSED, None, None)
        CAUSE.set(cause)
        return aiohttp.WSMessage(aiohttp.WSMsgType.TEXT, json.dumps(payload), None)

    async def send_str(self, text: str) -> None:
        """Take what the client says."""
        if not self.closed:
            self._gateway.said(self, json.loads(text))

    async def close(self, *, code: int = 1000, message: bytes = b"") -> bool:
        """Close the connection from the client's side."""
        del message
        self.cut(code)
        return True

    def put(self, payload: Json, cause: object = None) -> None:
        """Send the client something."""
        if not self.closed:
            self._inbox.append((payload, cause))
            self._wake()

    def cut(self, code: int = 1006) -> None:
        """Close the connection from either side."""
        if self.closed:
            return
        self.closed, self.close_code = True, code
        if self.session is not None and self.session.socket is self:
            self.session.socket = None
        self._inbox.append((None, None))
        self._wake()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)


@dataclass(eq=False)
class Session:
    """One session. `sent` is kept for a resume."""

    id: str
    socket: Socket | None
    ready: bool = False
    sent: list[tuple[Json, object]] = field(default_factory=list)


class Gateway:
    """Everybody who is connected, or was until a moment ago."""

    def __init__(self, held: DiscordState) -> None:
        self._held = held
        held.gateway = URL
        self._made = 0
        self.sessions: dict[str, Session] = {}
        self.shut = False
        """Whether nobody can connect."""
        self.silent = False
        """Whether what is told stays on its way until a connection is new."""
        self.empty_for = 0.0
        """How long (seconds) a new session waits for what the server is."""

    def connect(self) -> Socket:
        """Open a connection.

        Raises:
            aiohttp.ClientConnectionError: Nobody can connect.
        """
        if self.shut:
            raise aiohttp.ClientConnectionError("the gateway is down")
        socket = Socket(self)
        socket.put({"op": HELLO, "d": {"heartbeat_interval": 41_250}, "s": None})
        return socket

    def said(self, socket: Socket, said: Json) -> None:
        """Answer what a client says."""
        if said["op"] == IDENTIFY:
            self._made += 1
            session = Session(f"session-{self._made}", socket)
            self.sessions[session.id] = session
            socket.session = session
            self._greet(session)
        elif said["op"] == RESUME:
            self._resume(socket, said["d"])

    def _greet(self, session: Session) -> None:
        self.tell(session, "READY", ready(self._held, session.id, URL))
        session.ready = True

        def show_server() -> None:
            if not self._held.removed:
                self.tell(session, "GUILD_CREATE", self._held.guild())

        asyncio.get_running_loop().call_later(self.empty_for, show_server)

    def _resume(self, socket: Socket, asked: Json) -> None:
        session = self.sessions.get(asked["session_id"])
        if session is None:
            socket.put({"op": INVALID, "d": False, "s": None})
            return
        session.socket, socket.session = socket, session
        for payload, cause in [one for one in session.sent if one[0]["s"] > asked["seq"]]:
            socket.put(payload, cause)
        self.tell(session, "RESUMED", {"_trace": []})

    def tell(self, session: Session, event: str, told: Any, cause: object = None) -> None:
        """Tell a session of an event; where it is cut off, it gets it when it resumes."""
        payload = {"op": DISPATCH, "t": event, "s": len(session.sent) + 1, "d": told}
        session.sent.append((payload, cause))
        if session.socket is not None and not self.silent:
            session.socket.put(payload, cause)

    def expel(self) -> None:
        """Have the bot be removed from the server."""
        self._held.removed = True
        self.emit("GUILD_DELETE", {"id": str(GUILD)})

    def invite(self) -> None:
        """Have the bot be in the server again."""
        self._held.removed = False
        self.emit("GUILD_CREATE", self._held.guild())

    def emit(self, event: str, told: Any) -> None:
        """Tell all sessions of an event."""
        for session in self.sessions.values():
            self.tell(session, event, told)

    @property
    def listening(self) -> list[Session]:
        """The sessions that a client is connected to."""
        return [one for one in self.sessions.values() if one.socket is not None and one.ready]

    def drop(self, *, forget: bool = False) -> None:
        """Cut all connections; forget the sessions too, so that none can be resumed."""
        for session in self.listening:
            if session.socket is not None:
                session.socket.cut()
        if forget:
            self.sessions.clear()

    def reconnect(self) -> None:
        """Ask all clients to connect again."""
        for session in self.listening:
            if session.socket is not None:
                session.socket.put({"op": RECONNECT, "d": None, "s": None})

    def left(self, process: object) -> None:
        """Note that a process is gone: its connections break, its sessions run out."""
        for session in list(self.sessions.values()):
            if session.socket is not None and session.socket.process is process:
                session.socket.cut()
            if session.socket is None:
                self.sessions.pop(session.id, None)
