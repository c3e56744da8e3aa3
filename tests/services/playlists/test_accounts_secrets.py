"""Tokens and secrets are kept sealed, and renewed ones take their place."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.demo.spotify.server import SimulatedSpotify
from bot.domain.errors import InvalidInput, NeedsReconnect
from bot.encryption import Vault as RealVault
from bot.encryption import new_key
from bot.services.playlists.accounts import SpotifyAccounts
from bot.services.ports.repositories.spotify import AccountState
from bot.services.ports.spotify import Grant, SpotifyApp
from bot.spotify.account import Account
from bot.spotify.accounts import Accounts, HostAccount
from storage.checkup import Checkup
from storage.database import Database
from tests.backends import ONLY_SQLITE
from tests.fakes import FakeCatalogue, FakeClock, FakeLibrary, FakePlaylists, FakeSpotify
from tests.services.conftest import House, housed
from tests.services.playlists.connected import APP, account_of, connect, landed

FROM_ANOTHER_COLUMN = "UPDATE spotify_accounts SET sealed_client_secret = sealed_refresh_token"
FROM_ANOTHER_TABLE = (
    "UPDATE spotify_accounts SET sealed_refresh_token ="
    " (SELECT value FROM facts WHERE name = 'spotify_token:host')"
)


@pytest.fixture
async def spotify(clock: FakeClock) -> AsyncIterator[SimulatedSpotify]:
    async with SimulatedSpotify(clock=clock.now) as simulated:
        yield simulated


async def test_a_renewed_token_takes_the_place_of_the_one_before(house: House) -> None:
    await connect(house)
    account = await account_of(house)
    accounts = house.services.accounts
    await accounts.renewed(account.id, "refresh-2")
    kept = await accounts.credentials(account.id)
    assert kept is not None
    assert kept.refresh_token == "refresh-2"
    assert await accounts.host_token("name") == ""
    await accounts.store_host_token("name", "host-2")
    assert await accounts.host_token("name") == "host-2"


@ONLY_SQLITE
async def test_no_secret_stands_in_the_file_in_clear(
    store: Database, clock: FakeClock, tmp_path: Path
) -> None:
    path = tmp_path / "needledrop.db"
    grant = Grant("refresh-token-of-the-account", "owner-1", "Dana")
    catalogue = FakeCatalogue([])
    spotify = FakeSpotify(catalogue, FakePlaylists(), FakeLibrary(), grant=grant)
    vault = RealVault([new_key()])
    async with housed(store, clock, path, spotify, vault) as house:
        await landed(house, app=APP)  # asked for, and not yet agreed to
        await connect(house, app=APP)
        account = await account_of(house)
        await house.services.accounts.renewed(account.id, "refresh-token-renewed")
        await house.services.accounts.store_host_token("host", "refresh-token-of-the-host")
        kept = await house.services.accounts.credentials(account.id)
        assert kept is not None
        assert (kept.app, kept.refresh_token) == (APP, "refresh-token-renewed")
        await asyncio.to_thread(look_for_secrets, path, account.owner_id)


async def test_secrets_swapped_between_rows_do_not_open(
    store: Database, clock: FakeClock, tmp_path: Path
) -> None:
    path = tmp_path / "needledrop.db"
    vault = RealVault([new_key()])
    async with housed(store, clock, path, vault=vault) as house:
        await connect(house, app=APP)
        account, accounts = await account_of(house), house.services.accounts
        await accounts.store_host_token("host", "host's")
        for swap in (FROM_ANOTHER_COLUMN, FROM_ANOTHER_TABLE):
            kept = await account_of(house)
            await house.rows(swap)
            assert await accounts.credentials(account.id) is None
            async with store.transaction(None) as unit:
                await unit.accounts.set_token(account.id, kept.refresh_token)
                await unit.accounts.set_client_secret(account.id, kept.client_secret)
        assert await accounts.credentials(account.id) is not None


async def unbound(house: House, old: Fernet) -> None:
    """Have secrets be as a version left them that sealed them for no place."""
    account = await account_of(house)
    async with house.store.transaction(None) as unit:
        await unit.accounts.set_token(account.id, old.encrypt(b"older").decode())
        secret = old.encrypt(APP.client_secret.encode()).decode()
        await unit.accounts.set_client_secret(account.id, secret)
        await unit.facts.set("spotify_token:host", old.encrypt(b"host's").decode())


@ONLY_SQLITE
async def test_what_an_older_version_sealed_is_bound_at_the_start_and_only_then(
    store: Database, clock: FakeClock, tmp_path: Path
) -> None:
    path, key = tmp_path / "needledrop.db", new_key()
    vault, old = RealVault([key]), Fernet(key)
    async with housed(store, clock, path, vault=vault) as house:
        await connect(house, app=APP)
        account, accounts = await account_of(house), house.services.accounts
        await unbound(house, old)
        async with store.transaction(None) as unit:
            await unit.facts.set("secrets_bound", "")  # as it is before the first start
        assert await accounts.credentials(account.id) is None, "nothing unbound opens"
        lost = SpotifyAccounts(store, clock, RealVault([new_key()]))
        await lost.bind_secrets()  # the key may be put back, so it is tried again
        await accounts.bind_secrets()
        kept = await accounts.credentials(account.id)
        assert kept is not None
        assert (kept.app, kept.refresh_token) == (APP, "older")
        assert await accounts.host_token("host") == "host's"
        await asyncio.to_thread(look_for_places, path, vault)
        await unbound(house, old)  # put there later, from an old copy
        await accounts.bind_secrets()
        assert await accounts.credentials(account.id) is None
        assert await accounts.host_token("host") == ""


@ONLY_SQLITE
async def test_everything_that_is_sealed_is_bound_to_its_place(
    store: Database, clock: FakeClock, tmp_path: Path
) -> None:
    path, vault = tmp_path / "needledrop.db", RealVault([new_key()])
    async with housed(store, clock, path, vault=vault) as house:
        await landed(house, app=APP)
        await connect(house, app=APP)
        await house.services.accounts.store_host_token("host", "host's")
        await asyncio.to_thread(look_for_places, path, vault)


def look_for_places(path: Path, vault: RealVault) -> None:
    """Look at each sealed value that the database holds."""
    sealed = Checkup(path).sealed()
    assert len(sealed) >= 4, "a token, the secret of an app, the host's token, a key"
    assert all(map(vault.is_bound, sealed))


def look_for_secrets(path: Path, public: str) -> None:
    """Read all that SQLite keeps on the disk, free pages and its journal too."""
    held = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    assert public.encode() in held  # so what is looked for would be found
    for secret in ("refresh-token", APP.client_secret, "AQD-code"):
        assert secret.encode() not in held


def accounts_of(
    spotify: SimulatedSpotify, store: Database, clock: FakeClock, kept: SpotifyAccounts
) -> Accounts:
    def make(app: SpotifyApp, token: str) -> Account:
        login = (app.client_id, app.client_secret, token)
        return Account(*login, spotify.api_url, spotify.token_url)

    app = SpotifyApp(spotify.client_id, spotify.client_secret)
    host = HostAccount(app, spotify.refresh_token, "http://127.0.0.1:1/")
    return Accounts(make, host, token_store=kept, allowance=store.allowance, clock=clock)


async def test_a_lost_key_means_connecting_again_and_nothing_else(
    store: Database,
    clock: FakeClock,
    tmp_path: Path,
    spotify: SimulatedSpotify,
    caplog: pytest.LogCaptureFixture,
) -> None:
    vault, lost = RealVault([key := new_key()]), RealVault([new_key()])
    grant = Grant(spotify.refresh_token, "owner-1", "Dana")
    catalogue = FakeCatalogue([])
    fake = FakeSpotify(catalogue, FakePlaylists(), FakeLibrary(), grant=grant)
    app = SpotifyApp(spotify.client_id, spotify.client_secret)
    async with housed(store, clock, tmp_path / "needledrop.db", fake, vault) as house:
        await connect(house, app=app)
        pasted = await landed(house, app=app)
        account = await account_of(house)
        await house.services.accounts.store_host_token("host", "renewed")
        for vault_, state in ((lost, "reconnect"), (RealVault([new_key(), key]), "connected")):
            kept = SpotifyAccounts(store, clock, vault_)
            seen = accounts_of(spotify, store, clock, kept)
            assert await seen.of(account.id).state() == state
            caplog.clear()
            await kept.check_key()
            assert ("1 of 1 rooms" in caplog.text) is (vault_ is lost)
            assert await kept.host_token("host") == ("" if vault_ is lost else "renewed")
            await kept.mark_ended(house.room.id)
            if vault_ is lost:
                with pytest.raises(NeedsReconnect):
                    await seen.of(account.id).search("hurt")
                state_then = await house.services.accounts.account(house.room)
                assert state_then is not None
                assert state_then.state is AccountState.CONNECTED, "the key may be put back"
            await seen.close()
        house.services.authorization._vault = lost
        with pytest.raises(InvalidInput) as refusal:
            await house.services.authorization.finish(house.boss, house.room, pasted)
        assert refusal.value.what == "connect.expired"
