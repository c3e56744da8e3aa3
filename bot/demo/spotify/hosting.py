"""Serve HTTP on loopback, in the caller's event loop or in a thread of its own."""

import asyncio
import concurrent.futures
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager

from aiohttp import web

HOST = "127.0.0.1"
_PATIENCE = 1.0
"""How many seconds calls in progress get to finish when the server stops."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ServerThread:
    """A web server in a thread and an event loop of its own."""

    def __init__(self, listening: socket.socket, handler: Handler) -> None:
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="simulated-spotify")
        self._started: Future[None] = Future()
        self._stopping: Future[None] = Future()
        self._finished = self._executor.submit(asyncio.run, self._serve(listening, handler))

    def wait_until_started(self) -> None:
        """Return when it serves.

        Raises:
            Exception: Whatever stopped it from starting.
        """
        either = (self._started, self._finished)
        concurrent.futures.wait(either, return_when=concurrent.futures.FIRST_COMPLETED)
        if self._finished.done():
            self._finished.result()

    def stop(self) -> None:
        """Stop serving, and return when the thread has ended."""
        self._stopping.set_result(None)
        self._finished.result()
        self._executor.shutdown()

    async def _serve(self, listening: socket.socket, handler: Handler) -> None:
        async with serving(listening, handler):
            self._started.set_result(None)
            await asyncio.wrap_future(self._stopping)


def listen(port: int) -> socket.socket:
    """Return a socket that listens on loopback; port 0 is any free one."""
    return socket.create_server((HOST, port))


def address_of(listening: socket.socket) -> str:
    """Return the address of a listening socket, without a path."""
    return f"http://{HOST}:{listening.getsockname()[1]}"


@asynccontextmanager
async def serving(listening: socket.socket, handler: Handler) -> AsyncIterator[None]:
    """Serve all requests with one handler in the running event loop; close the socket after."""
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=_PATIENCE)
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        yield
    finally:
        await runner.cleanup()
