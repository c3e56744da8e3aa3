"""What people do to playlists in the Spotify app while the bot is at work."""

import threading
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.demo.spotify.catalogue import Track
from bot.demo.spotify.rules import Details
from bot.demo.spotify.state import Account, Entry, Playlist, PlaylistView, State

COLLEAGUE = "a-colleague"
"""The account whose hand adds songs when a human does."""


class People:
    """The hands of people on the simulated Spotify; any thread may lend them.

    A playlist id that does not exist raises KeyError throughout; an edit that cannot be made
    raises ValueError.
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
        """All songs that this Spotify ever knew."""
        return tuple(self._state.tracks.values())

    @property
    def playlists(self) -> tuple[PlaylistView, ...]:
        """All playlists as they stand now, in the order in which they were made."""
        with self._lock:
            return tuple(self._state.view(one) for one in self._state.playlists.values())

    def playlist(self, playlist_id: str) -> PlaylistView:
        """Return a playlist as it stands now."""
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
            name: Need not be the only one of its kind.
            uris: What it holds, in order.
            owner: The id of the account that makes it; empty for the bot's own.
            public: Whether it is seen in its owner's profile.
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
        """Take a song out of a playlist, however often it is there."""
        with self._lock:
            playlist = self._state.playlists[playlist_id]
            if uri not in playlist.uris:
                raise ValueError(f"{uri} is not in {playlist.name}")
            playlist.remove((uri,))

    def human_reorders(self, playlist_id: str, uris: Sequence[str]) -> None:
        """Put the songs of a playlist into another order; `uris` names each of them."""
        with self._lock:
            playlist = self._state.playlists[playlist_id]
            if Counter(uris) != Counter(playlist.uris):
                raise ValueError(f"{playlist.name} holds other songs than those")
            playlist.replace(_in_order(playlist, uris))

    def human_renames(self, playlist_id: str, name: str) -> None:
        """Give a playlist another name."""
        with self._lock:
            self._state.playlists[playlist_id].change(Details(name=name))

    def delete_playlist(self, playlist_id: str) -> None:
        """Take a playlist out of the account's library, which is all that deleting one means.

        Spotify goes on reading and writing it; only the library tells.
        """
        with self._lock:
            self._state.library.pop(self._state.playlists[playlist_id].uri, None)

    def withdraw_track(self, uri: str) -> None:
        """Take a song off Spotify: not found any more, null where it stands in a playlist."""
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
