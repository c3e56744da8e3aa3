"""The Web API by way of spotipy 2.26: a method is one attempt at one call, and raises our errors.

Calls that spotipy gets wrong since the paths changed are made by hand, here and nowhere else.
"""

import base64
from collections.abc import Callable, Sequence
from typing import Any

import requests
import spotipy  # type: ignore[import-untyped]
from spotipy.exceptions import SpotifyException  # type: ignore[import-untyped]

from bot.domain.errors import SpotifyUnavailable
from bot.domain.spotify import words_in
from bot.spotify.answers import failure
from bot.spotify.refusals import words_of
from bot.spotify.sessions import Session

PAGE = 50
SEARCH_PAGE = 10
_ITEM_FIELDS = "total,items(item(uri,name,external_ids(isrc)))"
_SONG_FIELDS = (
    "total,items(item(name,uri,duration_ms,explicit,external_ids(isrc),artists(name)"
    ",album(name,images,release_date)))"
)
_DETAIL_FIELDS = "id,name,public,collaborative,owner(id,display_name)"
_PLAYLIST_FIELDS = f"{_DETAIL_FIELDS},items(total)"
_OPENED_FIELDS = f"{_DETAIL_FIELDS},items({_ITEM_FIELDS})"


class WebApi:
    """The Web API for one thread: blocks, and never retries.

    Every method returns the JSON of the answer, and raises SpotifyUnavailable, SpotifyRefused,
    Unauthorized or TooManyCalls.

    Attributes:
        token: The access token to call with.
    """

    def __init__(self, address: str, timeout: float) -> None:
        # Our own session, since spotipy's repeats POSTs and sleeps as long as Retry-After says.
        self._session = Session()
        self._spotify = spotipy.Spotify(
            requests_session=self._session, requests_timeout=timeout, language=None
        )
        self._spotify.prefix = address
        self.token = ""

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def search(self, words: str) -> object:
        """Search for recordings by words; returns at most ten."""
        return self._ask(
            "search for songs",
            lambda: self._spotify.search(words, limit=SEARCH_PAGE, type="track"),
        )

    def track(self, track_id: str) -> object:
        """Look up a recording."""
        return self._ask("look up a song", lambda: self._spotify.track(track_id))

    def items(self, playlist_id: str, offset: int) -> object:
        """Read a page of a playlist: only URIs, titles and ISRCs."""
        return self._ask(
            "read a playlist",
            lambda: self._spotify.playlist_items(
                playlist_id, fields=_ITEM_FIELDS, limit=PAGE, offset=offset
            ),
        )

    def playlist(self, playlist_id: str) -> object:
        """Read a playlist's details, and how many songs it holds."""
        return self._ask(
            "look up a playlist",
            lambda: self._spotify.playlist(playlist_id, fields=_PLAYLIST_FIELDS),
        )

    def opened(self, playlist_id: str) -> object:
        """Read a playlist's details, and the first page of what it holds."""
        return self._ask(
            "read a playlist",
            lambda: self._spotify.playlist(playlist_id, fields=_OPENED_FIELDS),
        )

    def me(self) -> object:
        """Read whose account it is."""
        # spotipy's own method asks for another path.
        return self._ask("ask whose account it is", lambda: self._spotify._get("me"))  # noqa: SLF001

    def songs(self, playlist_id: str, offset: int) -> object:
        """Read a page of a playlist, with the details of its songs."""
        return self._ask(
            "read a playlist",
            lambda: self._spotify.playlist_items(
                playlist_id, fields=_SONG_FIELDS, limit=PAGE, offset=offset
            ),
        )

    def add(self, playlist_id: str, uris: Sequence[str]) -> object:
        """Add at most 100 songs at the end of a playlist."""
        # spotipy's own method sends a bare list.
        payload = {"uris": list(uris)}
        return self._ask(
            "add songs to a playlist",
            lambda: self._spotify._post(  # noqa: SLF001
                f"playlists/{playlist_id}/items", payload=payload
            ),
        )

    def replace(self, playlist_id: str, uris: Sequence[str]) -> object:
        """Replace all songs of a playlist by these, at most 100."""
        return self._ask(
            "replace the songs of a playlist",
            lambda: self._spotify.playlist_replace_items(playlist_id, list(uris)),
        )

    def remove(self, playlist_id: str, uris: Sequence[str]) -> object:
        """Remove every occurrence of at most 100 songs from a playlist."""
        return self._ask(
            "take songs out of a playlist",
            lambda: self._spotify.playlist_remove_all_occurrences_of_items(playlist_id, list(uris)),
        )

    def my_playlists(self, offset: int) -> object:
        """Read a page of the account's playlists."""
        return self._ask(
            "list the playlists",
            lambda: self._spotify.current_user_playlists(limit=PAGE, offset=offset),
        )

    def create(self, name: str, description: str) -> object:
        """Create a playlist, private since the songs of an unaired episode are confidential."""
        return self._ask(
            "make a playlist",
            lambda: self._spotify.current_user_playlist_create(
                name, public=False, description=description
            ),
        )

    def hide(self, playlist_id: str) -> object:
        """Make a playlist private."""
        return self._call(
            "make a playlist private",
            lambda: self._spotify.playlist_change_details(playlist_id, public=False),
        )

    def rename(self, playlist_id: str, name: str, description: str) -> object:
        """Give a playlist another title and description."""
        return self._call(
            "name a playlist",
            lambda: self._spotify.playlist_change_details(
                playlist_id, name=name, description=description
            ),
        )

    def upload_cover(self, playlist_id: str, picture: bytes) -> object:
        """Give a playlist another cover, a JPEG."""
        text = base64.b64encode(picture).decode()
        return self._call(
            "give a playlist its cover",
            lambda: self._spotify.playlist_upload_cover_image(playlist_id, text),
        )

    def library_has(self, uri: str) -> object:
        """Ask whether something is in the account's library."""
        return self._ask(
            "ask whether a playlist still stands",
            lambda: self._spotify._get("me/library/contains", uris=uri),  # noqa: SLF001
        )

    def _ask(self, doing: str, call: Callable[[], Any]) -> object:
        """Make a call whose answer must be JSON."""
        answer = self._call(doing, call)
        if answer is None:  # a 200 without JSON
            raise SpotifyUnavailable(doing)
        return answer

    def _call(self, doing: str, call: Callable[[], Any]) -> object:
        """Make a call whose answer may be empty."""
        self._spotify.set_auth(self.token)
        try:
            answer: object = call()
        except SpotifyException as fault:
            words = words_in(None, str(fault.msg).partition(":\n ")[2])
            raise failure(doing, fault.http_status, fault.headers, fault.reason or words) from fault
        except AttributeError as fault:
            # spotipy assumes that the `error` of a refusal is an object, which is not always so.
            refusal = fault.__context__
            if not isinstance(refusal, requests.HTTPError):
                raise
            response = refusal.response
            raise failure(
                doing, response.status_code, response.headers, words_of(response)
            ) from fault
        except (requests.RequestException, RecursionError) as fault:
            raise SpotifyUnavailable(doing) from fault
        return answer
