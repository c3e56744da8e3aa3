"""The simulated MusicBrainz server, which minds who asks, how often, and for what."""

import asyncio
import json
import re
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from aiohttp import web
from msgspec import Struct

from bot.demo.musicbrainz import shapes
from bot.demo.musicbrainz.data import SimulatedRecording
from bot.demo.spotify.hosting import ServerThread, address_of, listen, serving

BUSY = (
    "Your requests are exceeding the allowable rate limit. Please see"
    " http://wiki.musicbrainz.org/XMLWebService for more information."
)
_EVERY = 1.0
"""Seconds between two questions that one machine may ask."""
_SLACK = 0.05
"""Seconds; a clock may be read a little early, and MusicBrainz measures an average."""
_AGENT = re.compile(r"[\w.-]+/[\w.-]+ \( [^\s()]+ \)")
"""What MusicBrainz asks for: the application, its version, and how to reach whoever runs it."""
_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_INC = {
    "isrc": frozenset({"artists", "releases", "isrcs", "artist-credits", "work-rels"}),
    "recording": frozenset(
        {"artists", "releases", "isrcs", "artist-credits"}
        | {"work-rels", "artist-rels", "label-rels", "work-level-rels"}
    ),
    "release": frozenset({"artist-credits", "labels", "recordings", "media"}),
}
"""What may be asked for about each thing, as far as it is simulated."""


class Asked(Struct, frozen=True):
    """A question that arrived; `at` is by the server's clock."""

    path: str
    query: Mapping[str, str]
    agent: str
    at: float


@dataclass
class Trouble:
    """What goes wrong with every question while it is set.

    Attributes:
        status: Answered in place of what was asked for; 0 for none.
        retry_after: The header that comes with it; none if empty.
        body: The body that comes with it.
        drop: Whether the connection is cut without an answer.
        times: For how many more questions.
    """

    status: int = 0
    retry_after: str = ""
    body: bytes = field(default_factory=lambda: json.dumps(shapes.error(BUSY)).encode())
    drop: bool = False
    times: int = 1_000_000


class SimulatedMusicBrainz:
    """A MusicBrainz that runs for the duration of one `async with`.

    Args:
        recordings: What it knows.
        clock: Measures how often it is asked, in seconds.
        threaded: Serve in a thread of its own, and not in the caller's loop.

    Attributes:
        root: The address without a path.
        asked: All questions, in the order of arrival.
        trouble: What goes wrong; None for nothing.
    """

    def __init__(
        self,
        recordings: Iterable[SimulatedRecording],
        *,
        clock: Callable[[], float] = time.monotonic,
        threaded: bool = False,
    ) -> None:
        self._recordings = tuple(recordings)
        self._clock = clock
        self._thread: ServerThread | None = None
        self._threaded = threaded
        self._stack = AsyncExitStack()
        self._listening = listen(0)
        self._last = float("-inf")
        self.root = address_of(self._listening)
        self.asked: list[Asked] = []
        self.trouble: Trouble | None = None

    async def __aenter__(self) -> Self:
        if self._threaded:
            self._thread = ServerThread(self._listening, self._handle)
            await asyncio.to_thread(self._thread.wait_until_started)
        else:
            await self._stack.enter_async_context(serving(self._listening, self._handle))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._thread is not None:
            await asyncio.to_thread(self._thread.stop)
        await self._stack.aclose()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        now, agent = self._clock(), request.headers.get("User-Agent", "")
        self.asked.append(Asked(request.path, dict(request.query), agent, now))
        trouble = self.trouble
        if trouble is not None and trouble.times > 0:
            trouble.times -= 1
            if trouble.drop and request.transport is not None:
                request.transport.abort()
            headers = {"Retry-After": trouble.retry_after} if trouble.retry_after else {}
            return web.Response(status=trouble.status or 500, body=trouble.body, headers=headers)
        last, self._last = self._last, now
        if now - last < _EVERY - _SLACK:
            return _told(503, shapes.error(BUSY), {"Retry-After": "1"})
        if not _AGENT.fullmatch(agent):
            return _told(403, shapes.error("Your User-Agent is not acceptable."))
        return self._answer(request.path, request.query)

    def _answer(self, path: str, query: Mapping[str, str]) -> web.Response:
        found = re.fullmatch("/ws/2/(isrc|recording|release)(?:/([^/]+))?", path)
        if found is None or query.get("fmt") != "json":
            return _told(404, shapes.error("Not Found"))
        kind, name = found[1], found[2] or ""
        inc = frozenset(query.get("inc", "").replace("+", " ").split())
        if unknown := sorted(inc - _INC[kind]):
            text = f"{unknown[0]} is not a valid inc parameter for the {kind} resource."
            return _told(400, shapes.error(text))
        if kind == "isrc":
            return self._of_code(name, inc)
        wanted = query.get("recording", "") if kind == "release" else name
        one = next((one for one in self._recordings if one.id == wanted), None)
        if one is None:
            return _told(404, shapes.error("Not Found"))
        if kind == "recording":
            return _told(200, shapes.recording(one, inc))
        return _told(200, shapes.releases(one, inc, query.get("status", "")))

    def _of_code(self, isrc: str, inc: frozenset[str]) -> web.Response:
        if not _ISRC.fullmatch(isrc):
            return _told(400, shapes.error("Invalid isrc."))
        known = [one for one in self._recordings if isrc in one.isrcs]
        if not known:
            return _told(404, shapes.error("Not Found"))
        return _told(200, shapes.of_code(isrc, known, inc))


def _told(
    status: int, document: shapes.Json, headers: Mapping[str, str] | None = None
) -> web.Response:
    answer = web.json_response(document, status=status, headers=headers)
    # The simulated Discord waits until no timer is left, and a connection that is kept has one.
    answer.force_close()
    return answer
