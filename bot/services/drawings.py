"""What takes a while to draw or to set: made once, however many people ask for it."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from msgspec import Struct

from bot.domain.model import RoundId
from bot.services.ports.world import Clock, Covers, PictureStore

T = TypeVar("T")

FRESH_FOR = 600
"""Seconds after which something is made again that failed, or is not as it should be."""
PICTURES_MAX = 32
"""Pictures of results in memory, of up to a megabyte each."""
SHEETS_MAX = 16
"""Clearance sheets in memory."""


class _Made(Struct, Generic[T], frozen=True):
    """What was made, or the error that kept it from that; `at` is UTC seconds."""

    at: float
    lasts: bool
    thing: T | None = None
    error: Exception | None = None


class MadeOnce(Generic[T]):
    """Makes a thing for the first who asks; others wait for it, or get it from memory.

    Args:
        clock: The bot's clock.
        most: How many things to remember.
        lasts: Returns whether a thing is good for as long as it is remembered; others, and errors,
            are good for `FRESH_FOR` seconds.
    """

    def __init__(self, clock: Clock, most: int, lasts: Callable[[T], bool]) -> None:
        self._clock = clock
        self._most = most
        self._lasts = lasts
        self._made: OrderedDict[Hashable, _Made[T]] = OrderedDict()
        self._making: dict[Hashable, asyncio.Task[_Made[T]]] = {}

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """Return the thing of a key.

        Whoever stops waiting for it does not keep others from it.

        Args:
            key: Everything that it is made of.
            make: Makes it; its errors are raised for all who ask.
        """
        made = self._made.get(key)
        if made is None or not self._is_good(made):
            task = self._making.get(key)
            if task is None:
                task = self._making[key] = asyncio.create_task(self._make(key, make))
            made = await asyncio.shield(task)
        else:
            self._made.move_to_end(key)
        if made.error is not None:
            raise made.error
        if made.thing is None:
            raise ValueError("nothing was made")
        return made.thing

    def _is_good(self, made: _Made[T]) -> bool:
        # A clock that was put back must not make something good for long.
        return made.lasts or 0 <= self._clock.now() - made.at < FRESH_FOR

    async def _make(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> _Made[T]:
        now = self._clock.now()
        try:
            thing = await make()
            made = _Made(now, self._lasts(thing), thing)
        except Exception as error:  # noqa: BLE001 -- raised again for each who asks
            made = _Made(now, lasts=False, error=error)
        finally:
            del self._making[key]
        self._made[key] = made
        self._made.move_to_end(key)
        while len(self._made) > self._most:
            self._made.popitem(last=False)
        return made


class _Picture(Struct, frozen=True):
    """A picture; `whole` unless covers were missing."""

    png: bytes
    whole: bool


Draw = Callable[[Mapping[str, bytes]], Awaitable[bytes]]
"""Draws a picture, given the covers there are by address."""


class Drawings:
    """The pictures of results, which are kept, and clearance sheets, which are kept for a while."""

    def __init__(self, clock: Clock, covers: Covers, store: PictureStore) -> None:
        self._covers = covers
        self._store = store
        self._pictures: MadeOnce[_Picture] = MadeOnce(clock, PICTURES_MAX, lambda made: made.whole)
        self._sheets: MadeOnce[Any] = MadeOnce(clock, SHEETS_MAX, lambda _: False)

    async def of_results(
        self, round_id: RoundId, shows: str, covers: Sequence[str], draw: Draw
    ) -> bytes:
        """Return the picture of a round's results, drawn if there is none that shows the same.

        Args:
            round_id: The round, which has one picture at a time.
            shows: A hash of everything it shows.
            covers: The addresses of the covers in it. While some cannot be had, it is drawn again
                every now and then.
            draw: Draws it.
        """

        async def make() -> _Picture:
            if (kept := await self._store.get(str(round_id), shows)) is not None:
                return _Picture(kept, whole=True)
            found = await self._covers.fetch(covers)
            picture = _Picture(await draw(found), whole=len(found) == len(set(covers)))
            if picture.whole:
                await self._store.keep(str(round_id), shows, picture.png)
            return picture

        return (await self._pictures.get((round_id, shows), make)).png

    async def of_sheet(self, sheet: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """Return a clearance sheet as it was set within the last minutes, or set it.

        Args:
            sheet: Everything that is on it, but for when it was made.
            make: Sets it.
        """
        made: T = await self._sheets.get(sheet, make)
        return made
