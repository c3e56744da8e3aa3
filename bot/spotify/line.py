"""The line to Spotify: every call goes through it, and it alone decides what is tried again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bot.domain.errors import SpotifyRefused, SpotifyUnavailable
from bot.spotify.errors import TooManyCalls, Unauthorised
from bot.spotify.gate import Gate
from bot.spotify.workers import Workers

if TYPE_CHECKING:
    from bot.spotify.web import WebApi

Request = Callable[["WebApi"], object]
Wait = Callable[[float], Awaitable[object]]
T = TypeVar("T")

TRIES = 3
_FIRST_WAIT = 0.5


@dataclass(slots=True)
class Tally:
    """How many calls were made to the Web API."""

    calls: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """Makes calls, and counts them.

    Both methods raise SpotifyUnavailable, SpotifyRefused, RateLimited and NeedsReconnect.

    Attributes:
        wait: Waits some seconds.
        jitter: Returns a number from 0 to 1, so that many callers do not try again at once.
        total: Counts every call.
    """

    workers: Workers
    gate: Gate
    wait: Wait
    jitter: Callable[[], float]
    total: Tally

    async def read(self, request: Request, tally: Tally | None = None, spare: int = 0) -> object:
        """Make a call that changes nothing; where Spotify fails, try three times in all.

        Args:
            request: The call.
            tally: Counts this call too.
            spare: How many of the day's calls have to be left for others.
        """
        pause = _FIRST_WAIT
        for _ in range(TRIES - 1):
            try:
                return await self._ask(request, tally, spare)
            except SpotifyUnavailable as fault:
                if fault.status is not None and fault.status < 500:
                    raise
            await self.wait(pause * (0.5 + self.jitter()))
            pause *= 2
        return await self._ask(request, tally, spare)

    async def write(self, request: Request, tally: Tally | None = None) -> object:
        """Make a call that changes something, once.

        After SpotifyUnavailable it is not known whether it took effect. A caller that is cancelled
        stays until the call is over.
        """
        return await self._ask(request, tally, spare=0, to_the_end=True)

    async def _ask(
        self, request: Request, tally: Tally | None, spare: int, *, to_the_end: bool = False
    ) -> object:
        """Make a call; where its token is refused, once more with a new one."""
        token = ""
        for last in (False, True):
            await self.gate.check(spare)
            token = await self._heed(self.workers.token(refused=token))
            await self.gate.spend(spare)
            self.total.calls += 1
            if tally is not None:
                tally.calls += 1
            try:
                return await self._heed(self.workers.call(token, request, to_the_end=to_the_end))
            except Unauthorised as refused:
                if last:
                    raise SpotifyRefused(refused.doing, 401, refused.reason) from refused
        raise AssertionError("the second attempt returns or raises")

    async def _heed(self, call: Awaitable[T]) -> T:
        try:
            return await call
        except TooManyCalls as fault:
            raise await self.gate.shut(fault) from fault
