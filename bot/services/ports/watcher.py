"""Whoever watches over the bot, as the client sees it."""

from typing import Protocol


class Watcher(Protocol):
    """Counts what happens, for whoever watches over the bot."""

    def answered(self, kind: str, seconds: float, /) -> None:
        """Count an answer to what somebody did."""
        ...

    def connected(self) -> None:
        """Count a session at the gateway that begins or goes on."""
        ...

    def disconnected(self) -> None:
        """Count a connection to the gateway that has ended."""
        ...
