"""The base classes of errors, and the errors that belong to no feature."""

from collections.abc import Sequence
from dataclasses import dataclass


class RoomError(Exception):
    """The base of every error that Needle Drop raises on purpose."""


_OURS = frozenset({"what", "why", "rule", "needs", "move", "state"})
"""Fields of errors whose texts are words of ours, not what people have typed."""


class RuleError(RoomError):
    """An error that the person can act on: by doing something else, or by asking somebody.

    As text it does not repeat what they typed, since it may end up in a log.
    """

    def __init_subclass__(cls) -> None:
        """Keep `dataclass` from making a `repr` of all the fields."""
        super().__init_subclass__()
        cls.__repr__ = RuleError.__repr__  # type: ignore[method-assign]

    def __repr__(self) -> str:
        told = ", ".join(
            f"{name}={value!r}"
            for name, value in vars(self).items()
            if name in _OURS or isinstance(value, int)
        )
        return f"{type(self).__name__}({told})"

    def __str__(self) -> str:
        return repr(self)


class UpstreamError(RoomError):
    """Spotify or Discord did not do its part."""


class Restarting(RoomError):
    """The bot stops before something is finished. Whether it took effect is unknown."""


class StorageError(RoomError):
    """The database could not read or write. What was being saved is not saved.

    Attributes:
        may_pass: Whether it could not be opened for a reason that may be over in a while.
    """

    may_pass = False


class DatabaseGone(StorageError):
    """The file of the database was deleted, renamed or replaced while the bot has it open.

    Trying again is of no use before whoever hosts the bot has done something about it.
    """


class WrongKey(StorageError):
    """An encrypted value cannot be decrypted: it was sealed with another key, or is damaged."""

    def __str__(self) -> str:
        return (
            "Something encrypted does not open with the key this bot has. Put the key it was "
            "sealed with back (ENCRYPTION_KEY, or the key file), or connect Spotify again."
        )


@dataclass(eq=False)
class Redelivered(RoomError):
    """Discord delivered an interaction again, and another delivery of it has acted already.

    Nothing was done this time.
    """

    interaction_id: int


@dataclass(eq=False)
class CameLate(RoomError):
    """An interaction came when Discord had told the person that it failed; nothing was done."""

    interaction_id: int


@dataclass(eq=False)
class ConfigError(RoomError):
    """The bot cannot start with its current settings.

    Attributes:
        faults: All faults, one line each, saying what to do.
    """

    faults: Sequence[str]
