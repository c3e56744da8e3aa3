"""Discord, without a network: what it holds, its routes, and trouble on the way."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import unquote, urlsplit

import aiohttp

from tests.bench.wire import Answer
from tests.simulation.gateway import Gateway, Socket
from tests.simulation.loop import PROCESS
from tests.wire.call import Call
from tests.wire.capture import Recorded
from tests.wire.faults import Script
from tests.wire.interactions import EVERYTHING, Interactions
from tests.wire.rest import Rest
from tests.wire.state import MISSING_ACCESS, DiscordState, Refusal

_JSON = {"content-type": "application/json"}
THREAD = 11
VIEW_CHANNEL, SEND_MESSAGES, ATTACH_FILES = 1 << 10, 1 << 11, 1 << 15
READ_MESSAGE_HISTORY, CREATE_PUBLIC_THREADS = 1 << 16, 1 << 35
UNKNOWN_MEMBER, NO_SHARED_SERVER = 10007, 50278


@dataclass(frozen=True, slots=True)
class Mishap:
    """What goes wrong with one request.

    Attributes:
        before, after: Seconds that it takes to arrive, and its answer to come back.
        lost: `request` or `answer`, whichever does not arrive; empty where both do.
        status, body, headers: What is answered in place of Discord, without an effect.
        effect: Whether it takes effect all the same.
    """

    before: float = 0.0
    after: float = 0.0
    lost: str = ""
    status: int = 0
    body: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    effect: bool = False


class DiscordSide:
    """Answers every request of every process.

    Args:
        now: Gives the time (UTC seconds) as Discord has it.
        delay: Gives the seconds that something is on its way.
    """

    def __init__(self, now: Callable[[], float], delay: Callable[[], float]) -> None:
        self.held = DiscordState(now)
        self.gateway = Gateway(self.held)
        self.interactions = Interactions(self.held)
        rest = Rest(self.held, self.interactions, Script(), lambda: None)
        self._routes = rest._routes
        self.delay = delay
        self.files: dict[str, bytes] = {}
        """What was uploaded last by each name."""
        self.away: set[int] = set()
        """Who has left the server."""
        self.arrives: Callable[[], bool] = lambda: True
        """Says whether what was on its way arrives when its sender is gone."""
        self.strange: list[str] = []
        self.mishap: Callable[[str, str], Mishap | None] = lambda *_: None
        """Says what goes wrong with a request, by its method and route."""
        self.arriving: Callable[[Call], None] = lambda _: None
        """Told of a request just before it takes effect."""
        self.answered: Callable[[Call, int, Any], None] = lambda *_: None
        """Told of a request that took effect or was refused, with status and body."""
        self.troubled: Callable[[Call, Mishap], None] = lambda *_: None
        """Told of a request with which something went wrong."""

        self.sending: Callable[[Any], None] = lambda _: None
        """Told of a request that is sent, and whose it is."""
        self.flying: dict[object, tuple[object, Call, Callable[[Call], Any]]] = {}
        """Requests that are on their way, and whose they are."""

    def lose_channel(self, channel_id: int) -> None:
        """Delete a channel with all that is in it, or a thread."""
        gone = self.held.channels.pop(channel_id)
        for one in [
            one for one in self.held.channels.values() if one.get("parent_id") == gone["id"]
        ]:
            del self.held.channels[int(one["id"])], self.held.messages[int(one["id"])]
        del self.held.messages[channel_id]
        deleted = "THREAD_DELETE" if gone["type"] == THREAD else "CHANNEL_DELETE"
        self.gateway.emit(deleted, gone)

    def permissions(self, channel_id: int) -> int:
        """Return what the bot may do in a channel, as interactions tell."""
        all_of_it = EVERYTHING
        if channel_id in self.held.refusals:
            all_of_it &= ~(VIEW_CHANNEL | SEND_MESSAGES | READ_MESSAGE_HISTORY)
        if channel_id in self.held.no_files:
            all_of_it &= ~ATTACH_FILES
        if channel_id in self.held.no_threads:
            all_of_it &= ~CREATE_PUBLIC_THREADS
        return all_of_it

    def _require_reach(self, call: Call) -> None:
        """Refuse what is of a server in which the bot, or the person asked for, is not."""
        if self.gateway.expelled and call.parts.keys() & {"guild_id", "channel_id"}:
            raise Refusal(403, MISSING_ACCESS, "Missing Access")
        if "guild_id" in call.parts and int(call.parts.get("user_id", 0)) in self.away:
            raise Refusal(404, UNKNOWN_MEMBER, "Unknown Member")
        channel = self.held.channels.get(int(call.parts.get("channel_id", 0)), {})
        if any(int(one["id"]) in self.away for one in channel.get("recipients", ())):
            raise Refusal(403, NO_SHARED_SERVER, "Cannot send messages to this user")

    def died(self, process: object) -> None:
        """Note that a process is gone; some of what it had sent arrives all the same."""
        self.gateway.left(process)
        for exchange, (whose, call, effect) in list(self.flying.items()):
            if whose is process:
                del self.flying[exchange]
                if self.arrives():
                    self.serve(call, effect)

    def serve(self, call: Call, effect: Callable[[Call], Any]) -> tuple[int, Any]:
        """Carry out a request; return the status and body of its answer."""
        self.arriving(call)
        try:
            self._require_reach(call)
            made = effect(call)
        except Refusal as refusal:
            status, body = refusal.status, refusal.body()
        else:
            status, body = (204 if made is None else 200), made
        self.answered(call, status, body)
        return status, body

    def find(self, method: str, url: str, asked: dict[str, Any]) -> tuple[Call, Any]:
        """Return a request as the routes take it, and what it does."""
        address = urlsplit(url)
        path = unquote(address.path).removeprefix("/api/v10")
        query = {key: str(value) for key, value in (asked.get("params") or {}).items()}
        body, uploaded = _body(asked.get("data"))
        files = list(uploaded)
        for known, route, pattern, effect in self._routes:
            match = pattern.fullmatch(path) if known == method else None
            if match:
                made = Recorded(method, route, path, query, body, files=files)
                return Call(made, match.groupdict()), self._keeping(uploaded, effect)
        self.strange.append(f"{method} {path}")
        return Call(Recorded(method, path, path, query, body), {}), _nothing_there

    def _keeping(
        self, uploaded: dict[str, bytes], effect: Callable[[Call], Any]
    ) -> Callable[[Call], Any]:
        """Return an effect after which files are there, unless it refuses the request."""

        def kept(call: Call) -> Any:
            made = effect(call)
            self.files |= uploaded
            return made

        return kept


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
        mishap = side.mishap(self.method, call.recorded.route) or Mishap()
        if mishap != Mishap():
            side.troubled(call, mishap)
        if mishap.lost != "request" and (not mishap.status or mishap.effect):
            side.flying[self] = (PROCESS.get(), call, effect)
        side.sending(PROCESS.get())
        await asyncio.sleep(side.delay() + mishap.before)
        if mishap.lost == "request":
            raise aiohttp.ServerDisconnectedError
        status, body = mishap.status, dict(mishap.body)
        if not mishap.status or mishap.effect:
            side.flying.pop(self, None)
            true = side.serve(call, effect)
            if not mishap.status:
                status, body = true
        await asyncio.sleep(side.delay() + mishap.after)
        if mishap.lost == "answer":
            raise aiohttp.ServerDisconnectedError
        if status == 204:
            return Answer("", status, "", dict(mishap.headers))
        return Answer(json.dumps(body), status, "", _JSON | dict(mishap.headers))

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        return None


def session_of(side: DiscordSide) -> Callable[..., Session]:
    """Return what makes a client's session, in place of aiohttp's."""
    return lambda *_, **__: Session(side)
