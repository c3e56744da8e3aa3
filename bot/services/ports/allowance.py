"""What Spotify may still be asked, as a protocol. The store implements it."""

from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec import Struct

from bot.domain.allowance import Limit, Payer, Spent


class Pause(Struct, frozen=True):
    """What Spotify may not be asked before an instant.

    Attributes:
        what: `spotify` for everything, `lookups` for these alone.
        noted_at: When (UTC seconds) Spotify asked for it, by the bot's clock.
        until: UTC seconds.
    """

    what: Limit
    noted_at: float
    until: float


class Ledger(Struct, frozen=True):
    """What was spent of an account's calls, and the pauses; those may be over."""

    spent: Spent
    pauses: Sequence[Pause] = ()


class Allowance(Protocol):
    """What one Spotify account may still be asked, remembered across restarts."""

    async def pauses(self) -> Sequence[Pause]:
        """Return the pauses that were noted last, one of each kind; they may be over."""
        ...

    async def pause(self, pause: Pause) -> None:
        """Remember a pause, in the place of the one before it."""
        ...

    async def ledger(self, payer: Payer, since: int, until: int) -> Ledger:
        """Return the calls from one hour to another, both counted from 1970 (UTC), and the pauses.

        Of the pauses, there is the last one of each kind.
        """
        ...

    async def spend(
        self, payer: Payer, since: int, hour: int, allowed: Callable[[Ledger], int]
    ) -> int:
        """Count as many calls in an hour as are allowed; return how many.

        Args:
            payer: Whose share they are taken from.
            since: The first hour that counts.
            hour: The present one.
            allowed: Returns how many may be made, by what there is when they are counted.
        """
        ...

    async def give_back(self, payer: Payer, hour: int, calls: int) -> None:
        """Count so many calls no longer that were counted in an hour, and not made."""
        ...


class Allowances(Protocol):
    """Gives out what may still be asked."""

    def __call__(self, account: str, *, shared: bool = False) -> Allowance:
        """Return what an account may still be asked, which all rooms may share."""
        ...
