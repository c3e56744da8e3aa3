"""What the services need of the world, as protocols. Adapters elsewhere implement them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.model import Recording


class Clock(Protocol):
    """The one clock of the bot."""

    def now(self) -> float:
        """Return the present instant in UTC seconds."""
        ...


class Catalogue(Protocol):
    """Where recordings are looked up: Spotify."""

    @property
    def configured(self) -> bool:
        """Whether this installation can look anything up at all."""
        ...

    async def search(self, words: str) -> Sequence[Recording]:
        """Return up to ten recordings that match, best first.

        Raises:
            SpotifyNotConfigured, SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect.
        """
        ...

    async def track(self, track_id: str) -> Recording:
        """Return one recording by its 22-character id.

        Raises:
            NotFound: There is no such recording.
            SpotifyNotConfigured, SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect.
        """
        ...


@dataclass(frozen=True, slots=True)
class PlaylistIntent:
    """What a playlist should hold.

    Attributes:
        playlist_id: The 22-character id, or empty to have one made (mode `mirror` only).
        name: The title of a playlist that is to be made.
        marker: A token put into the description of a made playlist, by which it is found again
            when the answer to its creation is lost.
        mode: `append` (people edit it too: only add) or `mirror` (it is the bot's own).
        wanted: Spotify track URIs in order.
        isrcs: The ISRC of each wanted URI, where known.
        added: URIs the bot itself is known to have put there earlier.
    """

    playlist_id: str
    name: str
    marker: str
    mode: str
    wanted: tuple[str, ...]
    isrcs: dict[str, str]
    added: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync found and did, from reading the playlist back.

    Attributes:
        playlist_id: The playlist that now holds the songs.
        present: All track URIs it holds, in order.
        added: The wanted URIs that are there by the bot's doing, now or earlier.
        taken_out: Wanted URIs that a human took out, which therefore stay out (append).
        dead: Wanted URIs that Spotify no longer has.
        calls: How many Web API calls it took.
    """

    playlist_id: str
    present: tuple[str, ...]
    added: frozenset[str]
    taken_out: tuple[str, ...]
    dead: tuple[str, ...]
    calls: int


class Playlists(Protocol):
    """Where playlists are kept in line with the bot's intent: Spotify."""

    @property
    def configured(self) -> bool:
        """Whether this installation has an account to write playlists with."""
        ...

    async def sync(self, intent: PlaylistIntent) -> SyncReport:
        """Bring a playlist in line and say what is there now.

        A write whose answer was lost is never repeated blindly: the playlist is read again first.
        Safe to call again after any failure.

        Raises:
            SpotifyNotConfigured, SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect,
            PlaylistGone.
        """
        ...
