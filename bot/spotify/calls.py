"""Make calls to the Web API: count them, respect the quota, and retry them if that is safe.

Nothing else calls the Web API or decides what is retried.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field

from bot.domain.allowance import Use
from bot.domain.errors import Cause, SpotifyRefused, SpotifyUnavailable
from bot.domain.structs import replace
from bot.spotify.answers import TooManyCalls, Unauthorized
from bot.spotify.quota import Purse, Quota
from bot.spotify.standing import Standing
from bot.spotify.workers import Workers

if TYPE_CHECKING:
    from bot.spotify.web_api import WebApi

Request = Callable[["WebApi"], object]
Wait = Callable[[float], Awaitable[object]]
T = TypeVar("T")

TRIES = 3
_FIRST_WAIT = 0.5
_SILENCE_MAX = 1800.0
"""Seconds between two questions, at most, while Spotify answers none."""


class Tally(Struct):
    """How many calls were made to the Web API."""

    calls: int = 0


class Owner(Struct):
    """Whose account it is; empty before that is known."""

    id: str = ""


class Health(Struct):
    """Whether Spotify answers at all.

    While it does not, everything that waits for the account asks together as seldom as one of
    them would.

    Attributes:
        failures: How many questions in a row were not answered.
        silent_until: Before when (UTC seconds) only people's lookups are tried.
    """

    failures: int = 0
    silent_until: float = 0.0

    @property
    def silent(self) -> bool:
        """Whether the last question was not answered."""
        return self.failures > 0

    def failed(self, now: float) -> None:
        """Note that a question was not answered."""
        self.failures += 1
        pause = 2.0 ** min(self.failures, 30) if self.failures > 1 else 0.0
        self.silent_until = now + min(_SILENCE_MAX, pause)

    def require(self, now: float) -> None:
        """Return if Spotify may answer now.

        Raises:
            SpotifyUnavailable: It has been silent, and is asked later.
        """
        if self.silent and now < self.silent_until <= now + _SILENCE_MAX:
            raise SpotifyUnavailable("ask Spotify, which has been silent")


class Calls(Struct, frozen=True):
    """Makes one account's calls.

    `read` and `write` raise SpotifyUnavailable, SpotifyRefused, RateLimited and NeedsReconnect.

    Attributes:
        standing: Remembers what everything is refused for.
        wait: Waits some seconds.
        jitter: Returns a number from 0 to 1, so that callers do not all retry at once.
        owner: Whose account it is.
        health: Whether Spotify answers at all.
        tally: Counts the calls.
        use: What the calls are made for.
        purse: Counts them some at a time; None to count each by itself.
    """

    workers: Workers
    quota: Quota
    standing: Standing
    wait: Wait = asyncio.sleep
    jitter: Callable[[], float] = random.random
    owner: Owner = field(default_factory=Owner)
    health: Health = field(default_factory=Health)
    tally: Tally = field(default_factory=Tally)
    use: Use = field(default_factory=Use)
    purse: Purse | None = None

    def for_use(self, use: Use) -> "Calls":
        """Return a copy for something else, with its own tally."""
        return replace(self, use=use, tally=Tally(), purse=None)

    @asynccontextmanager
    async def taking(self, at_once: int) -> AsyncIterator["Calls"]:
        """Lend a copy whose calls are counted so many at once; those not made are given back."""
        purse = Purse(self.quota, self.use, at_once)
        try:
            yield replace(self, purse=purse)
        finally:
            await purse.give_back()

    async def read(self, request: Request) -> object:
        """Make a call that changes nothing; if Spotify fails, retry it, for three attempts in all.

        Once a call has failed three times, others are tried once, until one is answered.
        """
        self._require_sound()
        pause = _FIRST_WAIT
        for _ in range(0 if self.health.silent else TRIES - 1):
            try:
                return await self._call(request)
            except SpotifyUnavailable as fault:
                if fault.status is not None and fault.status < 500:
                    raise
            await self.wait(pause * (0.5 + self.jitter()))
            pause *= 2
        try:
            return await self._call(request)
        except SpotifyUnavailable:
            self.health.failed(self.standing.clock.now())
            raise

    async def write(self, request: Request) -> object:
        """Make a call that changes something, once.

        After SpotifyUnavailable, it may or may not have taken effect. A cancelled caller still
        waits until the call is over.
        """
        self._require_sound()
        try:
            return await self._call(request, to_the_end=True)
        except SpotifyUnavailable:
            self.health.failed(self.standing.clock.now())
            raise

    def _require_sound(self) -> None:
        """Return, or raise SpotifyUnavailable if what can wait had better not be asked now."""
        if not self.use.lookup:
            self.health.require(self.standing.clock.now())

    async def close(self) -> None:
        """Wait for the calls in progress, and close all connections."""
        await self.workers.close()

    async def _call(self, request: Request, *, to_the_end: bool = False) -> object:
        """Make a call; if its token is refused, once more with a new one."""
        token = ""
        for last in (False, True):
            token = await self._token(refused=token)
            await (self.purse or Purse(self.quota, self.use, 1)).spend()
            self.tally.calls += 1
            try:
                answer = await self._noting(
                    self.workers.call(token, request, to_the_end=to_the_end)
                )
            except Unauthorized as refused:
                if last:
                    raise SpotifyRefused(refused.doing, 401, refused.reason) from refused
            else:
                self.health.failures = 0
                await self.standing.note(Cause.SCOPES if self.workers.lacking else None)
                return answer
        raise AssertionError("the second attempt returns or raises")

    async def _token(self, refused: str) -> str:
        """Return the access token there is, or a new one if Spotify may be asked for it now."""
        if token := await self.workers.token_at_hand(refused):
            return token
        await self.quota.check(self.use)
        return await self._noting(self.workers.token(refused))

    async def _noting(self, call: Awaitable[T]) -> T:
        """Await a call; store what concerns all calls: a pause that Spotify asks for, a refusal."""
        try:
            return await call
        except TooManyCalls as fault:
            self.health.failures = 0
            raise await self.quota.pause(fault, self.use) from fault
        except SpotifyRefused as refusal:
            self.health.failures = 0  # a refusal is an answer
            if refusal.of_account or refusal.cause is Cause.SCOPES:
                refusal.since = await self.standing.note(refusal.cause)
            raise
