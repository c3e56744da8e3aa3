"""Effects that take turns in a drawn order: who goes next where several could."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from random import Random
from typing import Any, ParamSpec, TypeVar

from bot.domain.model import RoomId
from storage.repositories import SqlUnitOfWork
from tests.services.conftest import House

P = ParamSpec("P")
T = TypeVar("T")

PREFIX = "outbox"
"""How the names of the tasks begin that take turns; the one that claims what is due does not."""


class Turns:
    """Lets one task go on at a time, as drawn, from one of its stops to the next.

    They stop before each transaction, and before and after each call of Discord or Spotify.
    """

    def __init__(self, house: House, seed: int) -> None:
        self._random = Random(seed)
        self._stopped: dict[asyncio.Task[object], asyncio.Event] = {}
        self._moved = asyncio.Event()
        self._transaction = house.store.transaction
        house.store.transaction = self._in_turn  # type: ignore[method-assign]
        announcer, playlists = house.announcer, house.playlists
        announcer.post = self._called(announcer.post)  # type: ignore[method-assign]
        announcer.edit = self._called(announcer.edit)  # type: ignore[method-assign]
        playlists.sync = self._called(playlists.sync)  # type: ignore[method-assign]

    async def turn(self) -> None:
        """Stop until drawn."""
        task = asyncio.current_task()
        if task is None or not task.get_name().startswith(f"{PREFIX}-"):
            return
        drawn = self._stopped[task] = asyncio.Event()
        self._moved.set()
        await drawn.wait()

    async def run(self) -> None:
        """Draw until nothing is left to do."""
        while True:
            moving = [task for task in self._tasks() if task not in self._stopped]
            if moving:
                self._moved.clear()
                stops = asyncio.create_task(self._moved.wait())
                await asyncio.wait([*moving, stops], return_when=asyncio.FIRST_COMPLETED)
                stops.cancel()
                await asyncio.sleep(0)  # let callbacks start more
            elif self._stopped:
                in_order = sorted(self._stopped, key=lambda task: task.get_name())
                self._stopped.pop(self._random.choice(in_order)).set()
                await asyncio.sleep(0)
            else:
                return

    def _tasks(self) -> list[asyncio.Task[object]]:
        return [
            task
            for task in asyncio.all_tasks()
            if task.get_name().startswith(PREFIX) and "lease" not in task.get_name()
        ]

    @asynccontextmanager
    async def _in_turn(
        self, room_id: RoomId | None, *others: RoomId | None
    ) -> AsyncIterator[SqlUnitOfWork]:
        await self.turn()
        async with self._transaction(room_id, *others) as unit:
            yield unit

    def _called(
        self, call: Callable[P, Coroutine[Any, Any, T]]
    ) -> Callable[P, Coroutine[Any, Any, T]]:
        async def in_turn(*args: P.args, **kwargs: P.kwargs) -> T:
            await self.turn()
            result = await call(*args, **kwargs)
            await self.turn()
            return result

        return in_turn
