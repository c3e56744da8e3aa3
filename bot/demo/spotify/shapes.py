"""Build the JSON of tracks, playlists and pages as a development-mode app receives it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from bot.demo.spotify.catalogue import Track, spotify_id
from bot.demo.spotify.covers import SIZE
from bot.demo.spotify.rules import MAX_PAGE
from bot.demo.spotify.state import Account, Entry, Playlist, State
from bot.demo.spotify.wire import Json

OPEN = "https://open.spotify.com"


class Shapes:
    """Builds the JSON objects of answers.

    `root` is the address of the server, without a path; `covers` that of the covers' folder.
    """

    def __init__(self, root: str, covers: str, state: State) -> None:
        self._root = root
        self._covers = covers
        self._api = f"{root}/v1"
        self._state = state

    def track(self, track: Track) -> Json:
        """Return a track without what development mode leaves out (popularity, previews)."""
        artists = [self._artist(name) for name in track.artists]
        return self._object("track", track.id, track.title) | {
            "album": self._album(track),
            "artists": artists,
            "disc_number": 1,
            "duration_ms": track.duration_ms,
            "explicit": False,
            "external_ids": {"isrc": track.isrc},
            "is_local": False,
            "is_playable": True,
            "track_number": 1,
        }

    def me(self, account: Account) -> Json:
        """Return the account's own profile."""
        return self._person(account) | {
            "account_id": spotify_id("account", account.id)[:10],
            "display_name": account.display_name,
            "images": [],
        }

    def playlist(self, playlist: Playlist) -> Json:
        """Return a playlist; only its owner and collaborators see what it holds."""
        shape = self._about(playlist) | {"followers": {"href": None, "total": 0}}
        if playlist.open_to(self._state.account.id):
            shape["items"] = self.items(playlist, MAX_PAGE, 0, {})
        return shape

    def simple_playlist(self, playlist: Playlist) -> Json:
        """Return a playlist as an entry in a list of playlists."""
        shape = self._about(playlist)
        if playlist.open_to(self._state.account.id):
            href = f"{self._api}/playlists/{playlist.id}/items"
            shape["items"] = {"href": href, "total": len(playlist.entries)}
        return shape

    def items(self, playlist: Playlist, limit: int, offset: int, query: Mapping[str, str]) -> Json:
        """Return a page of what a playlist holds."""
        entries = [self._entry(entry) for entry in playlist.entries[offset : offset + limit]]
        path = f"/playlists/{playlist.id}/items"
        return self.page(path, query, entries, len(playlist.entries), limit, offset)

    def page(
        self,
        path: str,
        query: Mapping[str, str],
        items: Sequence[Json],
        total: int,
        limit: int,
        offset: int,
    ) -> Json:
        """Return a page with links to its neighbors, which keep the rest of the query."""

        def link(start: int) -> str:
            link_query = {**query, "offset": str(start), "limit": str(limit)}
            return f"{self._api}{path}?{urlencode(link_query)}"

        return {
            "href": link(offset),
            "items": list(items),
            "limit": limit,
            "next": link(offset + limit) if offset + limit < total else None,
            "offset": offset,
            "previous": link(max(0, offset - limit)) if offset else None,
            "total": total,
        }

    def _entry(self, entry: Entry) -> Json:
        track = self._state.track(entry.uri)
        added_at = datetime.fromtimestamp(entry.added_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return {
            "added_at": added_at,
            "added_by": self._person(Account(entry.added_by, entry.added_by)),
            "is_local": False,
            "item": self.track(track) if track else None,
        }

    def _about(self, playlist: Playlist) -> Json:
        owner = self._person(playlist.owner) | {"display_name": playlist.owner.display_name}
        return self._object("playlist", playlist.id, playlist.name) | {
            "collaborative": playlist.collaborative,
            "description": playlist.description,
            "images": self._image(f"playlists/{playlist.id}") if playlist.cover else [],
            "owner": owner,
            "public": playlist.public,
            "snapshot_id": playlist.snapshot_id,
        }

    def _album(self, track: Track) -> Json:
        album_id = spotify_id("album", track.artists[0], track.album)
        return self._object("album", album_id, track.album) | {
            "album_type": "album",
            "artists": [self._artist(track.artists[0])],
            "images": self._image(track.id),
            "release_date": str(track.year),
            "release_date_precision": "year",
            "total_tracks": 1,
        }

    def _artist(self, name: str) -> Json:
        return self._object("artist", spotify_id("artist", name), name)

    def _person(self, account: Account) -> Json:
        return {
            "external_urls": {"spotify": f"{OPEN}/user/{account.id}"},
            "href": f"{self._api}/users/{account.id}",
            "id": account.id,
            "type": "user",
            "uri": f"spotify:user:{account.id}",
        }

    def _object(self, kind: str, object_id: str, name: str) -> Json:
        return {
            "external_urls": {"spotify": f"{OPEN}/{kind}/{object_id}"},
            "href": f"{self._api}/{kind}s/{object_id}",
            "id": object_id,
            "name": name,
            "type": kind,
            "uri": f"spotify:{kind}:{object_id}",
        }

    def _image(self, name: str) -> list[Json]:
        return [{"url": f"{self._covers}/{name}", "height": SIZE, "width": SIZE}]
