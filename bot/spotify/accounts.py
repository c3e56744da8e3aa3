"""All the accounts rooms have connected, each with threads, tokens and an allowance of its own."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlencode

from bot.domain.errors import NeedsReconnect, SpotifyNotConfigured
from bot.domain.model import AccountId, Recording
from bot.services.ports.world import (
    Allowance,
    Clock,
    Credentials,
    Grant,
    PlaylistFacts,
    PlaylistIntent,
    PlaylistPage,
    SpotifyAccess,
    SpotifyApp,
    SyncReport,
)
from bot.spotify.account import Account
from bot.spotify.client import SpotifyClient
from bot.spotify.joining import SCOPES, exchange
from bot.spotify.line import Wait
from bot.spotify.reading import PlaylistReader
from bot.spotify.sync import PlaylistSync

log = logging.getLogger(__name__)


class Keeper(Protocol):
    """Who keeps what accounts are used with."""

    async def credentials(self, account_id: AccountId) -> Credentials | None:
        """Return what an account is used with; None where its grant is gone."""
        ...

    async def renewed(self, account_id: AccountId, refresh_token: str) -> None:
        """Keep another refresh token that Spotify gave in place of the one before."""
        ...

    async def host_token(self, name: str) -> str:
        """Return the token kept in place of the host's own, if there is one."""
        ...

    async def host_renewed(self, name: str, refresh_token: str) -> None:
        """Keep a token in place of the host's own."""
        ...


Make = Callable[[SpotifyApp, str], Account]
"""Makes an account of an app and a refresh token: it knows where Spotify is."""


class Accounts:
    """Implements the port `Spotify`.

    Args:
        make: Makes an account of an app and a refresh token.
        app: The host's app; None where there is none.
        host_token: The refresh token of the host's own account; empty for an app alone.
        redirect: Where owners are sent back to once they have agreed.
        allowance: Returns what may still be asked, by whose quota it is.
        clock: The one clock.
        daily_calls: How many calls a day each app may make.
        wait: Waits some seconds.
    """

    def __init__(
        self,
        make: Make,
        app: SpotifyApp | None,
        host_token: str,
        *,
        redirect: str,
        allowance: Callable[[str], Allowance],
        clock: Clock,
        daily_calls: int = 500,
        wait: Wait = asyncio.sleep,
    ) -> None:
        self._make = make
        self._host_app = app
        self._host_token = host_token
        self._redirect = redirect
        self._allowance = allowance
        self._clock = clock
        self._daily_calls = daily_calls
        self._wait = wait
        self._keeper: Keeper
        self._accounts: dict[AccountId | None, AccountAccess] = {}
        self._saving: set[asyncio.Task[None]] = set()

    def equip(self, keeper: Keeper) -> None:
        """Say who keeps what accounts are used with, before any is."""
        self._keeper = keeper

    @property
    def has_app(self) -> bool:
        """Whether the host has an app that rooms can connect accounts with."""
        return self._host_app is not None

    def of(self, account_id: AccountId | None) -> SpotifyAccess:
        """Return the way to an account; None is the host's, which may not be there."""
        access = self._accounts.get(account_id)
        if access is None:
            there = account_id is not None or bool(self._host_token)
            access = AccountAccess(lambda: self._open(account_id), configured=there)
            self._accounts[account_id] = access
        return access

    def address(self, app: SpotifyApp | None, nonce: str) -> str:
        """Return where an account's owner agrees; the nonce comes back with the answer."""
        account = self._make(self._app(app), "")
        query = {
            "response_type": "code",
            "client_id": account.client_id,
            "redirect_uri": self._redirect,
            "scope": SCOPES,
            "state": nonce,
            "show_dialog": "true",
        }
        return f"{account.authorize_url}?{urlencode(query)}"

    async def exchange(self, app: SpotifyApp | None, code: str) -> Grant:
        """Return what a code stands for that came back from there."""
        account = self._make(self._app(app), "")
        return await asyncio.to_thread(exchange, account, self._redirect, code)

    async def forget(self, account_id: AccountId) -> None:
        """Drop what is known of an account: its grant has changed or ended."""
        access = self._accounts.pop(account_id, None)
        if access is not None:
            await access.close()

    async def close(self) -> None:
        """Wait for what is under way, and close all connections."""
        for access in self._accounts.values():
            await access.close()
        await asyncio.gather(*self._saving)

    def _app(self, app: SpotifyApp | None) -> SpotifyApp:
        if app is not None:
            return app
        if self._host_app is None:
            raise SpotifyNotConfigured
        return self._host_app

    async def _open(self, account_id: AccountId | None) -> "Opened":
        """Open an account, with its latest token.

        Raises:
            NeedsReconnect: Its grant is gone.
            SpotifyNotConfigured: There is no such account.
        """
        loop = asyncio.get_running_loop()

        def renewed(refresh_token: str) -> None:
            loop.call_soon_threadsafe(self._keep, account_id, refresh_token)

        if account_id is None:
            if not self._host_token:
                raise SpotifyNotConfigured
            app, name = self._app(None), "host"
            token = await self._keeper.host_token(self._host_name()) or self._host_token
        else:
            kept = await self._keeper.credentials(account_id)
            if kept is None:
                raise NeedsReconnect
            app, token = self._app(kept.app), kept.refresh_token
            # The quota is the app's, whoever uses it.
            name = "host" if kept.app is None else f"app:{kept.app.client_id}"
        account = replace(self._make(app, token), renewed=renewed)
        client = SpotifyClient(
            account,
            self._allowance(f"spotify:{name}"),
            self._clock,
            daily_calls=self._daily_calls,
            wait=self._wait,
        )
        return Opened(client, PlaylistSync(client, self._wait), PlaylistReader(client.line))

    def _host_name(self) -> str:
        """Return a name under which a successor of the host's token is kept; it tells nothing."""
        return hashlib.sha256(self._host_token.encode()).hexdigest()[:16]

    def _keep(self, account_id: AccountId | None, refresh_token: str) -> None:
        saving = asyncio.create_task(self._kept(account_id, refresh_token))
        self._saving.add(saving)
        saving.add_done_callback(self._saving.discard)

    async def _kept(self, account_id: AccountId | None, refresh_token: str) -> None:
        try:
            if account_id is not None:
                await self._keeper.renewed(account_id, refresh_token)
            else:
                await self._keeper.host_renewed(self._host_name(), refresh_token)
        except Exception:
            # The one before usually goes on working; and if not, the room is asked to reconnect.
            log.exception("a renewed grant of Spotify could not be kept")


@dataclass(frozen=True, slots=True)
class Opened:
    """An account in use."""

    client: SpotifyClient
    lists: PlaylistSync
    reader: PlaylistReader


class AccountAccess:
    """Implements the port `SpotifyAccess` for one account, opened on first use."""

    def __init__(self, open_: Callable[[], Awaitable[Opened]], *, configured: bool) -> None:
        self._open = open_
        self._opening: asyncio.Task[Opened] | None = None
        self.configured = configured

    async def search(self, words: str) -> Sequence[Recording]:
        """Return up to ten recordings that match, best first."""
        return await (await self._opened()).client.search(words)

    async def track(self, track_id: str) -> Recording:
        """Return one recording by its 22-character id."""
        return await (await self._opened()).client.track(track_id)

    async def sync(self, intent: PlaylistIntent) -> SyncReport:
        """Bring a playlist in line and say what is there now."""
        return await (await self._opened()).lists.sync(intent)

    async def rename(self, playlist_id: str, name: str, description: str) -> None:
        """Give a playlist of the account's another title and description."""
        await (await self._opened()).lists.rename(playlist_id, name, description)

    async def upload_cover(self, playlist_id: str, picture: bytes) -> None:
        """Give a playlist of the account's another cover, a JPEG."""
        await (await self._opened()).lists.upload_cover(playlist_id, picture)

    async def facts(self, playlist_id: str) -> PlaylistFacts:
        """Return what a playlist is, by its 22-character id."""
        return await (await self._opened()).reader.facts(playlist_id)

    async def page(self, playlist_id: str, place: int) -> PlaylistPage:
        """Return up to 50 places of a playlist, from one on that is counted from 0."""
        return await (await self._opened()).reader.page(playlist_id, place)

    async def stands(self, playlist_id: str) -> bool:
        """Say whether a playlist is still in the account's library."""
        return await (await self._opened()).lists.stands(playlist_id)

    async def state(self) -> str:
        """Return `connected`, `off`, `reconnect` or `limited`, asking nobody."""
        if not self.configured:
            return "off"
        try:
            return await (await self._opened()).client.state()
        except NeedsReconnect:
            return "reconnect"

    async def close(self) -> None:
        """Wait for the calls that are under way, and close the connections."""
        if self._opening is not None and not self._opening.cancelled():
            await asyncio.wait([self._opening])
            if self._opening.exception() is None:
                await self._opening.result().client.close()

    async def _opened(self) -> Opened:
        """Open the account once, for however many ask at once; again where it failed."""
        failed = (
            self._opening is not None
            and self._opening.done()
            and (self._opening.cancelled() or self._opening.exception() is not None)
        )
        if self._opening is None or failed:
            self._opening = asyncio.create_task(_coroutine(self._open()))
        return await asyncio.shield(self._opening)


async def _coroutine(opening: Awaitable[Opened]) -> Opened:
    return await opening
