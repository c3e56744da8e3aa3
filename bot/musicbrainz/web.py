"""Ask MusicBrainz's web service: who asks is named, one request at a time, a second between two.

It answers `503` to whoever asks more often, and says when to come back; until then, nothing is
asked.
"""

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from email.utils import parsedate_to_datetime

import aiohttp

from bot.domain.errors import CreditsBusy, CreditsUnavailable
from bot.installation import version
from bot.services.ports.world import Clock, Timer

log = logging.getLogger(__name__)

MUSICBRAINZ = "https://musicbrainz.org"
EVERY = 1.0
"""Seconds between an answer and the next question: what MusicBrainz allows a machine."""
TIMEOUT = 10.0
"""Seconds that MusicBrainz has for an answer."""
BYTES_MAX = 4_000_000
"""The largest answer to read."""
PATIENCE = 5.0
"""Seconds; when MusicBrainz asks for a longer pause, whoever asks is told, and waits themselves."""
PAUSE = 10.0
"""Seconds to pause where it does not say how long."""
PAUSE_MAX = 24 * 3600.0

_BUSY = (429, 503)
_TRIES = 2

Json = Mapping[str, object]
Wait = Callable[[float], Awaitable[object]]


class MusicBrainzWeb:
    """The web service. There is one for the whole process, for all of it shares one pace.

    Args:
        contact: The address or page of whoever hosts the bot, for MusicBrainz to turn to.
        root: Where the web service is, without a path.
        clock: The bot's clock.
        timer: Measures the pace.
        wait: Waits some seconds.
    """

    def __init__(
        self, contact: str, root: str, clock: Clock, timer: Timer, wait: Wait = asyncio.sleep
    ) -> None:
        self._headers = {
            "User-Agent": f"NeedleDrop/{version()} ( {contact} )",
            "Accept": "application/json",
        }
        self._root = root
        self._clock = clock
        self._timer = timer
        self._wait = wait
        self._turn = asyncio.Lock()
        self._next = float("-inf")
        self._paused_until = float("-inf")
        self._session: aiohttp.ClientSession | None = None

    async def get(self, path: str, **query: str) -> Json | None:
        """Return what is at a path below `/ws/2/`, such as `isrc/USX…`; None if nothing is.

        Raises:
            CreditsBusy: MusicBrainz wants us to wait longer than somebody would.
            CreditsUnavailable: It did not answer, or not with what can be used.
        """
        async with self._turn:
            for attempt in range(1, _TRIES + 1):
                self._require_open()
                await self._wait(max(0.0, self._next - self._timer.time()))
                try:
                    status, headers, body = await self._ask(path, query)
                finally:
                    self._next = self._timer.time() + EVERY
                if status not in _BUSY:
                    return _answer(status, body)
                pause = _pause(headers, self._clock.now())
                log.info("MusicBrainz asks for a pause of %.0f seconds", pause)
                if attempt == _TRIES or pause > PATIENCE:
                    break
                self._next = max(self._next, self._timer.time() + pause)
            self._paused_until = self._timer.time() + pause
            raise CreditsBusy(self._clock.now() + pause)

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _require_open(self) -> None:
        left = self._paused_until - self._timer.time()
        if left > 0:
            raise CreditsBusy(self._clock.now() + left)

    async def _ask(
        self, path: str, query: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], bytes]:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                headers=self._headers,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=TIMEOUT),
            )
        address = f"{self._root}/ws/2/{path}"
        try:
            async with self._session.get(
                address, params={**query, "fmt": "json"}, allow_redirects=False
            ) as answer:
                body = bytearray()
                async for chunk in answer.content.iter_any():
                    body += chunk
                    if len(body) > BYTES_MAX:
                        raise CreditsUnavailable(answer.status)
                return answer.status, answer.headers, bytes(body)
        except (aiohttp.ClientError, OSError, TimeoutError) as fault:
            raise CreditsUnavailable from fault


def _answer(status: int, body: bytes) -> Json | None:
    if status == 404:
        return None
    if status != 200:
        raise CreditsUnavailable(status)
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise CreditsUnavailable(status) from fault
    if not isinstance(document, dict):
        raise CreditsUnavailable(status)
    return document


def _pause(headers: Mapping[str, str], now: float) -> float:
    """Return for how long to ask nothing: `Retry-After` has seconds, or a date."""
    said = headers.get("Retry-After", "").strip()
    if re.fullmatch("[0-9]{1,9}", said):
        return min(max(float(said), EVERY), PAUSE_MAX)
    try:
        then = parsedate_to_datetime(said).timestamp()
    except (ValueError, OverflowError):
        return PAUSE
    return min(max(then - now, EVERY), PAUSE_MAX)
