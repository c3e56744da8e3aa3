"""What kinds of errors there are, and those that belong to no feature."""

from collections.abc import Sequence
from dataclasses import dataclass


class RoomError(Exception):
    """The base of every error that Needle Drop raises on purpose."""


class RuleError(RoomError):
    """The person can act on it: do something else, or ask somebody who may."""


class UpstreamError(RoomError):
    """A service beyond the bot (Spotify, Discord) did not do its part."""


class StorageError(RoomError):
    """The database could not keep or give what was asked. What was being saved is not saved."""


class WrongKey(StorageError):
    """Something that was encrypted does not open: another key, or damaged."""

    def __str__(self) -> str:
        return (
            "Something encrypted does not open with the key this bot has. Put the key it was "
            "sealed with back (ENCRYPTION_KEY, or the key file), or connect Spotify again."
        )


@dataclass(eq=False)
class ConfigError(RoomError):
    """The bot cannot start as it is set up.

    Attributes:
        faults: One line for each fault, all of them at once, each saying what to do.
    """

    faults: Sequence[str]
