"""Playlists, connected accounts, and what accounts may still be asked."""

import json
from typing import Any

from typing_extensions import override

from bot.domain.model import AccountId, RoomId, UserId
from bot.services.ports.repositories.spotify import (
    AccountRepository,
    AccountState,
    ConnectionLink,
    PlaylistKind,
    PlaylistRepository,
    SpotifyAccount,
    StoredPlaylist,
)
from storage.repositories.repository import SqlRepository


class SqlPlaylistRepository(SqlRepository, PlaylistRepository):
    """`PlaylistRepository` in SQL."""

    @override
    async def get(self, kind: PlaylistKind, subject_id: int) -> StoredPlaylist | None:
        row = await self._sql.playlist(kind=kind.value, subject_id=subject_id)
        return None if row is None else playlist_of(row)

    @override
    async def of_room(self, room_id: RoomId) -> tuple[StoredPlaylist, ...]:
        rows = self._sql.playlists_of_room(room_id=room_id)
        return tuple([playlist_of(row) async for row in rows])

    @override
    async def known_as(self, playlist_id: str) -> tuple[StoredPlaylist, ...]:
        rows = self._sql.playlists_known_as(playlist_id=playlist_id)
        return tuple([playlist_of(row) async for row in rows])

    @override
    async def add(self, playlist: StoredPlaylist) -> None:
        await self._sql.add_playlist(**_columns(playlist))

    @override
    async def save(self, playlist: StoredPlaylist) -> None:
        await self._sql.save_playlist(**_columns(playlist))

    @override
    async def forget(self, kind: PlaylistKind, subject_id: int) -> None:
        await self._sql.forget_playlist(kind=kind.value, subject_id=subject_id)

    @override
    async def take_off_added(self, playlist: StoredPlaylist, uris: frozenset[str]) -> None:
        await self._sql.set_added(
            kind=playlist.kind.value,
            subject_id=playlist.subject_id,
            added=json.dumps(sorted(playlist.added - uris)),
        )

    @override
    async def set_details(self, playlist: StoredPlaylist) -> None:
        await self._sql.set_playlist_details(
            kind=playlist.kind.value,
            subject_id=playlist.subject_id,
            playlist_id=playlist.playlist_id,
            named=playlist.named,
            covered=playlist.covered,
        )

    @override
    async def lease(self, playlist_id: str, lease: int, now: int, seconds: int) -> bool:
        times = {"now": now, "leased_until": now + seconds, "believed": now + 2 * seconds}
        leased = await self._sql.lease_playlist(playlist_id=playlist_id, lease=lease, **times)
        return leased is not None

    @override
    async def release(self, playlist_id: str, lease: int) -> None:
        await self._sql.release_playlist(playlist_id=playlist_id, lease=lease)


class SqlAccountRepository(SqlRepository, AccountRepository):
    """`AccountRepository` in SQL."""

    @override
    async def lease_refresh(self, account: str, lease: int, now: float, seconds: float) -> bool:
        times = {"now": now, "leased_until": now + seconds, "believed": now + 2 * seconds}
        return await self._sql.lease_refresh(account=account, lease=lease, **times) is not None

    @override
    async def release_refresh(self, account: str, lease: int) -> None:
        await self._sql.release_refresh(account=account, lease=lease)

    @override
    async def get(self, account_id: AccountId) -> SpotifyAccount | None:
        row = await self._sql.account(id=account_id)
        return None if row is None else _account(row)

    @override
    async def add(self, account: SpotifyAccount) -> None:
        await self._sql.add_account(
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

    @override
    async def set_token(self, account_id: AccountId, refresh_token: str) -> None:
        await self._sql.set_refresh_token(id=account_id, refresh_token=refresh_token)

    @override
    async def set_client_secret(self, account_id: AccountId, client_secret: str) -> None:
        await self._sql.set_client_secret(id=account_id, client_secret=client_secret)

    @override
    async def move(self, account_id: AccountId, was: AccountState, becomes: AccountState) -> bool:
        moved = await self._sql.move_account(id=account_id, was=was.value, becomes=becomes.value)
        return moved is not None

    @override
    async def leave(self, room_id: RoomId) -> None:
        await self._use(room_id, None)

    @override
    async def all(self) -> tuple[SpotifyAccount, ...]:
        return tuple([_account(row) async for row in self._sql.all_accounts()])

    @override
    async def connected(self) -> tuple[SpotifyAccount, ...]:
        return tuple([_account(row) async for row in self._sql.connected_accounts()])

    @override
    async def due_for_reminder(self, before: int, reminded: int) -> tuple[SpotifyAccount, ...]:
        rows = self._sql.accounts_due_for_reminder(before=before, reminded=reminded)
        return tuple([_account(row) async for row in rows])

    @override
    async def set_reminded(self, account_id: AccountId, was: int, days: int) -> bool:
        noted = await self._sql.set_reminded(id=account_id, was=was, days=days)
        return noted is not None

    @override
    async def sweep_links(self, before: int) -> None:
        await self._sql.sweep_links(before=before)

    @override
    async def give_link(self, link: ConnectionLink) -> None:
        await self._sql.drop_links_of(room_id=link.room_id, user_id=link.user_id)
        await self._sql.give_link(
            nonce=link.nonce,
            room_id=link.room_id,
            user_id=link.user_id,
            client_id=link.client_id,
            client_secret=link.client_secret,
            expires_at=link.expires_at,
        )

    @override
    async def link(self, room_id: RoomId, user_id: UserId) -> ConnectionLink | None:
        row = await self._sql.given_link(room_id=room_id, user_id=user_id)
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

    @override
    async def drop_link(self, nonce: str) -> bool:
        return await self._sql.drop_link(nonce=nonce) is not None

    async def _use(self, room_id: RoomId, account_id: AccountId | None) -> None:
        await self._sql.use_account(room_id=room_id, account_id=account_id)


def _columns(playlist: StoredPlaylist) -> dict[str, object]:
    return {
        "kind": playlist.kind.value,
        "subject_id": playlist.subject_id,
        "room_id": playlist.room_id,
        "playlist_id": playlist.playlist_id,
        "owner_id": playlist.owner_id,
        "mode": playlist.mode,
        "added": json.dumps(sorted(playlist.added)),
        "present": json.dumps(playlist.present),
        "missing": json.dumps(dict(playlist.missing)),
        "synced_at": playlist.synced_at,
        "named": playlist.named,
        "covered": playlist.covered,
    }


def playlist_of(row: Any) -> StoredPlaylist:
    """Return the playlist in a row of `kept_playlists`."""
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
