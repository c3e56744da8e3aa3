"""Run blocking calls to Spotify in worker threads, which import spotipy on the first call."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from bot.services.ports.world import Clock
from bot.spotify.account import Account

if TYPE_CHECKING:
    from bot.spotify.tokens import AccessTokens
    from bot.spotify.web_api import WebApi

THREADS = 4
T = TypeVar("T")


class Workers:
    """A few threads that call Spotify; each has its own connections, and all share the tokens.

    `turn` waits until no other process gets the account new tokens, and gives the refresh token
    that is kept by then.
    """

    def __init__(
        self,
        account: Account,
        clock: Clock,
        timeout: float,
        turn: Callable[[], AbstractAsyncContextManager[str]] | None = None,
    ) -> None:
        self._account = account
        self._clock = clock
        self._timeout = timeout
        self._turn = turn
        self._refreshing = asyncio.Lock()
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="spotify")
        self._lock = threading.Lock()
        self._tokens: AccessTokens | None = None
        self._apis: list[WebApi] = []
        self._thread_local = threading.local()

    @property
    def grant_ended(self) -> bool:
        """Whether the grant is known to have ended."""
        return self._tokens is not None and self._tokens.ended

    @property
    def lacking(self) -> bool:
        """Whether the account's owner is known not to have agreed to all that is needed."""
        return self._tokens is not None and self._tokens.lacking

    async def token_at_hand(self, refused: str = "") -> str:
        """Return the access token there is as `AccessTokens.fresh` does, without asking Spotify."""
        return await self._run(lambda: self._access_tokens().fresh(refused))

    async def token(self, refused: str = "") -> str:
        """Return an access token as `AccessTokens.token` does."""
        if self._turn is None:
            return await self._run(lambda: self._access_tokens().token(refused))
        async with self._refreshing:
            if token := await self.token_at_hand(refused):
                return token
            async with self._turn() as kept:
                # Whoever had the turn before may have been given another refresh token.
                self._access_tokens().replace(kept)
                # To the end, so that nobody has the next turn before Spotify has answered this one.
                work = partial(self._access_tokens().token, refused)
                return await self._run(work, to_the_end=True)

    async def call(
        self, token: str, request: "Callable[[WebApi], T]", *, to_the_end: bool = False
    ) -> T:
        """Make a call and return its answer.

        Args:
            token: An access token.
            request: The call; runs in a thread.
            to_the_end: Whether a cancelled caller still waits until the call is over. Otherwise
                whoever reads next might not see a write in progress, and would repeat it.
        """

        def work() -> T:
            api = self._api()
            api.token = token
            return request(api)

        return await self._run(work, to_the_end=to_the_end)

    async def close(self) -> None:
        """Wait for the calls in progress, and close all connections."""
        await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)
        for api in self._apis:
            api.close()
        if self._tokens is not None:
            self._tokens.close()

    async def _run(self, work: Callable[[], T], *, to_the_end: bool = False) -> T:
        future = asyncio.get_running_loop().run_in_executor(self._pool, work)
        if not to_the_end:
            return await future
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            await asyncio.wait([future])
            raise

    def _api(self) -> "WebApi":
        """Return this thread's own Web API."""
        if not hasattr(self._thread_local, "api"):
            self._thread_local.api = _new_web_api(self._account.api_url, self._timeout)
            with self._lock:
                self._apis.append(self._thread_local.api)
        api: WebApi = self._thread_local.api
        return api

    def _access_tokens(self) -> "AccessTokens":
        with self._lock:
            if self._tokens is None:
                self._tokens = _new_tokens(self._account, self._clock, self._timeout)
            return self._tokens


def _new_web_api(address: str, timeout: float) -> "WebApi":
    # Importing spotipy costs 0.3 s of CPU, which neither the start nor the event loop should pay.
    from bot.spotify.web_api import WebApi  # noqa: PLC0415

    return WebApi(address, timeout)


def _new_tokens(account: Account, clock: Clock, timeout: float) -> "AccessTokens":
    from bot.spotify.tokens import AccessTokens  # noqa: PLC0415 (as above)

    return AccessTokens(account, clock, timeout)
