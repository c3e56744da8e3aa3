"""Reading what Spotify answers, never trusting that it has the shape it should have."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from bot.domain.errors import SpotifyRefused, SpotifyUnavailable
from bot.domain.model import Recording
from bot.services.ports.spotify import PlaylistFacts

COVER = 300
"""The width (pixels) that a card shows; a wider picture is wasted, a narrower one is blurred."""

_TRACK_URI = re.compile(r"spotify:track:[0-9A-Za-z]{22}")


class Unauthorized(Exception):
    """The access token was not taken. It does not leave this package.

    Attributes:
        doing: What was asked of Spotify.
        reason: Spotify's own words.
    """

    def __init__(self, doing: str, reason: str) -> None:
        super().__init__(doing, reason)
        self.doing = doing
        self.reason = reason


class TooManyCalls(Exception):
    """Spotify asks for a pause. It does not leave this package.

    Attributes:
        retry_after: For how many seconds; None where it does not say.
        quota: Whether the day's quota is used up, rather than the half minute's.
    """

    def __init__(self, retry_after: float | None, *, quota: bool = False) -> None:
        super().__init__(retry_after, quota)
        self.retry_after = retry_after
        self.quota = quota


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a playlist.

    Attributes:
        uri: Empty where Spotify gives no song for it: an `item` of null.
        isrc: Empty where there is none.
    """

    uri: str
    isrc: str = ""


@dataclass(frozen=True, slots=True)
class OwnPlaylist:
    """A playlist among the account's own."""

    id: str
    description: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: its entries as they came, and how many the whole list has."""

    entries: tuple[object, ...]
    total: int


def page(answer: object, doing: str) -> Page:
    """Read a page.

    Raises:
        SpotifyUnavailable: It is not one.
    """
    entries, total = _in(answer, "items"), _in(answer, "total")
    if not isinstance(entries, list) or not isinstance(total, int):
        raise SpotifyUnavailable(doing)
    return Page(tuple(entries), total)


def search_results(answer: object, doing: str) -> tuple[Recording, ...]:
    """Read the recordings that a search found, leaving out anything else.

    Raises:
        SpotifyUnavailable: It is not the answer to a search.
    """
    found = (recording(entry) for entry in page(_in(answer, "tracks"), doing).entries)
    return tuple(one for one in found if one is not None)


def recording(track: object) -> Recording | None:
    """Read a track; None where it has no URI or no title."""
    uri, title = _text(track, "uri"), _text(track, "name")
    if not uri or not title:
        return None
    artists = _in(track, "artists")
    names = [_text(one, "name") for one in artists] if isinstance(artists, list) else []
    duration = _in(track, "duration_ms")
    return Recording(
        title=title,
        artists=tuple(name for name in names if name),
        uri=uri,
        isrc=_text(track, "external_ids", "isrc"),
        album=_text(track, "album", "name"),
        duration_ms=duration if isinstance(duration, int) else 0,
        cover_url=_cover(_in(track, "album", "images")),
    )


def song(entry: object) -> Recording | None:
    """Read a playlist's entry in full; None where it is no song that Spotify has."""
    found = recording(_in(entry, "item"))
    return found if found and _TRACK_URI.fullmatch(found.uri) else None


def entry(answer: object) -> Entry:
    """Read a playlist's entry: its URI and ISRC alone."""
    return Entry(_text(answer, "item", "uri"), _text(answer, "item", "external_ids", "isrc"))


def playlist_facts(answer: object) -> PlaylistFacts | None:
    """Read a playlist; None where it has no id."""
    playlist_id, total = _text(answer, "id"), _in(answer, "items", "total")
    if not playlist_id:
        return None
    owner = _text(answer, "owner", "id")
    return PlaylistFacts(
        id=playlist_id,
        name=_text(answer, "name"),
        owner_id=owner,
        owner_name=_text(answer, "owner", "display_name") or owner,
        public=_in(answer, "public") is True,
        collaborative=_in(answer, "collaborative") is True,
        total=total if isinstance(total, int) else None,
    )


def own_playlist(answer: object) -> OwnPlaylist:
    """Read a playlist in the list of the account's own."""
    return OwnPlaylist(_text(answer, "id"), _text(answer, "description"))


def created_id(answer: object, doing: str) -> str:
    """Return the id of a playlist that was created.

    Raises:
        SpotifyUnavailable: The answer does not say.
    """
    playlist_id = _text(answer, "id")
    if not playlist_id:
        raise SpotifyUnavailable(doing)
    return playlist_id


def in_library(answer: object, doing: str) -> bool:
    """Return whether the one thing that was asked about is in the library.

    Raises:
        SpotifyUnavailable: The answer does not say.
    """
    if not isinstance(answer, list) or len(answer) != 1 or not isinstance(answer[0], bool):
        raise SpotifyUnavailable(doing)
    return answer[0]


def failure(doing: str, status: int, headers: Mapping[str, str], reason: str) -> Exception:
    """Return what the status of a refusal means."""
    if status == HTTPStatus.UNAUTHORIZED:
        return Unauthorized(doing, reason)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TooManyCalls(retry_after(headers), quota=reason == "QUOTA_EXCEEDED")
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return SpotifyRefused(doing, status, reason)
    return SpotifyUnavailable(doing, status)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return how many seconds a refusal asks to wait; None where it does not say."""
    try:
        return max(1.0, float(headers["Retry-After"]))
    except (KeyError, ValueError):
        return None


def _cover(images: object) -> str:
    """Return the address of the smallest picture that is wide enough, or of the widest."""
    if not isinstance(images, list):
        return ""
    sized = [(_width(image), _text(image, "url")) for image in images if _text(image, "url")]
    enough = [one for one in sized if one[0] >= COVER]
    if enough:
        return min(enough, key=lambda one: one[0])[1]
    return max(sized, key=lambda one: one[0])[1] if sized else ""


def _width(image: object) -> int:
    width = _in(image, "width")
    return width if isinstance(width, int) else 0


def _text(value: object, *path: str) -> str:
    inner = _in(value, *path)
    return inner if isinstance(inner, str) else ""


def _in(value: object, *path: str) -> object:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
