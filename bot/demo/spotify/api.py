"""The Web API's routes that the bot needs and a development-mode app may call.

All others answer 404; those that development mode has lost answer 403.
"""

import re
from collections.abc import Callable

from msgspec import Struct

from bot.demo.spotify import rules
from bot.demo.spotify.fields import select
from bot.demo.spotify.search import Index
from bot.demo.spotify.shapes import Shapes
from bot.demo.spotify.state import Playlist, State
from bot.demo.spotify.wire import Answer, Call, Json, Refused, as_json

_REMOVED = re.compile(
    r"/playlists/[^/]+/(tracks|followers(/contains)?)"
    r"|/users/[^/]+(/playlists)?"
    r"|/(tracks|albums|artists|episodes|shows|chapters|audiobooks|markets|recommendations)"
    r"|/me/(tracks|albums|episodes|shows|audiobooks|following)(/contains)?"
    r"|/artists/[^/]+/(top-tracks|related-artists)"
    r"|/(audio-features|audio-analysis|browse)(/.*)?"
)


class _Request(Struct, frozen=True):
    """An authorized call to a known route.

    Attributes:
        path_id: The id in the path; empty if the path has none.
        scopes: What the account's owner agreed to.
    """

    call: Call
    path_id: str
    scopes: frozenset[str]

    def need(self, *scopes: str) -> None:
        """Refuse the call unless one of these scopes was granted."""
        if self.scopes.isdisjoint(scopes):
            raise Refused(403, "Insufficient client scope")


class Api:
    """Answers calls from the state, and changes it."""

    def __init__(self, state: State, shapes: Shapes) -> None:
        self._state = state
        self._shapes = shapes
        self._index = Index(list(state.tracks.values()))
        playlist, me = r"/playlists/([^/]+)", "/me"
        self._routes: dict[str, dict[str, Callable[[_Request], Answer]]] = {
            me: {"GET": self._me},
            "/search": {"GET": self._search},
            r"/tracks/([^/]+)": {"GET": self._track},
            playlist: {"GET": self._playlist, "PUT": self._change},
            f"{playlist}/items": {
                "GET": self._items,
                "POST": self._add,
                "PUT": self._update,
                "DELETE": self._remove,
            },
            f"{playlist}/images": {"PUT": self._upload_cover},
            f"{me}/playlists": {"GET": self._my_playlists, "POST": self._create},
            f"{me}/library": {"PUT": self._save, "DELETE": self._forget},
            f"{me}/library/contains": {"GET": self._contains},
        }

    def answer(self, call: Call, scopes: frozenset[str]) -> Answer:
        """Answer one call, which takes effect as a whole or not at all.

        Raises:
            Refused: Spotify says no.
        """
        path = call.path.removeprefix("/v1")
        if path == call.path:
            raise Refused(404, "Service not found")
        for pattern, methods in self._routes.items():
            if match := re.fullmatch(pattern, path):
                if call.method not in methods:
                    raise Refused(405, "Method not allowed")
                return methods[call.method](_Request(call, "".join(match.groups()), scopes))
        if _REMOVED.fullmatch(path.rstrip("/")):
            raise Refused(403, "Forbidden")
        raise Refused(404, "Service not found")

    def _me(self, _request: _Request) -> Answer:
        return as_json(200, self._shapes.me(self._state.account))

    def _track(self, request: _Request) -> Answer:
        uri = f"spotify:track:{rules.check_id(request.path_id)}"
        track = self._state.track(uri)
        if track is None:
            raise Refused(404, f"Non existing id: '{uri}'")
        return as_json(200, self._shapes.track(track))

    def _search(self, request: _Request) -> Answer:
        query = request.call.query
        words, limit, offset = rules.search(query)
        found = [one for one in self._index.search(words) if self._state.track(one.uri)]
        tracks = [self._shapes.track(track) for track in found[offset : offset + limit]]
        page = self._shapes.page("/search", query, tracks, len(found), limit, offset)
        return as_json(200, {"tracks": page})

    def _playlist(self, request: _Request) -> Answer:
        shape = self._shapes.playlist(self._get(request))
        return as_json(200, select(request.call.query.get("fields"), shape))

    def _items(self, request: _Request) -> Answer:
        request.need("playlist-read-private")
        playlist = self._readable(request)
        query = request.call.query
        page = self._shapes.items(playlist, *rules.page(query), query)
        return as_json(200, select(query.get("fields"), page))

    def _my_playlists(self, request: _Request) -> Answer:
        request.need("playlist-read-private")
        query = request.call.query
        limit, offset = rules.page(query)
        saved_playlists = self._state.saved_playlists()
        tracks = [
            self._shapes.simple_playlist(one) for one in saved_playlists[offset : offset + limit]
        ]
        page = self._shapes.page(
            "/me/playlists", query, tracks, len(saved_playlists), limit, offset
        )
        return as_json(200, page)

    def _create(self, request: _Request) -> Answer:
        details = rules.details(request.call, creating=True)
        public = details.public is not False
        request.need(_scope(public=public))
        if public and details.collaborative:
            raise Refused(400, "A public playlist cannot be collaborative")
        playlist = self._state.create(details.name or "", self._state.account, public=public)
        playlist.change(details)
        playlist.public |= self._state.publishes
        return as_json(201, self._shapes.playlist(playlist))

    def _change(self, request: _Request) -> Answer:
        playlist = self._owned(request)
        request.need(_scope(public=playlist.public))
        playlist.change(rules.details(request.call))
        return Answer(200)

    def _upload_cover(self, request: _Request) -> Answer:
        request.need("ugc-image-upload")
        playlist = self._owned(request)
        playlist.cover = rules.cover(request.call)
        playlist.revision += 1
        return Answer(202)

    def _add(self, request: _Request) -> Answer:
        playlist = self._writable(request)
        addition = rules.addition(request.call)
        entries = self._state.entries(addition.uris, self._state.account.id)
        playlist.insert(entries, addition.position)
        return as_json(201, _snapshot(playlist))

    def _update(self, request: _Request) -> Answer:
        playlist = self._writable(request)
        update = rules.update(request.call)
        if isinstance(update, rules.Move):
            playlist.check_snapshot(update.snapshot_id)
            playlist.move(update)
        else:
            playlist.replace(self._state.entries(update, self._state.account.id))
        return as_json(200, _snapshot(playlist))

    def _remove(self, request: _Request) -> Answer:
        playlist = self._writable(request)
        removal = rules.removal(request.call)
        playlist.check_snapshot(removal.snapshot_id)
        playlist.remove(removal.uris)
        return as_json(200, _snapshot(playlist))

    def _contains(self, request: _Request) -> Answer:
        request.need("user-library-read", "user-follow-read")
        uris = rules.library_uris(request.call.query, asking=True)
        return as_json(200, [uri in self._state.library for uri in uris])

    def _save(self, request: _Request) -> Answer:
        self._state.library |= dict.fromkeys(self._library_uris(request))
        return Answer(200)

    def _forget(self, request: _Request) -> Answer:
        for uri in self._library_uris(request):
            self._state.library.pop(uri, None)
        return Answer(200)

    def _library_uris(self, request: _Request) -> tuple[str, ...]:
        """Check a call that changes the library; each kind of URI has its own scope."""
        uris = rules.library_uris(request.call.query)
        kinds = {uri.split(":")[1] for uri in uris}
        scopes = {"playlist": "playlist-modify-public", "user": "user-follow-modify"}
        for kind in kinds:
            request.need(scopes.get(kind, "user-library-modify"))
        return uris

    def _get(self, request: _Request) -> Playlist:
        playlist = self._state.playlists.get(rules.check_id(request.path_id))
        if playlist is None:
            raise Refused(404, "Resource not found")
        return playlist

    def _readable(self, request: _Request) -> Playlist:
        playlist = self._get(request)
        if not playlist.open_to(self._state.account.id):
            raise Refused(403, "Forbidden")
        return playlist

    def _writable(self, request: _Request) -> Playlist:
        playlist = self._readable(request)
        request.need(_scope(public=playlist.public))
        return playlist

    def _owned(self, request: _Request) -> Playlist:
        playlist = self._get(request)
        if playlist.owner != self._state.account:
            raise Refused(403, "You cannot change the details of a playlist you do not own")
        return playlist


def _scope(*, public: bool) -> str:
    return "playlist-modify-public" if public else "playlist-modify-private"


def _snapshot(playlist: Playlist) -> Json:
    return {"snapshot_id": playlist.snapshot_id}
