"""How the bot is doing, as the database tells it: without a name, a title or a vote."""

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct, field


class Waiting(Struct, frozen=True):
    """How much of one kind waits to be posted, changed or synced.

    `since` (UTC seconds) is when the first of it was due.
    """

    number: int
    since: int


class Pulse(Struct, frozen=True):
    """What the database tells at one moment. Instants are UTC seconds.

    Attributes:
        seen: The last sign of life of each shard, by the shards' total number and the shard's own;
            (1, 0) is the one of a bot that is one process, too.
        rounds: How many rounds there are in each state that is not the last.
        next_due: When the first round has to move; None if none does.
        waiting: What waits to be made, by its kind.
        given_up: How much was given up in the last month, by its kind.
        spotify_calls: The calls of the account with the most of them in the last 24 hours.
    """

    seen: Mapping[tuple[int, int], int] = field(default_factory=dict)
    rounds: Mapping[str, int] = field(default_factory=dict)
    next_due: int | None = None
    waiting: Mapping[str, Waiting] = field(default_factory=dict)
    given_up: Mapping[str, int] = field(default_factory=dict)
    spotify_calls: int = 0


class Pulsed(Protocol):
    """A database that can be asked how the bot is doing, beside the bot and without changing it."""

    def pulse(self, now: float) -> Pulse:
        """Return how the bot is doing. It blocks.

        Raises:
            StorageError: The database cannot be read.
        """
        ...
