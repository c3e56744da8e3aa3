"""Connecting rooms with Spotify accounts, without a web server."""

import secrets
from collections.abc import Callable, Iterable

from msgspec import Struct

from bot.domain.errors import (
    Cause,
    InvalidInput,
    NotFound,
    SpotifyNotConfigured,
    SpotifyRefused,
    WrongKey,
)
from bot.domain.model import AccountId, Person, Room
from bot.domain.permissions import require_server_manager
from bot.domain.structs import SecretStruct, replace
from bot.services.patience import saved
from bot.services.playlists import sync
from bot.services.playlists.accounts import SpotifyAccounts, secret_of, token_of
from bot.services.playlists.pasted import checked, landed_with
from bot.services.ports.destinations import lines, spotify
from bot.services.ports.repositories.spotify import (
    AccountState,
    ConnectionLink,
    PlaylistKind,
    SpotifyAccount,
)
from bot.services.ports.spotify import Grant, Spotify, SpotifyApp
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock, Vault

LINK_SECONDS = 600
"""How long (seconds) a link to authorize an account is valid."""

SAVE_WITHIN = 60.0
"""How long (seconds) to try to save an account; whoever connected it is waiting."""


class Invitation(SecretStruct, frozen=True):
    """A link at which somebody lets the room use their Spotify account.

    `expires_at` is UTC seconds. `redirect` is where Spotify sends them back to. `own_app` says
    whether the room uses its own app. `owner_name` is whose account the room uses now; empty if it
    uses the host's.
    """

    address: str
    expires_at: int
    own_app: bool
    owner_name: str
    redirect: str


class Connected(Struct, frozen=True):
    """An account that has just been connected.

    `new_playlist` says that the current playlist is in another account, so that the next sync
    creates one in this account.
    """

    owner_name: str
    new_playlist: bool


class Disconnected(Struct, frozen=True):
    """An account that has just been disconnected; `hosts_goes_on` says that the host's is used."""

    owner_name: str
    hosts_goes_on: bool


class SpotifyAuthorization:
    """Connect a room with a Spotify account whose owner agrees, and disconnect it."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        spotify_: Spotify,
        vault: Vault,
        accounts: SpotifyAccounts,
        draw_nonce: Callable[[], str],
    ) -> None:
        self._store = store
        self._clock = clock
        self._spotify = spotify_
        self._vault = vault
        self._accounts = accounts
        self._draw_nonce = draw_nonce

    def require_may_connect(self, person_: Person) -> None:
        """Refuse a person who may not connect an account; for forms, before they open.

        Raises:
            NotAllowed: The person does not manage the server.
        """
        require_server_manager(person_)

    async def invite(
        self, person_: Person, room: Room, app: SpotifyApp | None = None
    ) -> Invitation:
        """Return a link to authorize an account, valid for this person and ten minutes.

        Args:
            person_: Who connects.
            room: The room.
            app: The room's own app; None for the host's.

        Raises:
            NotAllowed: The person does not manage the server.
            SpotifyNotConfigured: The host has no app, and none was given.
            InvalidInput: The app's credentials cannot be valid (`connect.app`).
        """
        require_server_manager(person_)
        if app is None and not self._spotify.has_app:
            raise SpotifyNotConfigured
        app = checked(app) if app else None
        link = ConnectionLink(
            nonce=self._draw_nonce(),
            room_id=room.id,
            user_id=person_.user_id,
            client_id=app.client_id if app else "",
            client_secret="",
            expires_at=int(self._clock.now()) + LINK_SECONDS,
        )
        if app is not None:
            secret = self._vault.seal(app.client_secret, _secret_of(link))
            link = replace(link, client_secret=secret)
        async with self._store.transaction(room.id) as unit:
            await unit.accounts.give_link(link)
        account, spotify_ = await self._accounts.account(room), self._spotify
        return Invitation(
            spotify_.address(app, link.nonce),
            link.expires_at,
            own_app=app is not None,
            owner_name=account.owner_name if account else "",
            redirect=spotify_.redirect,
        )

    async def finish(self, person_: Person, room: Room, pasted: str) -> Connected:
        """Connect the account whose owner agreed.

        The link is used up once that is done: until then, the same address can be used again.

        Args:
            person_: Who was given the link.
            room: The room.
            pasted: The address at which the browser landed.

        Raises:
            NotAllowed: The person does not manage the server.
            InvalidInput: The address is not one to which Spotify sends a browser
                (`connect.address`), belongs to another link (`connect.state`), is too old
                (`connect.expired`), says that the owner did not agree (`connect.denied`) or that
                Spotify failed (`connect.failed`), or Spotify rejects it (`connect.code`), the
                room's own app (`connect.app`), or where it sent the browser (`connect.redirect`).
            SpotifyRefused: Spotify does not let the account use the app, or its owner has not
                agreed to all that is needed.
            AccountNotRead: Spotify cannot do it now.
        """
        require_server_manager(person_)
        landed = landed_with(pasted)
        link = await self._store.read.accounts.link(room.id, person_.user_id)
        code = _code_for(link, landed)
        if link is None or code is None:
            raise InvalidInput("connect.state")
        if link.expires_at <= self._clock.now():
            raise InvalidInput("connect.expired")
        app = self._app(link)
        account = self._account(link, app, await self._exchange(app, code))
        new_playlist = await saved(
            # The code is used up: to try again, the owner would have to agree again.
            lambda: self._use(room, account, link.nonce),
            "a new Spotify account",
            seconds=SAVE_WITHIN,
        )
        return Connected(account.owner_name, new_playlist)

    async def _exchange(self, app: SpotifyApp | None, code: str) -> Grant:
        try:
            return await self._spotify.exchange(app, code)
        except SpotifyRefused as refusal:
            if app is None or refusal.cause is not Cause.SECRET:
                raise
            # Whoever pastes the address has typed the secret, too.
            raise InvalidInput("connect.app") from refusal

    def _account(
        self, link: ConnectionLink, app: SpotifyApp | None, grant: Grant
    ) -> SpotifyAccount:
        new, seal = AccountId(self._store.new_id()), self._vault.seal
        return SpotifyAccount(
            id=new,
            room_id=link.room_id,
            client_id=link.client_id,
            client_secret=seal(app.client_secret, secret_of(new)) if app else "",
            refresh_token=seal(grant.refresh_token, token_of(new)),
            owner_id=grant.owner_id,
            owner_name=grant.owner_name,
            connected_by=link.user_id,
            authorized_at=int(self._clock.now()),
        )

    def _app(self, link: ConnectionLink) -> SpotifyApp | None:
        """Return the room's own app; None for the host's."""
        if not link.client_id:
            return None
        try:
            secret = self._vault.open(link.client_secret, _secret_of(link))
        except WrongKey:
            # The key was changed since: a new link is sealed with the new one.
            raise InvalidInput("connect.expired") from None
        return SpotifyApp(link.client_id, secret)

    async def _use(self, room: Room, account: SpotifyAccount, nonce: str) -> bool:
        """Make a room use an account, and use its link up; return whether it needs a new playlist.

        Raises:
            InvalidInput: The link was used meanwhile (`connect.state`).
        """
        async with self._store.transaction(room.id) as unit:
            if not await unit.accounts.drop_link(nonce):
                raise InvalidInput("connect.state")
            before = await self._accounts.account(room, unit)
            stored = await unit.playlists.get(PlaylistKind.BOARD, room.id)
            same = before is not None and before.owner_id == account.owner_id
            new_playlist = stored is not None and stored.owner_id != account.owner_id
            if new_playlist:
                await unit.playlists.forget(PlaylistKind.BOARD, room.id)
            await unit.accounts.add(account)
            if before is not None:
                await unit.accounts.move(before.id, before.state, AccountState.DISCONNECTED)
                await unit.accounts.set_token(before.id, "")
            # Waiting effects continue in the new account at once.
            left = replace(room, spotify_account=before.id if before else None)
            using = replace(room, spotify_account=account.id)
            await self._redirect(unit, left, using)
            await self._redo_listening(unit, using, account.owner_id)
        if before is not None:
            await self._spotify.forget(before.id)
        return new_playlist and not same

    async def _redo_listening(self, unit: UnitOfWork, room: Room, owner_id: str) -> None:
        """Create listening playlists that are in another account again in this one."""
        for stored in await unit.playlists.of_room(room.id):
            if stored.kind is not PlaylistKind.BOARD and stored.owner_id != owner_id:
                await unit.playlists.forget(stored.kind, stored.subject_id)
                await sync.promise(unit, room, stored.subject_id, int(self._clock.now()))

    async def _redirect(self, unit: UnitOfWork, left: Room, using: Room) -> None:
        """Move the effects that wait for a room's account to another, and retry them at once."""
        moves = zip(lines(spotify(left)), lines(spotify(using)), strict=True)
        for was, becomes in moves:
            await unit.outbox.redirect(using.id, was, becomes)
            await unit.outbox.retry_now(becomes, int(self._clock.now()))

    async def disconnect(self, person_: Person, room: Room) -> Disconnected:
        """Forget the account a room has connected; return whose it was, and what is used now.

        The playlists stay in that account unchanged. What waits is stored for the next account.

        Raises:
            NotAllowed: The person does not manage the server.
            NotFound: The room has connected none.
        """
        require_server_manager(person_)
        account = await self._accounts.account(room)
        if account is None:
            raise NotFound("account")
        async with self._store.transaction(room.id) as unit:
            await unit.accounts.move(account.id, account.state, AccountState.DISCONNECTED)
            await unit.accounts.set_token(account.id, "")
            await unit.accounts.leave(room.id)
            left = replace(room, spotify_account=account.id)
            await self._redirect(unit, left, replace(room, spotify_account=None))
        await self._spotify.forget(account.id)
        return Disconnected(account.owner_name, self._spotify.of(None).configured)


def _code_for(link: ConnectionLink | None, landed: Iterable[tuple[str, str]]) -> str | None:
    """Return the code that came with a link's nonce; None if none did."""
    if link is None:
        return None
    given = link.nonce.encode()
    codes = (code for code, nonce in landed if secrets.compare_digest(given, nonce.encode()))
    return next(codes, None)


def _secret_of(link: ConnectionLink) -> str:
    """Return the place of the app's secret in a link, which it is sealed for."""
    return f"connection_links/{link.room_id}/{link.user_id}/{link.nonce}"
