"""What people do in the Spotify app, such as editing playlists, while the bot runs."""

import threading
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.demo.spotify.catalogue import Track
from bot.demo.spotify.rules import Details
from bot.demo.spotify.state import Account, Entry, Playlist, PlaylistView, State

COLLEAGUE = "a-colleague"
"""The account that adds songs when a human does."""


class People:
    """Acts for people on the simulated Spotify, from any thread.

    Every method raises KeyError if the playlist does not exist, and ValueError if the edit is not
    possible.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._lock = threading.RLock()

    @property
    def account(self) -> Account:
        """The account that the bot is connected to."""
        return self._state.account

    @property
    def catalogue(self) -> tuple[Track, ...]:
        """All songs of this Spotify, including withdrawn ones."""
        return tuple(self._state.tracks.values())

    @property
    def playlists(self) -> tuple[PlaylistView, ...]:
        """All playlists as they are now, in the order of creation."""
        with self._lock:
            return tuple(self._state.view(one) for one in self._state.playlists.values())

    def playlist(self, playlist_id: str) -> PlaylistView:
        """Return a playlist as it is now."""
        with self._lock:
            return self._state.view(self._state.playlists[playlist_id])

    def create_playlist(
        self,
        name: str,
        uris: Iterable[str] = (),
        *,
        owner: str = "",
        public: bool = False,
        collaborators: Iterable[str] = (),
    ) -> str:
        """Return the id of a new playlist.

        Args:
            name: Need not be unique.
            uris: What it holds, in order.
            owner: The id of the account that makes it; empty for the bot's own.
            public: Whether its owner's profile shows it.
            collaborators: The ids of accounts that may edit it too.
        """
        with self._lock:
            account = Account(owner, owner) if owner else self.account
            playlist = self._state.create(name, account, public=public)
            playlist.collaborators = frozenset(collaborators)
            playlist.collaborative = bool(playlist.collaborators)
            playlist.insert(self._entries(uris, account.id), None)
            return playlist.id

    def human_adds(self, playlist_id: str, uri: str, position: int | None = None) -> None:
        """Put a song into a playlist, at its end or before the one at `position`."""
        with self._lock:
            playlist = self._state.playlists[playlist_id]
            if position is not None and not 0 <= position <= len(playlist.entries):
                raise ValueError(f"{playlist.name} has no place {position}")
            playlist.insert(self._entries((uri,), COLLEAGUE), position)

    def human_removes(self, playlist_id: str, uri: str) -> None:
        """Remove every occurrence of a song from a playlist."""
        with self._lock:
            playlist = self._state.playlists[playlist_id]
            if uri not in playlist.uris:
                raise ValueError(f"{uri} is not in {playlist.name}")
            playlist.remove((uri,))

    def human_reorders(self, playlist_id: str, uris: Sequence[str]) -> None:
        """Reorder the songs of a playlist; `uris` names each of them."""
        with self._lock:
            playlist = self._state.playlists[playlist_id]
            if Counter(uris) != Counter(playlist.uris):
                raise ValueError(f"{playlist.name} holds other songs than those")
            playlist.replace(_in_order(playlist, uris))

    def human_renames(self, playlist_id: str, name: str) -> None:
        """Give a playlist another name."""
        with self._lock:
            self._state.playlists[playlist_id].change(Details(name=name))

    def publish_new_playlists(self, publishes: bool) -> None:
        """Have Spotify make new playlists public, or make them as it is asked again."""
        with self._lock:
            self._state.publishes = publishes

    def delete_playlist(self, playlist_id: str) -> None:
        """Remove a playlist from the account's library, which is all that deleting one does.

        It can still be read and written to; only the library shows that it was deleted.
        """
        with self._lock:
            self._state.library.pop(self._state.playlists[playlist_id].uri, None)

    def withdraw_track(self, uri: str) -> None:
        """Take a song off Spotify: it is no longer found, and is null in playlists that have it."""
        with self._lock:
            self._entries((uri,), COLLEAGUE)
            self._state.withdrawn.add(uri)

    def _entries(self, uris: Iterable[str], by: str) -> list[Entry]:
        wanted = tuple(uris)
        for uri in wanted:
            if self._state.track(uri) is None:
                raise ValueError(f"There is no song {uri}")
        return self._state.entries(wanted, by)


def _in_order(playlist: Playlist, uris: Sequence[str]) -> list[Entry]:
    waiting = list(playlist.entries)
    ordered = []
    for uri in uris:
        entry = next(one for one in waiting if one.uri == uri)
        waiting.remove(entry)
        ordered.append(entry)
    return ordered
