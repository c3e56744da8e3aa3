"""What keeps an account from everything, and since when; remembered across restarts."""

from collections.abc import Awaitable, Callable

from msgspec import Struct

from bot.domain.errors import Cause, SpotifyRefused
from bot.services.ports.world import Clock


async def _nothing() -> str:
    return ""


async def _forget(trouble: str) -> None:
    del trouble


class Standing(Struct):
    """Remembers the refusal that everything meets, until something is answered again.

    Attributes:
        clock: Says since when.
        load: Returns what was stored; empty if nothing was.
        store: Stores a trouble; an empty one when it is over.
    """

    clock: Clock
    load: Callable[[], Awaitable[str]] = _nothing
    store: Callable[[str], Awaitable[None]] = _forget
    _known: str | None = None

    async def note(self, cause: Cause | None) -> int:
        """Note what an answer shows: the cause of a refusal, or None if all is well.

        Returns:
            Since when (UTC seconds) it has been so; 0 if all is well.
        """
        known = await self._load()
        if known.partition(" ")[0] != (cause or ""):
            known = f"{cause} {int(self.clock.now())}" if cause else ""
            await self.store(known)
            self._known = known
        return _since(known)

    async def trouble(self) -> SpotifyRefused | None:
        """Return the refusal that everything meets, asking nobody."""
        known = await self._load()
        if not known:
            return None
        return SpotifyRefused("", 0, "", Cause(known.partition(" ")[0]), _since(known))

    async def _load(self) -> str:
        if self._known is None:
            self._known = await self.load()
        return self._known


def _since(trouble: str) -> int:
    return int(trouble.partition(" ")[2] or 0)
