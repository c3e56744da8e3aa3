"""What the services need of Spotify, as protocols. `bot.spotify` implements them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct, field

from bot.domain.allowance import NOBODY, Payer
from bot.domain.errors import RateLimited, SpotifyRefused, UpstreamError
from bot.domain.model import AccountId, Recording
from bot.domain.structs import SecretStruct


class Catalogue(Protocol):
    """Looks up recordings: Spotify."""

    @property
    def configured(self) -> bool:
        """Whether this installation can look anything up at all."""
        ...

    async def search(self, words: str, payer: Payer = NOBODY) -> Sequence[Recording]:
        """Return up to ten recordings that match, best first.

        Raises:
            SpotifyNotConfigured, SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect.
        """
        ...

    async def track(self, track_id: str, payer: Payer = NOBODY) -> Recording:
        """Return one recording by its 22-character id.

        Raises:
            NotFound: There is no such recording.
            SpotifyNotConfigured, SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect.
        """
        ...


Made = Callable[[str], Awaitable[None]]
"""Remembers the id of a playlist that was made."""


async def forget_made(playlist_id: str) -> None:
    """Do nothing about a playlist that was made: its marker finds it again."""
    del playlist_id


class PlaylistIntent(Struct, frozen=True):
    """What a playlist should hold.

    Attributes:
        playlist_id: The 22-character id, or empty to have one made (mode `mirror` only).
        name: The title of a playlist that is to be made.
        description: Its description, one line; the marker is in it.
        marker: A word by which a playlist that was made is found again when the answer to its
            creation is lost.
        mode: `append` (people edit it too: only add) or `mirror` (it is the bot's own).
        wanted: Spotify track URIs in order.
        identities: What each URI is known by besides, where anything is: see
            `bot.domain.versions.identity`.
        added: URIs the bot itself is known to have put there earlier.
        asks: Whether to ask first if it still stands, which costs a call. A deleted playlist can
            still be read and written to, where nobody finds the songs.
        others: What others want it to hold, with identities where known: that stays in it.
        stuck: Whether Spotify took nothing in the last attempt: this one is shorter then.
        payer: Whose share the calls are taken from.
    """

    playlist_id: str
    name: str
    description: str
    marker: str
    mode: str
    wanted: tuple[str, ...]
    identities: dict[str, str]
    added: frozenset[str] = frozenset()
    asks: bool = False
    others: Mapping[str, str] = field(default_factory=dict)
    stuck: bool = False
    payer: Payer = NOBODY


class SyncReport(Struct, frozen=True):
    """What a sync found and did, from reading the playlist back.

    Attributes:
        playlist_id: The playlist that now holds the songs.
        present: All track URIs it holds, in order.
        added: The URIs the bot is known to have put there, also wanted ones a human took out since.
        taken_out: Wanted URIs that a human took out, which therefore stay out (append).
        dead: Wanted URIs that Spotify no longer has.
        calls: How many Web API calls it took.
        made: Whether the playlist was made just now, with title and description.
        public: Whether it was seen to be public; None if that was not looked at.
    """

    playlist_id: str
    present: tuple[str, ...]
    added: frozenset[str]
    taken_out: tuple[str, ...]
    dead: tuple[str, ...]
    calls: int
    made: bool = False
    public: bool | None = None


class Playlists(Protocol):
    """Writes playlists: Spotify."""

    @property
    def configured(self) -> bool:
        """Whether this installation has an account to write playlists with."""
        ...

    async def sync(self, intent: PlaylistIntent, made: Made = forget_made) -> SyncReport:
        """Sync a playlist and report its contents.

        A write whose answer was lost is never repeated blindly: the playlist is read again first.
        Safe to call again after any failure.

        Args:
            intent: What the playlist should hold.
            made: Called with the id of a playlist that was made, before it is filled.

        Raises:
            SpotifyNotConfigured, SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect,
            PlaylistGone.
            PlaylistNotWritten: Spotify answers, and takes nothing that is written to it.
        """
        ...

    async def rename(self, playlist_id: str, name: str, description: str) -> None:
        """Give a playlist of the account's another title and description; costs one call.

        Raises:
            SpotifyNotConfigured, SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect.
        """
        ...

    async def upload_cover(self, playlist_id: str, picture: bytes) -> None:
        """Give a playlist of the account's another cover, a JPEG; costs one call.

        Raises:
            SpotifyNotConfigured, SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect.
        """
        ...


class PlaylistFacts(Struct, frozen=True):
    """What Spotify says of a playlist.

    Attributes:
        id: The 22-character id.
        owner_id: The id of the account it belongs to.
        owner_name: How that account calls itself; may be its id.
        public: Whether it is seen in its owner's profile and in searches.
        collaborative: Whether people may be let edit it who do not own it.
        total: How many places it has; None if the connected account may not read them, since it
            neither owns the playlist nor collaborates on it.
    """

    id: str
    name: str
    owner_id: str
    owner_name: str
    public: bool
    collaborative: bool
    total: int | None


class PlaylistPage(Struct, frozen=True):
    """Some of what a playlist holds.

    Attributes:
        total: How many places the whole playlist has.
        recordings: The places of this page in order, 50 at most; None for what is no song of
            Spotify's: one it no longer has, a local file, a podcast episode.
        lost: Of the None those that are songs, but have no title that can be shown: their place in
            this page, counted from 0, and their artists.
    """

    total: int
    recordings: tuple[Recording | None, ...]
    lost: tuple[tuple[int, str], ...] = ()


class Library(Protocol):
    """Reads people's playlists: Spotify.

    Both methods raise NotFound where there is no such playlist, and SpotifyNotConfigured,
    SpotifyUnavailable, SpotifyRefused, RateLimited and NeedsReconnect.
    """

    async def facts(self, playlist_id: str, payer: Payer = NOBODY) -> PlaylistFacts:
        """Return what a playlist is, by its 22-character id; costs one call.

        Raises SpotifyRefused where the account owns it, and may not read it all the same.
        """
        ...

    async def page(self, playlist_id: str, place: int, payer: Payer = NOBODY) -> PlaylistPage:
        """Return up to 50 places of a playlist, from one on that is counted from 0; one call.

        Raises:
            SpotifyRefused: With status 403: the account neither owns it nor collaborates on it.
        """
        ...


class SpotifyApp(SecretStruct, frozen=True):
    """An app in Spotify's dashboard. Never printed."""

    client_id: str
    client_secret: str


class Credentials(SecretStruct, frozen=True):
    """What an account is used with; `app` is None for the host's. Never printed.

    `owner_id` is whose account it is; empty if that is not known.
    """

    app: SpotifyApp | None
    refresh_token: str
    owner_id: str = ""


class Grant(SecretStruct, frozen=True):
    """What an account's owner has agreed to, and who that is. Never printed."""

    refresh_token: str
    owner_id: str
    owner_name: str


class SpotifyAccess(Catalogue, Playlists, Library, Protocol):
    """One account at Spotify. What it is asked raises what these three raise."""

    async def state(self) -> str:
        """Return `connected`, `off`, `reconnect`, `limited`, or the cause of what all is refused.

        A cause is followed by a space and since when it has been so (UTC seconds). Asks nobody.
        """
        if not self.configured:
            return "off"
        match await self.trouble():
            case None:
                return "connected"
            case RateLimited():
                return "limited"
            case SpotifyRefused(cause=cause, since=since):
                return f"{cause} {since}"
        return "reconnect"

    async def trouble(self) -> UpstreamError | None:
        """Return why nothing can be asked of Spotify now, as far as is known; asks nobody."""
        ...

    async def has_playlist(self, playlist_id: str, payer: Payer = NOBODY) -> bool:
        """Return whether a playlist is still in the account's library; costs one call."""
        ...


class Spotify(Protocol):
    """Spotify, for as many accounts as rooms have connected."""

    @property
    def has_app(self) -> bool:
        """Whether the host has an app that rooms can connect accounts with."""
        ...

    @property
    def redirect(self) -> str:
        """Where Spotify sends an account's owner back to: every app has to name that address."""
        ...

    def of(self, account_id: AccountId | None) -> SpotifyAccess:
        """Return the access to an account; None is the host's, which may be missing."""
        ...

    def address(self, app: SpotifyApp | None, nonce: str) -> str:
        """Return where an account's owner agrees; the nonce comes back with the answer."""
        ...

    async def exchange(self, app: SpotifyApp | None, code: str) -> Grant:
        """Return what a code stands for that came back from there.

        After AccountNotRead, or SpotifyRefused for another cause than what was agreed to, the same
        code can be given again for ten minutes.

        Raises:
            InvalidInput: It takes no such code (`connect.code`) or address (`connect.redirect`).
            AccountNotRead, SpotifyRefused.
        """
        ...

    async def forget(self, account_id: AccountId) -> None:
        """Clear the cached credentials of an account, whose grant has changed or ended."""
        ...
