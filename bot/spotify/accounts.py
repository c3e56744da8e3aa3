"""All Spotify accounts, the host's and the rooms', each with its own threads, tokens and quota."""

import asyncio
import hashlib
import logging
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial

from typing_extensions import override

from bot.domain.errors import NeedsReconnect, SpotifyNotConfigured, StorageError
from bot.domain.model import AccountId
from bot.domain.structs import SecretStruct, replace
from bot.services.patience import saved
from bot.services.ports.allowance import Allowances
from bot.services.ports.spotify import (
    Grant,
    Spotify,
    SpotifyAccess,
    SpotifyApp,
)
from bot.services.ports.world import Clock
from bot.spotify.account import TIMEOUT, Account, Redeemed, consent_page, identify, redeem
from bot.spotify.calls import Calls, Owner, Wait
from bot.spotify.client import SpotifyClient
from bot.spotify.quota import Quota
from bot.spotify.standing import Standing
from bot.spotify.token_store import TokenStore
from bot.spotify.workers import Workers

log = logging.getLogger(__name__)

TURN = 60.0
"""Seconds for which one process at a time gets an account new tokens."""
WAIT_FOR_TURN = 0.5
CODE_SECONDS = 600
"""How long (seconds) what a code was exchanged for is kept in memory."""


MakeAccount = Callable[[SpotifyApp, str], Account]
"""Makes an account from an app and a refresh token, with Spotify's addresses."""


class HostAccount(SecretStruct, frozen=True):
    """The host's own Spotify app and account. Its `repr` shows nothing.

    Attributes:
        app: None if there is none.
        token: The refresh token of the host's own account; empty for an app alone.
        redirect: Where Spotify sends owners once they have agreed.
        daily_calls: How many calls each app may make in any 24 hours.
        quota_group: The Client IDs of other apps of the same developer, whose calls count together.
    """

    app: SpotifyApp | None
    token: str
    redirect: str
    daily_calls: int = 500
    quota_group: frozenset[str] = frozenset()

    @property
    def counted_together(self) -> frozenset[str]:
        """The Client IDs of the apps that are counted as one."""
        return self.quota_group | ({self.app.client_id} if self.app else set())


class Accounts(Spotify):
    """Provides a client for each account, which opens the account on first use.

    Args:
        make: Makes an account from an app and a refresh token.
        host: The host's app and account.
        token_store: Stores the credentials of accounts.
        allowance: Returns the store of a quota, by its name and whether rooms share it.
        clock: The bot's clock.
        wait: Waits some seconds.
        jitter: Returns a number from 0 to 1, which varies the waits.
    """

    def __init__(
        self,
        make: MakeAccount,
        host: HostAccount,
        *,
        token_store: TokenStore,
        allowance: Allowances,
        clock: Clock,
        wait: Wait = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._make = make
        self._host = host
        self._token_store = token_store
        self._allowance = allowance
        self._clock = clock
        self._wait = wait
        self._jitter = jitter
        self._clients: dict[AccountId | None, SpotifyClient] = {}
        self._unsaved: dict[AccountId | None, str] = {}
        self._saving: dict[AccountId | None, asyncio.Task[None]] = {}
        self._redeemed: dict[tuple[str, str], tuple[Redeemed, float]] = {}
        self._one_exchange = asyncio.Lock()

    @property
    @override
    def has_app(self) -> bool:
        return self._host.app is not None

    @property
    @override
    def redirect(self) -> str:
        return self._host.redirect

    @override
    def of(self, account_id: AccountId | None) -> SpotifyAccess:
        client = self._clients.get(account_id)
        if client is None:
            configured = account_id is not None or bool(self._host.token)
            client = SpotifyClient(
                lambda: self._open(account_id), self._clock, configured=configured
            )
            self._clients[account_id] = client
        return client

    @override
    def address(self, app: SpotifyApp | None, nonce: str) -> str:
        return consent_page(self._make(self._app_or_host(app), ""), self._host.redirect, nonce)

    @override
    async def exchange(self, app: SpotifyApp | None, code: str) -> Grant:
        account = self._make(self._app_or_host(app), "")
        now = self._clock.now()
        async with self._one_exchange:
            # A code is good once. What it gave is kept, so that its owner need not agree again
            # where Spotify could not say whose account it is, or does not let it use the app yet.
            young = {name: one for name, one in self._redeemed.items() if one[1] > now}
            self._redeemed = young
            name = (account.client_id, code)
            if name not in young:
                got = await asyncio.to_thread(redeem, account, self._host.redirect, code)
                young[name] = got, now + CODE_SECONDS
            grant = await asyncio.to_thread(identify, account, young[name][0])
            del young[name]
            return grant

    @override
    async def forget(self, account_id: AccountId) -> None:
        client = self._clients.pop(account_id, None)
        if client is not None:
            await client.close()

    async def close(self) -> None:
        """Wait for calls in progress, and close all connections."""
        for client in self._clients.values():
            await client.close()
        await asyncio.gather(*self._saving.values())

    def _app_or_host(self, app: SpotifyApp | None) -> SpotifyApp:
        if app is not None:
            return app
        if self._host.app is None:
            raise SpotifyNotConfigured
        return self._host.app

    async def _open(self, account_id: AccountId | None) -> Calls:
        """Open an account, with its latest token.

        Raises:
            NeedsReconnect: Its grant has ended.
            SpotifyNotConfigured: There is no such account.
        """
        loop = asyncio.get_running_loop()

        def renewed(refresh_token: str) -> None:
            loop.call_soon_threadsafe(self._save_soon, account_id, refresh_token)

        app, token, own_app, owner_id = await self._credentials(account_id)
        # Spotify counts the calls of an app, and of all apps of its developer, not of an account.
        shared = not own_app or app.client_id in self._host.counted_together
        quota_name = "host" if shared else f"app:{app.client_id}"
        name = f"host:{self._host_name()}" if account_id is None else str(account_id)
        account = replace(self._make(app, token), renewed=renewed)
        workers = Workers(account, self._clock, TIMEOUT, lambda: self._turn(account_id, name))
        allowance = self._allowance(f"spotify:{quota_name}", shared=shared)
        quota = Quota(allowance, self._clock, self._host.daily_calls)
        standing = Standing(
            self._clock,
            partial(self._token_store.trouble, name),
            partial(self._token_store.store_trouble, name),
        )
        return Calls(workers, quota, standing, self._wait, self._jitter, Owner(owner_id))

    @asynccontextmanager
    async def _turn(self, account_id: AccountId | None, name: str) -> AsyncIterator[str]:
        """Wait for a turn at getting an account new tokens; give the refresh token that is kept.

        Where the database does not say whose turn it is, it is everybody's: the old token mostly
        stays good.

        Raises:
            NeedsReconnect: Its grant has ended.
        """
        store, lease = self._token_store, random.getrandbits(62)
        try:
            while not await store.lease_refresh(name, lease, TURN):
                await self._wait(WAIT_FOR_TURN)
        except StorageError as fault:
            log.warning("whose turn it is to refresh a token of Spotify is not known: %s", fault)
        try:
            # What is not kept yet is newer than what is.
            yield self._unsaved.get(account_id) or (await self._credentials(account_id))[1]
        finally:
            if saving := self._saving.get(account_id):
                # Whoever has the next turn finds what came of this one.
                await asyncio.wait([saving], timeout=TURN / 2)
            with suppress(StorageError):  # it ends by itself
                await store.release_refresh(name, lease)

    async def _credentials(self, account_id: AccountId | None) -> tuple[SpotifyApp, str, bool, str]:
        """Return an account's app and latest token, whether the app is a room's own, and the owner.

        Raises:
            NeedsReconnect, SpotifyNotConfigured: As `_open` does.
        """
        if account_id is not None:
            credentials = await self._token_store.credentials(account_id)
            if credentials is None:
                raise NeedsReconnect
            app = self._app_or_host(credentials.app)
            own_app = credentials.app is not None
            return app, credentials.refresh_token, own_app, credentials.owner_id
        if not self._host.token:
            raise SpotifyNotConfigured
        token = await self._token_store.host_token(self._host_name()) or self._host.token
        return self._app_or_host(None), token, False, ""

    def _host_name(self) -> str:
        """Return the name under which a replacement of the host's token is stored: a hash."""
        return hashlib.sha256(self._host.token.encode()).hexdigest()[:16]

    def _save_soon(self, account_id: AccountId | None, refresh_token: str) -> None:
        self._unsaved[account_id] = refresh_token
        if account_id not in self._saving:
            self._saving[account_id] = asyncio.create_task(self._save(account_id))

    async def _save(self, account_id: AccountId | None) -> None:
        """Store the newest refresh token of an account, also if it changes meanwhile."""

        async def save() -> None:
            token = self._unsaved[account_id]
            if account_id is not None:
                await self._token_store.renewed(account_id, token)
            else:
                await self._token_store.store_host_token(self._host_name(), token)
            if self._unsaved[account_id] == token:
                del self._unsaved[account_id]

        try:
            while account_id in self._unsaved:
                # Spotify gives it once: whatever the database takes, it has to get there.
                await saved(save, "a renewed grant of Spotify", self._wait)
        except Exception:  # the old one usually stays good; if not, the room is asked to reconnect
            log.exception("a renewed grant of Spotify could not be kept")
        finally:
            del self._saving[account_id]
