"""The state of the simulated Spotify: its songs, playlists, and the account's library."""

import base64
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct, field

from bot.demo.spotify.catalogue import Track, spotify_id
from bot.demo.spotify.rules import Details, Move
from bot.demo.spotify.wire import Refused

MAX_ITEMS = 10_000


class Account(Struct, frozen=True):
    """A Spotify account."""

    id: str
    display_name: str


class Entry(Struct, frozen=True):
    """An entry of a playlist: a URI, when it was added (UTC seconds) and by which account."""

    uri: str
    added_at: float
    added_by: str


class PlaylistView(Struct, frozen=True):
    """A playlist at one moment.

    Attributes:
        uris: In order.
        in_library: Whether it is in the account's library; its owner deletes it by taking it out.
        cover: The JPEG that was uploaded, if any.
    """

    id: str
    name: str
    description: str | None
    public: bool
    collaborative: bool
    owner: str
    uris: tuple[str, ...]
    snapshot_id: str
    in_library: bool
    cover: bytes | None


class Playlist(Struct):
    """A playlist that changes; each change gives it a new snapshot id."""

    id: str
    name: str
    owner: Account
    public: bool
    description: str | None = None
    collaborative: bool = False
    collaborators: frozenset[str] = frozenset()
    entries: list[Entry] = field(default_factory=list)
    cover: bytes | None = None
    revision: int = 1

    @property
    def uri(self) -> str:
        """The Spotify URI of the playlist."""
        return f"spotify:playlist:{self.id}"

    @property
    def uris(self) -> tuple[str, ...]:
        """What it holds, in order."""
        return tuple(entry.uri for entry in self.entries)

    @property
    def snapshot_id(self) -> str:
        """The name of its current version."""
        return self._snapshot(self.revision)

    def _snapshot(self, revision: int) -> str:
        return base64.b64encode(f"{revision:08d},{self.id}".encode()).decode()

    def check_snapshot(self, snapshot_id: str | None) -> None:
        """Refuse a version it never had. Spotify accepts old ones: this is no compare-and-swap."""
        known = (self._snapshot(revision) for revision in range(1, self.revision + 1))
        if snapshot_id is not None and snapshot_id not in known:
            raise Refused(400, "Invalid snapshot_id")

    def open_to(self, account_id: str) -> bool:
        """Return whether an account owns it or collaborates on it."""
        return account_id == self.owner.id or account_id in self.collaborators

    def change(self, details: Details) -> None:
        """Change its details.

        Raises:
            Refused: It would be both public and collaborative.
        """
        public = self.public if details.public is None else details.public
        collaborative = (
            self.collaborative if details.collaborative is None else details.collaborative
        )
        if public and collaborative:
            raise Refused(400, "A public playlist cannot be collaborative")
        self.public, self.collaborative = public, collaborative
        self.name = self.name if details.name is None else details.name
        if details.description is not None:
            self.description = details.description
        self.revision += 1

    def insert(self, entries: Sequence[Entry], position: int | None) -> None:
        """Add entries before a position, or at the end."""
        place = len(self.entries) if position is None else position
        if place > len(self.entries):
            raise Refused(400, "Index out of bounds.")
        if len(self.entries) + len(entries) > MAX_ITEMS:
            raise Refused(400, "Playlist size limit reached")
        self.entries[place:place] = entries
        self.revision += 1

    def replace(self, entries: Iterable[Entry]) -> None:
        """Hold these entries and nothing else."""
        self.entries = list(entries)
        self.revision += 1

    def move(self, move: Move) -> None:
        """Move a run of entries in front of another entry."""
        end = move.start + move.length
        if move.length < 1 or not 0 <= move.start < end <= len(self.entries):
            raise Refused(400, "Range out of bounds.")
        if not 0 <= move.before <= len(self.entries):
            raise Refused(400, "Index out of bounds.")
        run = self.entries[move.start : end]
        if move.before < move.start:
            before = move.before
        else:
            before = max(move.start, move.before - move.length)
        rest = self.entries[: move.start] + self.entries[end:]
        self.entries = rest[:before] + run + rest[before:]
        self.revision += 1

    def remove(self, uris: Iterable[str]) -> None:
        """Remove every occurrence of these URIs."""
        gone = set(uris)
        self.replace(entry for entry in self.entries if entry.uri not in gone)


class State:
    """The songs, the account, its library, and everybody's playlists."""

    def __init__(
        self, catalogue: Iterable[Track], account: Account, clock: Callable[[], float]
    ) -> None:
        self.clock = clock
        self.account = account
        self.tracks = {track.id: track for track in catalogue}
        self.withdrawn: set[str] = set()
        self.playlists: dict[str, Playlist] = {}
        self.library: dict[str, None] = {}
        self.publishes = False
        """Whether new playlists are public even if they were to be private, as has happened."""

    def track(self, uri: str) -> Track | None:
        """Return the track of a URI; None if it never existed or was withdrawn."""
        track = self.tracks.get(uri.rpartition(":")[2])
        return track if track and track.uri == uri and uri not in self.withdrawn else None

    def entries(self, uris: Iterable[str], by: str) -> list[Entry]:
        """Return entries for URIs that are being added.

        Raises:
            Refused: One of them does not exist, or no longer does (400).
        """
        wanted = tuple(uris)
        if not all(self.track(uri) for uri in wanted):
            raise Refused(400, "Payload contains a non-existing ID")
        return [Entry(uri, self.clock(), by) for uri in wanted]

    def create(self, name: str, owner: Account, *, public: bool = False) -> Playlist:
        """Return a new playlist; the account's own is in its library from the start."""
        made = str(len(self.playlists))
        playlist = Playlist(spotify_id("playlist", owner.id, made), name, owner, public)
        self.playlists[playlist.id] = playlist
        if owner == self.account:
            self.library[playlist.uri] = None
        return playlist

    def saved_playlists(self) -> list[Playlist]:
        """Return the playlists in the account's library, newest first."""
        everything = reversed(self.playlists.values())
        return [playlist for playlist in everything if playlist.uri in self.library]

    def view(self, playlist: Playlist) -> PlaylistView:
        """Return a playlist as it is now."""
        return PlaylistView(
            id=playlist.id,
            name=playlist.name,
            description=playlist.description,
            public=playlist.public,
            collaborative=playlist.collaborative,
            owner=playlist.owner.id,
            uris=playlist.uris,
            snapshot_id=playlist.snapshot_id,
            in_library=playlist.uri in self.library,
            cover=playlist.cover,
        )
