"""A network between the processes and the database, which can be cut."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path


class Cable:
    """Carries what is sent to a port of this machine to a socket in a folder, and back."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._ends: set[asyncio.StreamWriter] = set()
        self._whole = True

    @asynccontextmanager
    async def plugged_in(self) -> AsyncIterator[int]:
        """Carry for the length of a block; gives the port."""
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
            self._break()

    async def cut(self, seconds: float) -> None:
        """Break every connection, and let none through for some seconds."""
        self._whole = False
        self._break()
        await asyncio.sleep(seconds)
        self._whole = True

    def _break(self) -> None:
        for end in self._ends:
            end.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._whole:
            writer.transport.abort()
            return
        try:
            there, back = await asyncio.open_unix_connection(self._socket)
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, back}
        self._ends |= ends
        try:
            await asyncio.gather(_pour(reader, back), _pour(there, writer))
        finally:
            self._ends -= ends
            for end in ends:
                end.transport.abort()


async def _pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    """Pass on what arrives, and that nothing more will."""
    try:
        while data := await source.read(65536):
            into.write(data)
            await into.drain()
        into.write_eof()
    except OSError:
        into.transport.abort()
