"""Decide whether Spotify may be called now, by the pause it asked for and the calls of the day."""

from bot.domain.errors import RateLimited
from bot.services.ports.spotify import Allowance
from bot.services.ports.world import Clock
from bot.spotify.answers import TooManyCalls

DAY = 24 * 3600
RESERVE = 150
"""How many of a day's calls are reserved for syncs: lookups may not use them."""
_WINDOW = 30.0
"""The window (seconds) of Spotify's rate limit, and the pause if it does not say how long."""
_QUOTA_WINDOW = 3600.0
"""The pause (seconds) if the quota is used up and Spotify does not say for how long."""


class Quota:
    """Checks whether a call may be made, and counts the calls of a day."""

    def __init__(self, allowance: Allowance, clock: Clock, daily_calls: int) -> None:
        self._allowance = allowance
        self._clock = clock
        self._daily_calls = daily_calls
        self._day = 0
        self._spent = 0

    async def check(self, spare: int = 0) -> None:
        """Return if a call may be made now, without counting it.

        Args:
            spare: How many of the day's calls must remain for others.

        Raises:
            RateLimited: It may not.
        """
        until = await self._allowance.blocked_until()
        if until > self._clock.now():
            raise RateLimited(until)
        # Refused from memory: counting refused calls would use up those reserved for others.
        if self._day == self._today() and self._spent >= self._daily_calls - spare:
            raise RateLimited(self._tomorrow())

    async def spend(self, spare: int = 0) -> None:
        """Count a call that is about to be made.

        Raises:
            RateLimited: The day's calls are used up.
        """
        day = self._today()
        spent = await self._allowance.spend(day)
        self._day, self._spent = day, spent
        if spent > self._daily_calls - spare:
            raise RateLimited(self._tomorrow())

    async def pause(self, fault: TooManyCalls) -> RateLimited:
        """Store the pause that Spotify asks for; return the error to raise."""
        window = _QUOTA_WINDOW if fault.quota else _WINDOW
        until = self._clock.now() + (fault.retry_after or window)
        if until > await self._allowance.blocked_until():
            await self._allowance.block(until)
        return RateLimited(until)

    def _today(self) -> int:
        return int(self._clock.now() // DAY)

    def _tomorrow(self) -> float:
        return float((self._today() + 1) * DAY)
