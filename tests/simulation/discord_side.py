"""Discord, without a network: what it holds, its routes, and trouble on the way."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import aiohttp

from tests.bench.wire import Answer
from tests.simulation.gateway import Gateway, Socket
from tests.simulation.loop import PROCESS
from tests.wire.call import Call
from tests.wire.capture import Recorded
from tests.wire.faults import Fault, Script
from tests.wire.interactions import Interactions
from tests.wire.rest import Effect, Rest
from tests.wire.state import DiscordState, Refusal

_JSON = {"content-type": "application/json"}
_NONE = Fault()
THREAD = 11


@dataclass(frozen=True, slots=True)
class Slow(Fault):
    """A request that takes `there` seconds to arrive, and its answer `back` seconds."""

    there: float = 0.0
    back: float = 0.0


class DiscordSide:
    """Answers every request of every process.

    What is called here by `Callable` is what the world listens to, and what it decides.

    Args:
        now: Gives the time (UTC seconds) as Discord has it.
        delay: Gives the seconds that something is on its way.
    """

    def __init__(self, now: Callable[[], float], delay: Callable[[], float]) -> None:
        self.held = DiscordState(now)
        self.gateway = Gateway(self.held)
        self.interactions = Interactions(self.held)
        self._rest = Rest(self.held, self.interactions, Script(), lambda: None)
        self.delay = delay
        self.files: dict[str, bytes] = {}
        """What was uploaded last by each name."""
        self.attached: dict[str, bytes] = {}
        """What people attached to commands, by the paths at which it is had."""
        self.strange: list[str] = []
        self.flying: dict[object, tuple[object, Call, Effect]] = {}
        """Requests that are on their way, and whose they are."""
        self.arrives: Callable[[], bool] = lambda: True
        """Says whether what was on its way arrives when its sender is gone."""
        self.goes_wrong: Callable[[str, str], Fault | None] = lambda *_: None
        """Says what goes wrong with a request, by its method and route."""
        self.sending: Callable[[Any, Call, Fault | None], None] = lambda *_: None
        """Told of a request that is sent: whose it is, and what will go wrong with it."""
        self.answered: Callable[[Call, int, Any], None] = lambda *_: None
        """Told of a request that took effect or was refused, with status and body."""

    def lose_channel(self, channel_id: int) -> None:
        """Delete a channel with all that is in it, or a thread."""
        gone = self.held.drop_channel(channel_id)
        self.gateway.emit("THREAD_DELETE" if gone["type"] == THREAD else "CHANNEL_DELETE", gone)

    def died(self, process: object) -> None:
        """Note that a process is gone; some of what it had sent arrives all the same."""
        self.gateway.left(process)
        for exchange, (whose, call, effect) in list(self.flying.items()):
            if whose is process:
                del self.flying[exchange]
                if self.arrives():
                    self.serve(call, effect)

    def serve(self, call: Call, effect: Effect) -> tuple[int, Any]:
        """Carry out a request; return the status and body of its answer."""
        try:
            made = effect(call)
        except Refusal as refusal:
            status, body = refusal.status, refusal.body()
        else:
            status, body = (204 if made is None else 200), made
        self.answered(call, status, body)
        return status, body

    def find(self, method: str, url: str, asked: dict[str, Any]) -> tuple[Call, Effect]:
        """Return a request as the routes take it, and what it does."""
        path = unquote(urlsplit(url).path).removeprefix("/api/v10")
        query = {key: str(value) for key, value in (asked.get("params") or {}).items()}
        body, uploaded = _body(asked.get("data"))
        found = self._rest.match(method, path)
        if path in self.attached:
            found = (path, {}, lambda _: self.attached[path])
        if found is None:
            self.strange.append(f"{method} {path}")
        route, parts, effect = found or (path, {}, _nothing_there)
        call = Call(Recorded(method, route, path, query, body, files=list(uploaded)), parts)

        def kept(call: Call) -> Any:
            made = effect(call)
            self.files |= uploaded  # unless the request was refused
            return made

        return call, kept


@dataclass(slots=True)
class Download(Answer):
    """A file that Discord hands over."""

    content: bytes = b""

    async def read(self) -> bytes:
        """Return what is in it."""
        return self.content


def _nothing_there(call: Call) -> None:
    raise Refusal(404, 0, f"404: Not Found {call.recorded.path}")


def _body(data: Any) -> tuple[Any, dict[str, bytes]]:
    if not isinstance(data, aiohttp.FormData):
        return (json.loads(data) if data else None), {}
    body, files = None, dict[str, bytes]()
    for options, _, value in data._fields:
        if options["name"] == "payload_json":
            body = json.loads(value)
        else:
            files[str(options.get("filename", ""))] = value.getvalue()
    return body, files


class Session:
    """Stands for aiohttp's session, for one client."""

    def __init__(self, side: DiscordSide) -> None:
        self._side = side
        self.closed = False

    def request(self, method: str, url: Any, **asked: Any) -> "_Exchange":
        """Return a request that is made when it is entered."""
        return _Exchange(self._side, method, str(url), asked)

    def get(self, url: Any, **asked: Any) -> "_Exchange":
        """Return a request for a file."""
        return self.request("GET", url, **asked)

    async def ws_connect(self, url: str, **_: object) -> Socket:
        """Connect to the gateway."""
        del url
        await asyncio.sleep(self._side.delay())
        return self._side.gateway.connect()

    async def close(self) -> None:
        """Do nothing but say so."""
        self.closed = True


@dataclass(eq=False)
class _Exchange:
    """One request and its answer."""

    side: DiscordSide
    method: str
    url: str
    asked: dict[str, Any]

    async def __aenter__(self) -> Answer:
        side = self.side
        call, effect = side.find(self.method, self.url, self.asked)
        fault = side.goes_wrong(self.method, call.recorded.route)
        side.sending(PROCESS.get(), call, fault)
        fault = fault or _NONE
        there, back = (fault.there, fault.back) if isinstance(fault, Slow) else (0.0, 0.0)
        arrives = fault.after or not (fault.dropped or fault.status)
        if arrives:
            side.flying[self] = (PROCESS.get(), call, effect)
        await asyncio.sleep(side.delay() + there)
        status, body = fault.status, fault.body
        if arrives:
            side.flying.pop(self, None)
            true = side.serve(call, effect)
            if not fault.status:
                status, body = true
        elif fault.dropped:
            raise aiohttp.ServerDisconnectedError
        await asyncio.sleep(side.delay() + back)
        if fault.dropped:
            raise aiohttp.ServerDisconnectedError
        if status == 204:
            return Answer("", status, "", fault.headers)
        if isinstance(body, bytes):
            return Download("", status, content=body)
        return Answer(json.dumps(body), status, "", _JSON | fault.headers)

    async def __aexit__(self, *_: object) -> None:
        return None
