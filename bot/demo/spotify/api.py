"""The paths of the Web API that a development-mode app may call and that the bot needs.

All others answer 404, those that development mode has lost 403.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class _Asked:
    """A call that passed the door.

    Attributes:
        its_id: The id in the path; empty where the path has none.
        scopes: What the account's owner agreed to.
    """

    call: Call
    its_id: str
    scopes: frozenset[str]

    def need(self, *scopes: str) -> None:
        """Refuse where none of these scopes was granted."""
        if self.scopes.isdisjoint(scopes):
            raise Refused(403, "Insufficient client scope")


class Api:
    """Answers calls out of the state, and changes it."""

    def __init__(self, state: State, shapes: Shapes) -> None:
        self._state = state
        self._shapes = shapes
        self._index = Index(list(state.tracks.values()))
        playlist, me = r"/playlists/([^/]+)", "/me"
        self._routes: dict[str, dict[str, Callable[[_Asked], Answer]]] = {
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
                return methods[call.method](_Asked(call, "".join(match.groups()), scopes))
        if _REMOVED.fullmatch(path.rstrip("/")):
            raise Refused(403, "Forbidden")
        raise Refused(404, "Service not found")

    def _me(self, _asked: _Asked) -> Answer:
        return as_json(200, self._shapes.me(self._state.account))

    def _track(self, asked: _Asked) -> Answer:
        uri = f"spotify:track:{rules.an_id(asked.its_id)}"
        track = self._state.track(uri)
        if track is None:
            raise Refused(404, f"Non existing id: '{uri}'")
        return as_json(200, self._shapes.track(track))

    def _search(self, asked: _Asked) -> Answer:
        query = asked.call.query
        words, limit, offset = rules.search(query)
        hits = [one for one in self._index.search(words) if self._state.track(one.uri)]
        shown = [self._shapes.track(track) for track in hits[offset : offset + limit]]
        page = self._shapes.page("/search", query, shown, len(hits), limit, offset)
        return as_json(200, {"tracks": page})

    def _playlist(self, asked: _Asked) -> Answer:
        shape = self._shapes.playlist(self._found(asked))
        return as_json(200, select(asked.call.query.get("fields"), shape))

    def _items(self, asked: _Asked) -> Answer:
        asked.need("playlist-read-private")
        playlist = self._opened(asked)
        query = asked.call.query
        page = self._shapes.items(playlist, *rules.page(query), query)
        return as_json(200, select(query.get("fields"), page))

    def _my_playlists(self, asked: _Asked) -> Answer:
        asked.need("playlist-read-private")
        query = asked.call.query
        limit, offset = rules.page(query)
        kept = self._state.kept()
        shown = [self._shapes.simple_playlist(one) for one in kept[offset : offset + limit]]
        page = self._shapes.page("/me/playlists", query, shown, len(kept), limit, offset)
        return as_json(200, page)

    def _create(self, asked: _Asked) -> Answer:
        details = rules.details(asked.call, creating=True)
        public = details.public is not False
        asked.need(_scope(public=public))
        if public and details.collaborative:
            raise Refused(400, "A public playlist cannot be collaborative")
        playlist = self._state.create(details.name or "", self._state.account, public=public)
        playlist.change(details)
        return as_json(201, self._shapes.playlist(playlist))

    def _change(self, asked: _Asked) -> Answer:
        playlist = self._owned(asked)
        asked.need(_scope(public=playlist.public))
        playlist.change(rules.details(asked.call))
        return Answer(200)

    def _upload_cover(self, asked: _Asked) -> Answer:
        asked.need("ugc-image-upload")
        playlist = self._owned(asked)
        playlist.cover = rules.cover(asked.call)
        playlist.revision += 1
        return Answer(202)

    def _add(self, asked: _Asked) -> Answer:
        playlist = self._writable(asked)
        addition = rules.addition(asked.call)
        entries = self._state.entries(addition.uris, self._state.account.id)
        playlist.insert(entries, addition.position)
        return as_json(201, _snapshot(playlist))

    def _update(self, asked: _Asked) -> Answer:
        playlist = self._writable(asked)
        update = rules.update(asked.call)
        if isinstance(update, rules.Move):
            playlist.check_snapshot(update.snapshot_id)
            playlist.move(update)
        else:
            playlist.replace(self._state.entries(update, self._state.account.id))
        return as_json(200, _snapshot(playlist))

    def _remove(self, asked: _Asked) -> Answer:
        playlist = self._writable(asked)
        removal = rules.removal(asked.call)
        playlist.check_snapshot(removal.snapshot_id)
        playlist.remove(removal.uris)
        return as_json(200, _snapshot(playlist))

    def _contains(self, asked: _Asked) -> Answer:
        asked.need("user-library-read", "user-follow-read")
        uris = rules.library_uris(asked.call.query, asking=True)
        return as_json(200, [uri in self._state.library for uri in uris])

    def _save(self, asked: _Asked) -> Answer:
        self._state.library |= dict.fromkeys(self._library_uris(asked))
        return Answer(200)

    def _forget(self, asked: _Asked) -> Answer:
        for uri in self._library_uris(asked):
            self._state.library.pop(uri, None)
        return Answer(200)

    def _library_uris(self, asked: _Asked) -> tuple[str, ...]:
        """Check a call that changes the library; each kind of thing has a scope of its own."""
        uris = rules.library_uris(asked.call.query)
        kinds = {uri.split(":")[1] for uri in uris}
        scopes = {"playlist": "playlist-modify-public", "user": "user-follow-modify"}
        for kind in kinds:
            asked.need(scopes.get(kind, "user-library-modify"))
        return uris

    def _found(self, asked: _Asked) -> Playlist:
        playlist = self._state.playlists.get(rules.an_id(asked.its_id))
        if playlist is None:
            raise Refused(404, "Resource not found")
        return playlist

    def _opened(self, asked: _Asked) -> Playlist:
        playlist = self._found(asked)
        if not playlist.open_to(self._state.account.id):
            raise Refused(403, "Forbidden")
        return playlist

    def _writable(self, asked: _Asked) -> Playlist:
        playlist = self._opened(asked)
        asked.need(_scope(public=playlist.public))
        return playlist

    def _owned(self, asked: _Asked) -> Playlist:
        playlist = self._found(asked)
        if playlist.owner != self._state.account:
            raise Refused(403, "You cannot change the details of a playlist you do not own")
        return playlist


def _scope(*, public: bool) -> str:
    return "playlist-modify-public" if public else "playlist-modify-private"


def _snapshot(playlist: Playlist) -> Json:
    return {"snapshot_id": playlist.snapshot_id}
