"""A catalogue of who wrote, published and released recordings."""

from typing import Protocol

from bot.domain.credits import Found
from bot.domain.model import Recording


class CreditCatalogue(Protocol):
    """A catalogue of credits: MusicBrainz, where the host allows it to be asked."""

    @property
    def is_on(self) -> bool:
        """Whether the host allows it."""
        ...

    async def credits(self, isrc: str, recording: Recording) -> tuple[Found, ...]:
        """Return what the catalogue knows of a recording; nothing if it does not know it.

        This takes some seconds, and longer while others ask.

        Args:
            isrc: The code, in its one form.
            recording: The recording as we have it.

        Raises:
            CreditsOff: The host does not allow it.
            CreditsBusy: The catalogue wants us to wait.
            CreditsUnavailable: It did not answer.
        """
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...
