"""A network between the bot and a database server, which can be cut."""

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
        self._left: int | None = None
        self._arrives = False
        self._swallows = False
        self._dead = False
        self.cuts = 0

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

    def cut_at(self, message: int, *, arrives: bool) -> None:
        """Break every connection once, at so many messages to the server from now on.

        Args:
            message: Which message, counted from 1.
            arrives: Whether it still arrives, so that its answer is what is lost.
        """
        self._left, self._arrives = message, arrives

    def die(self, dead: bool = True) -> None:
        """Carry nothing any more, and tell nobody: no connection is broken, and none refused."""
        self._dead = dead

    def _break(self) -> None:
        self.cuts += 1
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
            await asyncio.gather(self._send(reader, back), self._answer(there, writer))
        finally:
            self._ends -= ends
            for end in ends:
                end.transport.abort()

    async def _send(self, source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
        """Pass on what is sent to the server, up to where it is cut."""
        async for data in _read(source, into):
            if self._dead:
                continue
            if self._left is not None:
                self._left -= 1
                if self._left == 0:
                    self._left = None
                    if not self._arrives:
                        self._break()
                        return
                    self._swallows = True
            into.write(data)

    async def _answer(self, source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
        """Pass on what the server answers, unless that is to be lost."""
        async for data in _read(source, into):
            if self._dead:
                continue
            if self._swallows:
                self._swallows = False
                self._break()
                return
            into.write(data)


async def _read(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> AsyncIterator[bytes]:
    """Yield what arrives; pass it on that nothing more will."""
    try:
        while data := await source.read(65536):
            yield data
            await into.drain()
        into.write_eof()
    except OSError:
        into.transport.abort()
