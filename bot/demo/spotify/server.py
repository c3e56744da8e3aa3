"""The simulated Spotify: accounts service, Web API and covers on one loopback address."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from bot.demo.spotify.catalogue import Track, load
from bot.demo.spotify.faults import Faults, broken, dropped
from bot.demo.spotify.front import AUTHORIZE_PATH, TOKEN_PATH, Front
from bot.demo.spotify.grants import Grants
from bot.demo.spotify.hosting import OwnThread, address_of, listen, serving
from bot.demo.spotify.people import People
from bot.demo.spotify.state import Account, State
from bot.demo.spotify.wire import Recorded


class SimulatedSpotify(People):
    """A Spotify for the time of an `async with`.

    It serves in the caller's event loop unless it is `threaded`. In the caller's loop nothing
    happens at the same time as a test's own code, but whatever blocks that loop blocks Spotify as
    well, and a blocking call made from the loop itself never returns. A thread of its own suffers
    neither, which is why the demo wants it; then a plain `with` does too. Both are equally safe,
    since each call takes effect under a lock. Hooks of faults run in the server's loop.

    One is good for one `with`. The addresses are known from the start.

    An exception inside the simulation is raised at the end of the `with`, unless another one is
    already on its way.

    Covers are told of under `covers` where that is given: Discord shows pictures from https
    addresses only, and a loopback server has none.

    Attributes:
        client_id, client_secret: The app's.
        refresh_token: A good one, until `revoke` or six months from the start.
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
        self._thread: OwnThread | None = None
        self._stack = AsyncExitStack()
        self.client_id = self._grants.client_id
        self.client_secret = self._grants.client_secret
        self.refresh_token = self._grants.grant()
        self._listening = listen(port)
        self.root = address_of(self._listening)
        self.api_url = f"{self.root}/v1/"
        self.token_url = f"{self.root}{TOKEN_PATH}"
        self.authorize_url = f"{self.root}{AUTHORIZE_PATH}"
        self._front = Front(
            self.root, covers or f"{self.root}/covers", self._state, self._grants, self._lock
        )

    async def __aenter__(self) -> Self:
        if self._threaded:
            return await asyncio.to_thread(self.__enter__)
        await self._stack.enter_async_context(serving(self._listening, self._front.handle))
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
        self._tell(error)

    def __enter__(self) -> Self:
        if not self._threaded:
            self._listening.close()
            raise RuntimeError("Without a thread of its own it needs `async with`")
        self._thread = OwnThread(self._listening, self._front.handle)
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
        self._tell(error)

    @property
    def faults(self) -> Faults:
        """Where trouble is ordered."""
        return self._front.faults

    @property
    def requests(self) -> list[Recorded]:
        """All calls to the Web API, in the order of arrival; to be cleared at will."""
        return self._front.requests

    @property
    def token_requests(self) -> list[Recorded]:
        """All calls to the token endpoint."""
        return self._front.token_requests

    def human_agrees(self, link: str) -> str:
        """Return where the browser lands once the account's owner agreed to an authorisation link.

        Raises:
            Refused: The link is not a good one.
        """
        with self._lock:
            return self._grants.agree(dict(parse_qsl(urlsplit(link).query)))

    def revoke(self) -> None:
        """Take back what the account's owner agreed to; access tokens end too."""
        with self._lock:
            self._grants.revoke()

    def expire_access_tokens(self) -> None:
        """End all access tokens now; refreshing gives new ones."""
        with self._lock:
            self._grants.expire_access()

    def down(self, status: int | None = None) -> None:
        """Refuse every call from now on: with a status, or by closing the connection."""
        self._front.outage = dropped() if status is None else broken(status)

    def up(self) -> None:
        """End what `down` began."""
        self._front.outage = None

    def _tell(self, on_its_way: BaseException | None) -> None:
        if self._front.errors and on_its_way is None:
            raise ExceptionGroup("The simulated Spotify failed", self._front.errors)
