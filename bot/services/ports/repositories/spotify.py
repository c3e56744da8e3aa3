"""The storage of playlists and of the accounts they are in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from msgspec import Struct, field

from bot.domain.model import (
    AccountId,
    RoomId,
    UserId,
)
from bot.domain.structs import SecretStruct


class PlaylistKind(StrEnum):
    """What a playlist is for: a room's boards, an episode's shortlist, or a character's songs."""

    BOARD = "board"
    SHORTLIST = "shortlist"
    CHARACTER = "character"


APPEND = "append"
"""People keep the playlist too: songs are only added."""
MIRROR = "mirror"
"""The playlist is the bot's own: it holds what it should, in order, and nothing else."""


class StoredPlaylist(Struct, frozen=True):
    """A playlist of a room, as the last sync left it.

    `subject_id` is the room of a board, the episode of a shortlist, or the character. `owner_id` is
    the Spotify user in whose account it was made or linked; empty for the host's. `mode` is
    `append` (people edit it too) or `mirror` (it is the bot's own). `missing` leads from the URI of
    a wanted song that is not there to the reason: `taken_out` or `dead`. `synced_at` is UTC
    seconds, 0 before the first sync. `named` and `covered` tell which title and description, and
    which cover, it was given last; both are empty before that.
    """

    kind: PlaylistKind
    subject_id: int
    room_id: RoomId
    playlist_id: str
    mode: str
    owner_id: str = ""
    added: frozenset[str] = frozenset()
    present: tuple[str, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)
    synced_at: int = 0
    named: str = ""
    covered: str = ""


class AccountState(StrEnum):
    """How a connection with Spotify stands. An ended one needs connecting again."""

    CONNECTED = "connected"
    ENDED = "ended"
    DISCONNECTED = "disconnected"


class SpotifyAccount(SecretStruct, frozen=True):
    """A Spotify account that a room has connected. Never printed.

    `client_id` and `client_secret` are empty where the host's app is used. `client_secret` and
    `refresh_token` are sealed. `authorized_at` is UTC seconds; `reminded` how many days old the
    grant was when its end was last pointed out.
    """

    id: AccountId
    room_id: RoomId
    client_id: str
    client_secret: str
    refresh_token: str
    owner_id: str
    owner_name: str
    connected_by: UserId
    authorized_at: int
    state: AccountState = AccountState.CONNECTED
    reminded: int = 0


class ConnectionLink(SecretStruct, frozen=True):
    """A link somebody was given to connect an account. Never printed.

    `nonce` comes back with the answer. `client_secret` is sealed; it and `client_id` are empty for
    the host's app. `expires_at` is UTC seconds.
    """

    nonce: str
    room_id: RoomId
    user_id: UserId
    client_id: str
    client_secret: str
    expires_at: int


class PlaylistRepository(Protocol):
    """The playlists of rooms."""

    async def get(self, kind: PlaylistKind, subject_id: int) -> StoredPlaylist | None:
        """Return a playlist by what it is for."""
        ...

    async def of_room(self, room_id: RoomId) -> tuple[StoredPlaylist, ...]:
        """Return all playlists of a room, in no order."""
        ...

    async def known_as(self, playlist_id: str) -> tuple[StoredPlaylist, ...]:
        """Return what a playlist of this id at Spotify is for, in whichever rooms, in no order."""
        ...

    async def add(self, playlist: StoredPlaylist) -> None:
        """Keep a playlist, unless there is one of its kind and subject."""
        ...

    async def save(self, playlist: StoredPlaylist) -> None:
        """Keep a playlist, or what the last sync left of it."""
        ...

    async def forget(self, kind: PlaylistKind, subject_id: int) -> None:
        """Delete what is stored of a playlist; it stays in its Spotify account."""
        ...

    async def take_off_added(self, playlist: StoredPlaylist, uris: frozenset[str]) -> None:
        """Forget that the bot had added some songs to a playlist."""
        ...

    async def set_details(self, playlist: StoredPlaylist) -> None:
        """Store which title and cover a playlist has, unless another has taken its place."""
        ...

    async def lease(self, playlist_id: str, lease: int, now: int, seconds: int) -> bool:
        """Lease a playlist of this id at Spotify for some seconds from now, or renew the lease.

        Return False if somebody else has it.
        """
        ...

    async def release(self, playlist_id: str, lease: int) -> None:
        """End a lease."""
        ...


class AccountRepository(Protocol):
    """Spotify accounts that rooms have connected, and links given to connect one."""

    async def lease_refresh(self, account: str, lease: int, now: float, seconds: float) -> bool:
        """Lease an account's tokens for some seconds; False if somebody else has them."""
        ...

    async def release_refresh(self, account: str, lease: int) -> None:
        """End such a lease."""
        ...

    async def get(self, account_id: AccountId) -> SpotifyAccount | None:
        """Return an account."""
        ...

    async def add(self, account: SpotifyAccount) -> None:
        """Store a new account and have its room use it."""
        ...

    async def set_token(self, account_id: AccountId, refresh_token: str) -> None:
        """Store another sealed refresh token."""
        ...

    async def set_client_secret(self, account_id: AccountId, client_secret: str) -> None:
        """Store the sealed secret of the account's app, sealed anew."""
        ...

    async def move(self, account_id: AccountId, was: AccountState, becomes: AccountState) -> bool:
        """Move an account to another state; False if it was not in the first."""
        ...

    async def leave(self, room_id: RoomId) -> None:
        """Make a room use the host's account again."""
        ...

    async def all(self) -> tuple[SpotifyAccount, ...]:
        """Return all accounts, in whatever state, in no order."""
        ...

    async def connected(self) -> tuple[SpotifyAccount, ...]:
        """Return all connected accounts, in no order."""
        ...

    async def due_for_reminder(self, before: int, reminded: int) -> tuple[SpotifyAccount, ...]:
        """Return connected accounts authorized before an instant and reminded of less."""
        ...

    async def set_reminded(self, account_id: AccountId, was: int, days: int) -> bool:
        """Record a reminder of an ending grant; False if another process did."""
        ...

    async def give_link(self, link: ConnectionLink) -> None:
        """Keep a link that somebody was given; one who gets another has only that one."""
        ...

    async def link(self, room_id: RoomId, user_id: UserId) -> ConnectionLink | None:
        """Return the link somebody was given for a room."""
        ...

    async def drop_link(self, nonce: str) -> bool:
        """Use a link up; False if it was used before."""
        ...

    async def sweep_links(self, before: int) -> None:
        """Forget the links that were good until an instant (UTC seconds) at most."""
        ...
