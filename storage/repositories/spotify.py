"""Playlists, connected accounts, and what accounts may still be asked."""

import json
from typing import Any

from bot.domain.model import AccountId, RoomId, UserId
from bot.services.ports.repositories.spotify import (
    AccountState,
    ConnectionLink,
    PlaylistKind,
    SpotifyAccount,
    StoredPlaylist,
)
from storage.queries import queries


class SqlPlaylistRepository:
    """Implements `PlaylistRepository`."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def get(self, kind: PlaylistKind, subject_id: int) -> StoredPlaylist | None:
        """Return a playlist by what it is for."""
        row = await queries.playlist(self._connection, kind=kind.value, subject_id=subject_id)
        return None if row is None else _playlist(row)

    async def of_room(self, room_id: RoomId) -> tuple[StoredPlaylist, ...]:
        """Return all playlists of a room, in no order."""
        rows = queries.playlists_of_room(self._connection, room_id=room_id)
        return tuple([_playlist(row) async for row in rows])

    async def save(self, playlist: StoredPlaylist) -> None:
        """Keep a playlist, or what the last sync left of it."""
        await queries.save_playlist(
            self._connection,
            kind=playlist.kind.value,
            subject_id=playlist.subject_id,
            room_id=playlist.room_id,
            playlist_id=playlist.playlist_id,
            owner_id=playlist.owner_id,
            mode=playlist.mode,
            added=json.dumps(sorted(playlist.added)),
            present=json.dumps(playlist.present),
            missing=json.dumps(dict(playlist.missing)),
            synced_at=playlist.synced_at,
            named=playlist.named,
            covered=playlist.covered,
        )

    async def forget(self, kind: PlaylistKind, subject_id: int) -> None:
        """Know a playlist no more; it stays in its Spotify account."""
        await queries.forget_playlist(self._connection, kind=kind.value, subject_id=subject_id)


class SqlAccountRepository:
    """Implements `AccountRepository`."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def get(self, account_id: AccountId) -> SpotifyAccount | None:
        """Return an account."""
        row = await queries.account(self._connection, id=account_id)
        return None if row is None else _account(row)

    async def add(self, account: SpotifyAccount) -> None:
        """Keep a new account and have its room use it."""
        await queries.add_account(
            self._connection,
            id=account.id,
            room_id=account.room_id,
            client_id=account.client_id,
            client_secret=account.client_secret,
            refresh_token=account.refresh_token,
            owner_id=account.owner_id,
            owner_name=account.owner_name,
            connected_by=account.connected_by,
            authorized_at=account.authorized_at,
            state=account.state.value,
        )
        await self._use(account.room_id, account.id)

    async def set_token(self, account_id: AccountId, refresh_token: str) -> None:
        """Keep another sealed refresh token."""
        await queries.set_refresh_token(
            self._connection, id=account_id, refresh_token=refresh_token
        )

    async def move(self, account_id: AccountId, was: AccountState, becomes: AccountState) -> bool:
        """Move an account to another state; False where it was not in the first."""
        moved = await queries.move_account(
            self._connection, id=account_id, was=was.value, becomes=becomes.value
        )
        return moved is not None

    async def leave(self, room_id: RoomId) -> None:
        """Have a room use the host's account again."""
        await self._use(room_id, None)

    async def ageing(self, before: int, reminded: int) -> tuple[SpotifyAccount, ...]:
        """Return connected accounts authorised before an instant and reminded of less."""
        rows = queries.ageing_accounts(self._connection, before=before, reminded=reminded)
        return tuple([_account(row) async for row in rows])

    async def set_reminded(self, account_id: AccountId, was: int, days: int) -> bool:
        """Note that an ending grant was pointed out; False where somebody else did."""
        noted = await queries.set_reminded(self._connection, id=account_id, was=was, days=days)
        return noted is not None

    async def give_link(self, link: ConnectionLink) -> None:
        """Keep a link that somebody was given; one who gets another has only that one."""
        await queries.drop_links_of(self._connection, room_id=link.room_id, user_id=link.user_id)
        await queries.give_link(
            self._connection,
            nonce=link.nonce,
            room_id=link.room_id,
            user_id=link.user_id,
            client_id=link.client_id,
            client_secret=link.client_secret,
            expires_at=link.expires_at,
        )

    async def link(self, room_id: RoomId, user_id: UserId) -> ConnectionLink | None:
        """Return the link somebody was given for a room."""
        row = await queries.given_link(self._connection, room_id=room_id, user_id=user_id)
        if row is None:
            return None
        return ConnectionLink(
            nonce=row["nonce"],
            room_id=room_id,
            user_id=user_id,
            client_id=row["client_id"],
            client_secret=row["sealed_client_secret"],
            expires_at=row["expires_at"],
        )

    async def drop_link(self, nonce: str) -> bool:
        """Use a link up; False where it was used before."""
        return await queries.drop_link(self._connection, nonce=nonce) is not None

    async def _use(self, room_id: RoomId, account_id: AccountId | None) -> None:
        await queries.use_account(self._connection, room_id=room_id, account_id=account_id)


def _playlist(row: Any) -> StoredPlaylist:
    return StoredPlaylist(
        kind=PlaylistKind(row["kind"]),
        subject_id=row["subject_id"],
        room_id=RoomId(row["room_id"]),
        playlist_id=row["playlist_id"],
        mode=row["mode"],
        owner_id=row["owner_id"],
        added=frozenset(json.loads(row["added"])),
        present=tuple(json.loads(row["present"])),
        missing=json.loads(row["missing"]),
        synced_at=row["synced_at"],
        named=row["named"],
        covered=row["covered"],
    )


def _account(row: Any) -> SpotifyAccount:
    return SpotifyAccount(
        id=AccountId(row["id"]),
        room_id=RoomId(row["room_id"]),
        client_id=row["client_id"],
        client_secret=row["sealed_client_secret"],
        refresh_token=row["sealed_refresh_token"],
        owner_id=row["owner_id"],
        owner_name=row["owner_name"],
        connected_by=UserId(row["connected_by"]),
        authorized_at=row["authorized_at"],
        state=AccountState(row["state"]),
        reminded=row["reminded"],
    )


class Allowances:
    """Implements `bot.services.ports.world.Allowance` for one Spotify account."""

    def __init__(self, database: Any, account: str) -> None:
        self._database = database
        self._account = account

    async def blocked_until(self) -> float:
        """Return the instant (UTC seconds) before which no call may be made; 0 where none."""
        connection = self._database.read.connection
        row = await queries.allowance(connection, account=self._account)
        return 0.0 if row is None else float(row["blocked_until"])

    async def block(self, until: float) -> None:
        """Remember that no call may be made before `until` (UTC seconds)."""
        async with self._database.transaction() as unit:
            await queries.block(unit.connection, account=self._account, blocked_until=until)

    async def spend(self, day: int) -> int:
        """Count one call on `day` (days since 1970, UTC); return how many it has now."""
        async with self._database.transaction() as unit:
            spent: int = await queries.spend(unit.connection, account=self._account, day=day)
            return spent
