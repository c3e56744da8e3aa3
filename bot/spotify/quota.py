"""Decide whether Spotify may be called now, by the pauses it asked for and the calls made."""

import logging
from collections.abc import Sequence

from msgspec import Struct

from bot.domain.allowance import HOUR, HOURS, Budget, Exhausted, Limit, Use
from bot.domain.errors import RateLimited, StorageError
from bot.domain.structs import replace
from bot.services.ports.allowance import Allowance, Ledger, Pause
from bot.services.ports.world import Clock
from bot.spotify.answers import TooManyCalls
from bot.spotify.pauses import PAUSE_MAX

log = logging.getLogger(__name__)

_WINDOW = 30.0
"""The window (seconds) of Spotify's rate limit, and the pause if it does not say how long."""
_QUOTA_WINDOW = 3600.0
"""The pause (seconds) if the quota is used up and Spotify does not say for how long."""
_SKEW = 60.0
"""How far (seconds) the clocks of two machines may be apart."""

_KNOWN = 1000
"""Of how many uses it is remembered in memory that nothing is left for them."""
_KNOWN_FOR = HOURS * HOUR
"""How long (seconds) that can be so, unless the clock was set back."""

_TIMES_LEFT = 10
"""How many times as many calls have to be left as are taken at once."""


class Taken(Struct, frozen=True):
    """Calls that are counted in an hour, from 1970, and not made yet."""

    hour: int = 0
    calls: int = 0


class Purse:
    """Takes calls from the quota some at a time, for one use, and gives back what was not made.

    It is for one task, which makes one call after another: two at once would lose some of what they
    took, which would stay counted.
    What a process had taken that is killed stays counted: a few calls too many, never too few.
    """

    def __init__(self, quota: "Quota", use: Use, at_once: int) -> None:
        self._quota = quota
        self._use = use
        self._at_once = at_once
        self._taken = Taken()

    async def spend(self) -> None:
        """Have a call counted that is about to be made.

        Raises:
            RateLimited: It may not be made.
        """
        if not self._taken.calls or not self._quota.is_of_this_hour(self._taken):
            await self.give_back()
            self._taken = await self._quota.take(self._use, self._at_once)
        else:
            await self._quota.check(self._use)
        self._taken = replace(self._taken, calls=self._taken.calls - 1)

    async def give_back(self) -> None:
        """Give back what was not made; if the database does not take it, it stays counted."""
        left, self._taken = self._taken, Taken()
        if left.calls:
            try:
                await self._quota.give_back(self._use, left)
            except StorageError as fault:
                log.warning("calls that were not made stay counted: %s", fault)


class Quota:
    """Checks whether a call may be made, and counts the calls of the last 24 hours."""

    def __init__(self, allowance: Allowance, clock: Clock, daily_calls: int) -> None:
        self._allowance = allowance
        self._clock = clock
        self._budget = Budget(daily_calls)
        self._exhausted: dict[Use, Exhausted] = {}
        self._seen: Sequence[Pause] = ()

    async def check(self, use: Use) -> None:
        """Return if a call may be made now, as far as is known, without counting it.

        Raises:
            RateLimited: It may not.
        """
        self._seen = await self._allowance.pauses()
        self._require_as_known(use)

    def _require_as_known(self, use: Use) -> None:
        """Return if a call may be made now, by what was seen last."""
        _require(self._paused(use))
        known = self._exhausted.get(use)
        if known is not None and self._clock.now() < known.until <= self._clock.now() + _KNOWN_FOR:
            _require(known)

    async def look(self, use: Use) -> None:
        """Return if a call may be made now; count what was spent.

        Raises:
            RateLimited: It may not.
        """
        ledger = await self._allowance.ledger(use.payer, self._since, self._hour + 1)
        self._seen = ledger.pauses
        _require(self._paused(use) or self._budget.exhausted(use, ledger.spent))

    def _paused(self, use: Use) -> Exhausted | None:
        """Return the longest of the pauses seen last that goes on and holds for a use."""
        pauses = [
            Exhausted(one.what, one.until)
            for one in self._seen
            if self._goes_on(one) and _holds(one.what, use)
        ]
        return max(pauses, key=lambda one: one.until, default=None)

    async def take(self, use: Use, most: int) -> "Taken":
        """Count calls that are about to be made, one at least, and near a limit no more than that.

        Raises:
            RateLimited: None may be made; none is counted.
        """
        self._require_as_known(use)  # refused for hours on end, it takes no transaction
        paused: Exhausted | None = None
        exhausted: Exhausted | None = None

        def allowed(ledger: Ledger) -> int:
            nonlocal paused, exhausted
            self._seen = ledger.pauses
            paused, exhausted = self._paused(use), self._budget.exhausted(use, ledger.spent)
            left = self._budget.left(use, ledger.spent)
            # Others are not to be refused for calls that may not be made.
            return 0 if paused or exhausted else min(most, max(1, left // _TIMES_LEFT))

        hour = self._hour
        calls = await self._allowance.spend(use.payer, self._since, hour, allowed)
        _require(paused)
        self._exhausted.pop(use, None)
        if exhausted is not None:
            self._exhausted[use] = exhausted
            while len(self._exhausted) > _KNOWN:
                del self._exhausted[next(iter(self._exhausted))]
        _require(exhausted)
        return Taken(hour, calls)

    async def give_back(self, use: Use, taken: "Taken") -> None:
        """Count calls no longer that were not made."""
        await self._allowance.give_back(use.payer, taken.hour, taken.calls)
        # Somebody may have been refused for these: in the same room, or for the day's calls.
        self._exhausted.clear()

    def is_of_this_hour(self, taken: "Taken") -> bool:
        """Tell whether calls that were taken are counted in the present hour."""
        return taken.hour == self._hour

    async def pause(self, fault: TooManyCalls, use: Use) -> RateLimited:
        """Store the pause that Spotify asks for; return the error to raise.

        A lookup that is refused because the quota is used up says nothing of writes: Spotify
        counts calls of several kinds apart.
        """
        now = self._clock.now()
        window = _QUOTA_WINDOW if fault.quota else _WINDOW
        until = now + (fault.retry_after or window)
        what = Limit.LOOKUPS if fault.quota and use.lookup else Limit.SPOTIFY
        noted = await self._allowance.pauses()
        if all(one.until < until for one in noted if one.what is what and self._goes_on(one)):
            await self._allowance.pause(Pause(what, now, until))
        return RateLimited(until, what)

    def _goes_on(self, pause: Pause) -> bool:
        """Tell whether a pause is not over yet.

        One that was noted by a clock that was ahead, and has been set right since, is over: Spotify
        is asked again, and says if it was too early.
        """
        now = self._clock.now()
        return now < pause.until <= now + PAUSE_MAX + _SKEW and pause.noted_at <= now + _SKEW

    @property
    def _hour(self) -> int:
        return int(self._clock.now() // HOUR)

    @property
    def _since(self) -> int:
        return self._hour - HOURS + 1


def _holds(what: Limit, use: Use) -> bool:
    return what is Limit.SPOTIFY or use.lookup


def _require(exhausted: Exhausted | None) -> None:
    if exhausted is not None:
        raise RateLimited(exhausted.until, exhausted.why)
