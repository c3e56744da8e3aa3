"""The Spotify accounts of rooms: their tokens, and when their grants end."""

import logging
from contextlib import suppress

from bot.domain.errors import WrongKey
from bot.domain.model import AccountId, Room, RoomId
from bot.services.ports.destinations import person
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.repositories.spotify import AccountState, SpotifyAccount
from bot.services.ports.spotify import Credentials, SpotifyApp
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock, Vault

log = logging.getLogger(__name__)

GRANT_DAYS = 180
"""How many days after its owner agreed a grant ends, however often it is used."""

REMINDER_DAYS = (150, 165, 175)
"""The ages of a grant, in days, at which its owner is reminded that it will end."""

_DAY = 24 * 3600
_TROUBLE = "spotify_trouble:"
_BOUND = "secrets_bound"
_HOST_TOKEN = "spotify_token:"  # noqa: S105 (a name)


def token_of(account_id: AccountId) -> str:
    """Return the place of an account's refresh token, which it is sealed for."""
    return f"spotify_accounts/{account_id}/refresh_token"


def secret_of(account_id: AccountId) -> str:
    """Return the place of the secret of an account's app."""
    return f"spotify_accounts/{account_id}/client_secret"


class SpotifyAccounts:
    """Read and store the credentials of accounts, and remind their owners before they end."""

    def __init__(self, store: Store, clock: Clock, vault: Vault) -> None:
        self._store = store
        self._clock = clock
        self._vault = vault

    async def account(self, room: Room, unit: UnitOfWork | None = None) -> SpotifyAccount | None:
        """Return the account that a room has connected; None if it uses the host's.

        Within a transaction, its `unit` has to be given.
        """
        read = unit or self._store.read
        current = await read.rooms.get(room.id)
        if current is None or current.spotify_account is None:
            return None
        return await read.accounts.get(current.spotify_account)

    async def credentials(self, account_id: AccountId) -> Credentials | None:
        """Return the credentials of an account; None if it has to be connected again.

        That is so if its grant has ended, or if they were sealed with a key that is lost.
        """
        account = await self._store.read.accounts.get(account_id)
        if account is None or account.state is not AccountState.CONNECTED:
            return None
        app = None
        try:
            if account.client_id:
                secret = self._vault.open(account.client_secret, secret_of(account_id))
                app = SpotifyApp(account.client_id, secret)
            token = self._vault.open(account.refresh_token, token_of(account_id))
        except WrongKey as fault:
            log.error("the Spotify account of room %s: %s", account.room_id, fault)  # noqa: TRY400
            return None
        return Credentials(app, token, account.owner_id)

    async def bind_secrets(self) -> None:
        """Seal once, for its place, each secret that an older version sealed for none.

        From then on what is sealed for no place opens nowhere. It is done again at each start while
        the key does not open all of them: it may be put back.
        """
        if await self._store.read.facts.get(_BOUND):
            return
        async with self._store.transaction(None) as unit:
            tokens = await unit.facts.beginning(_HOST_TOKEN)
            shut = [not await self._bind_fact(unit, name, tokens[name]) for name in tokens]
            shut += [not await self._bind(unit, one) for one in await unit.accounts.all()]
            if not any(shut):
                await unit.facts.set(_BOUND, "1")

    async def _bind_fact(self, unit: UnitOfWork, name: str, sealed: str) -> bool:
        with suppress(WrongKey):
            await unit.facts.set(name, self._vault.bind(sealed, name))
            return True
        return False

    async def _bind(self, unit: UnitOfWork, account: SpotifyAccount) -> bool:
        bind, id_ = self._vault.bind, account.id
        with suppress(WrongKey):
            if account.client_secret:
                secret = bind(account.client_secret, secret_of(id_))
                await unit.accounts.set_client_secret(id_, secret)
            if account.refresh_token:
                await unit.accounts.set_token(id_, bind(account.refresh_token, token_of(id_)))
            return True
        return False

    async def check_key(self) -> None:
        """Warn in the log if the key does not open what is kept of connected accounts."""
        connected = await self._store.read.accounts.connected()
        shut = sum(not _opens(self._vault, account) for account in connected)
        if shut:
            log.error(
                "the key does not open the Spotify accounts of %d of %d rooms. Put the key back"
                " that the bot had before, behind the new one, and start it again; or have these"
                " rooms connect Spotify again. Everything else goes on",
                shut,
                len(connected),
            )

    async def renewed(self, account_id: AccountId, refresh_token: str) -> None:
        """Store the refresh token with which Spotify replaced the previous one."""
        async with self._store.transaction(None) as unit:
            await unit.accounts.set_token(
                account_id, self._vault.seal(refresh_token, token_of(account_id))
            )

    async def host_token(self, name: str) -> str:
        """Return the token that replaced the host's own token of this name; empty if none did."""
        sealed = await self._store.read.facts.get(f"{_HOST_TOKEN}{name}")
        try:
            return self._vault.open(sealed, f"{_HOST_TOKEN}{name}") if sealed else ""
        except WrongKey as fault:
            log.error("the host's renewed Spotify token: %s", fault)  # noqa: TRY400
            return ""  # the configured one usually stays good

    async def store_host_token(self, name: str, refresh_token: str) -> None:
        """Store a refresh token that replaces the host's own token of this name."""
        async with self._store.transaction(None) as unit:
            fact = f"{_HOST_TOKEN}{name}"
            await unit.facts.set(fact, self._vault.seal(refresh_token, fact))

    async def lease_refresh(self, name: str, lease: int, seconds: float) -> bool:
        """Take a turn at getting an account new tokens; False while another process has it."""
        async with self._store.transaction(None) as unit:
            return await unit.accounts.lease_refresh(name, lease, self._clock.now(), seconds)

    async def release_refresh(self, name: str, lease: int) -> None:
        """End a turn."""
        async with self._store.transaction(None) as unit:
            await unit.accounts.release_refresh(name, lease)

    async def trouble(self, name: str) -> str:
        """Return what an account of this name has been refused for since when; empty if nothing."""
        return await self._store.read.facts.get(f"{_TROUBLE}{name}") or ""

    async def store_trouble(self, name: str, trouble: str) -> None:
        """Store what an account of this name is refused for."""
        async with self._store.transaction(None) as unit:
            await unit.facts.set(f"{_TROUBLE}{name}", trouble)

    async def mark_ended(self, room_id: RoomId) -> None:
        """Record that the grant of a room's account has ended; ask its owner once to reconnect.

        An account that is only sealed with a lost key has not ended: the key may be put back.
        """
        now = int(self._clock.now())
        async with self._store.transaction(room_id) as unit:
            room = await unit.rooms.get(room_id)
            if room is None or room.spotify_account is None:
                return
            stored = await unit.accounts.get(room.spotify_account)
            if stored is not None and not _opens(self._vault, stored):
                return
            gone = await unit.accounts.move(
                room.spotify_account, AccountState.CONNECTED, AccountState.ENDED
            )
            account = await unit.accounts.get(room.spotify_account)
            if gone and account is not None:
                await _tell(unit, account, now)

    async def remind_of_end(self) -> None:
        """Remind the people whose accounts' grants will end, three times in all."""
        now = int(self._clock.now())
        for days in reversed(REMINDER_DAYS):
            old = await self._store.read.accounts.due_for_reminder(now - days * _DAY, days)
            for account in old:
                async with self._store.transaction(None) as unit:
                    if await unit.accounts.set_reminded(account.id, account.reminded, days):
                        await _tell(unit, account, now)


async def _tell(unit: UnitOfWork, account: SpotifyAccount, now: int) -> None:
    kind, destination = EffectKind.REQUEST_RECONNECT, person(account.connected_by)
    await unit.outbox.promise(kind, destination, account.id, account.room_id, now)


def _opens(vault: Vault, account: SpotifyAccount) -> bool:
    try:
        vault.open(account.refresh_token, token_of(account.id))
    except WrongKey:
        return False
    return True


def days_left(account: SpotifyAccount, now: float) -> int:
    """Return in how many days an account's grant ends; 0 if it has ended."""
    if account.state is not AccountState.CONNECTED:
        return 0
    return max(0, GRANT_DAYS - int((now - account.authorized_at) // _DAY))
