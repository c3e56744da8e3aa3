"""The simulated Spotify server: accounts service, Web API and covers on one loopback address."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from bot.demo.spotify.catalogue import Track, load
from bot.demo.spotify.faults import Faults, broken, dropped
from bot.demo.spotify.grants import Grants
from bot.demo.spotify.handler import AUTHORIZE_PATH, TOKEN_PATH, RequestHandler
from bot.demo.spotify.hosting import ServerThread, address_of, listen, serving
from bot.demo.spotify.people import People
from bot.demo.spotify.state import Account, State
from bot.demo.spotify.wire import Recorded


class SimulatedSpotify(People):
    """A Spotify that runs for the duration of one `async with`.

    It serves in the caller's event loop unless it is `threaded`. In the caller's loop, nothing runs
    at the same time as a test's own code, but whatever blocks that loop blocks Spotify as well, and
    a blocking call made from the loop never returns. A thread of its own has neither problem, which
    is why the demo uses one; a plain `with` then works too. Both are equally safe, since each call
    takes effect under a lock. The hooks of faults run in the server's loop.

    The addresses are known before it starts. At the end of the `with` it raises what went wrong
    inside the simulation, unless another exception has already been raised.

    With `covers`, addresses of covers begin with that: Discord shows pictures from https addresses
    only, and a loopback server has none.

    Attributes:
        client_id, client_secret: The app's.
        refresh_token: Good until `revoke`, or for six months from the start.
        root: The address without a path.
        api_url: Ends in `/v1/`, as spotipy's `prefix` does.
        token_url, authorize_url: For spotipy's `OAUTH_TOKEN_URL` and `OAUTH_AUTHORIZE_URL`.
    """

    def __init__(
        self,
        *,
        catalogue: Sequence[Track] | None = None,
        account: Account | None = None,
        clock: Callable[[], float] = time.time,
        threaded: bool = False,
        port: int = 0,
        covers: str = "",
    ) -> None:
        owner = account or Account("the-writers-room", "The Writers' Room")
        super().__init__(State(load() if catalogue is None else catalogue, owner, clock))
        self._grants = Grants(clock)
        self._threaded = threaded
        self._thread: ServerThread | None = None
        self._stack = AsyncExitStack()
        self.client_id = self._grants.client_id
        self.client_secret = self._grants.client_secret
        self.refresh_token = self._grants.grant()
        self._listening = listen(port)
        self.root = address_of(self._listening)
        self.api_url = f"{self.root}/v1/"
        self.token_url = f"{self.root}{TOKEN_PATH}"
        self.authorize_url = f"{self.root}{AUTHORIZE_PATH}"
        self._handler = RequestHandler(
            self.root, covers or f"{self.root}/covers", self._state, self._grants, self._lock
        )

    async def __aenter__(self) -> Self:
        if self._threaded:
            return await asyncio.to_thread(self.__enter__)
        await self._stack.enter_async_context(serving(self._listening, self._handler.handle))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._thread:
            await asyncio.to_thread(self.__exit__, kind, error, trace)
            return
        self.faults.clear()
        await self._stack.aclose()
        self._raise_errors(error)

    def __enter__(self) -> Self:
        if not self._threaded:
            self._listening.close()
            raise RuntimeError("Without a thread of its own it needs `async with`")
        self._thread = ServerThread(self._listening, self._handler.handle)
        self._thread.wait_until_started()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.faults.clear()
        if self._thread:
            self._thread.stop()
        self._raise_errors(error)

    @property
    def faults(self) -> Faults:
        """Where faults are ordered."""
        return self._handler.faults

    @property
    def requests(self) -> list[Recorded]:
        """All calls to the Web API, in the order of arrival; callers may clear the list."""
        return self._handler.requests

    @property
    def token_requests(self) -> list[Recorded]:
        """All calls to the token endpoint."""
        return self._handler.token_requests

    def human_agrees(self, link: str) -> str:
        """Return where the browser lands once the account's owner agrees to an authorization link.

        Raises:
            Refused: The link is not valid.
        """
        with self._lock:
            return self._grants.agree(dict(parse_qsl(urlsplit(link).query)))

    def replace_tokens(self) -> None:
        """Replace each refresh token from now on as it is used; the one before is void."""
        self._grants.replaces_tokens = True

    def revoke(self) -> None:
        """Revoke what the account's owner agreed to; access tokens end too."""
        with self._lock:
            self._grants.revoke()

    def expire_access_tokens(self) -> None:
        """End all access tokens now; refreshing gives new ones."""
        with self._lock:
            self._grants.expire_access()

    def down(self, status: int | None = None) -> None:
        """Refuse every call from now on: with a status, or by closing the connection."""
        self._handler.outage = dropped() if status is None else broken(status)

    def up(self) -> None:
        """Answer calls again after `down`."""
        self._handler.outage = None

    def _raise_errors(self, already_raised: BaseException | None) -> None:
        if self._handler.errors and already_raised is None:
            raise ExceptionGroup("The simulated Spotify failed", self._handler.errors)
