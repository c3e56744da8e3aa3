"""Reads that several people wait for at the same time, done once for all of them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from msgspec import Struct

from bot.domain.errors import StorageError

Sending = Callable[[], None]
"""Called right before a statement is sent, in any thread."""

Send = Callable[[str, Mapping[str, object], Sending], Awaitable[list[Any]]]
"""Sends a statement with its parameters, and returns its rows."""


class _Asked(Struct, eq=False):
    """The answer to a statement that waits to be sent, and whether others wait for it, too."""

    answer: "asyncio.Future[list[Any] | None]"
    shared: bool = False


class SharedReads:
    """Sends equal statements once that wait to be sent at the same time.

    When many people press at once, each of them asks for the same room. A statement that was sent
    already is not shared: its answer may be older than what the next one to ask has seen.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._waiting: dict[tuple[str, str], _Asked] = {}

    async def fetch(self, sql: str, parameters: Mapping[str, object]) -> list[Any]:
        """Return the rows of a statement, sent for this one who asks or for an earlier one.

        Raises:
            StorageError: As what sends it does.
        """
        asked = (sql, repr(parameters))
        while (waiting := self._waiting.get(asked)) is not None:
            waiting.shared = True
            # Shielded: others may wait for the same answer.
            rows = await asyncio.shield(waiting.answer)
            if rows is not None:
                return rows
        return await self._answer(asked, parameters)

    async def _answer(self, asked: tuple[str, str], parameters: Mapping[str, object]) -> list[Any]:
        """Answer everybody who asks the same until it is sent; None if somebody else has to."""
        answer = asyncio.get_running_loop().create_future()
        waiting = self._waiting[asked] = _Asked(answer)

        def sending() -> None:
            if self._waiting.get(asked) is waiting:
                del self._waiting[asked]

        try:
            await asyncio.sleep(0)  # whoever asks in the same turn of the loop joins
            rows = await self._send(asked[0], parameters, sending)
        except BaseException as fault:
            sending()
            if isinstance(fault, StorageError):
                answer.set_exception(fault)
                answer.exception()  # asked for, since perhaps nobody waits for it
            else:
                answer.set_result(None)
            raise
        answer.set_result(rows)
        if waiting.shared:
            # The others go on in the turn after the next: who went on alone would write alone.
            await asyncio.sleep(0)
        return rows
