"""Parse Spotify's answers and errors, without trusting that they have the documented form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from bot.domain.errors import SpotifyUnavailable
from bot.domain.model import Recording
from bot.domain.versions import identity
from bot.services.ports.spotify import PlaylistFacts
from bot.spotify.refusals import refusal

COVER_WIDTH = 300
"""The width (pixels) of a cover on a card; narrower ones are blurred, wider ones a waste."""

_TRACK_URI = re.compile(r"spotify:track:[0-9A-Za-z]{22}")
_YEAR = re.compile(r"\d{4}(?=-|$)")


class Unauthorized(Exception):
    """Spotify refused the access token. Never leaves this package.

    Attributes:
        doing: What the call was for.
        reason: Spotify's own words.
    """

    def __init__(self, doing: str, reason: str) -> None:
        super().__init__(doing, reason)
        self.doing = doing
        self.reason = reason


class TooManyCalls(Exception):
    """Spotify asks for a pause. Never leaves this package.

    Attributes:
        retry_after: Seconds to pause; None if Spotify does not say.
        quota: Whether the daily quota is used up, rather than the half-minute rate limit.
    """

    def __init__(self, retry_after: float | None, *, quota: bool = False) -> None:
        super().__init__(retry_after, quota)
        self.retry_after = retry_after
        self.quota = quota


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a playlist.

    Attributes:
        uri: Empty if Spotify returns no song for it (its `item` is null).
        identity: See `bot.domain.versions.identity`; empty if unknown.
    """

    uri: str
    identity: str = ""


@dataclass(frozen=True, slots=True)
class OwnPlaylist:
    """A playlist in the account's list. It is `public` unless Spotify says that it is not."""

    id: str
    description: str
    public: bool
    owner_id: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: its unparsed entries, and how many the whole list has."""

    entries: tuple[object, ...]
    total: int


def page(answer: object, doing: str) -> Page:
    """Read a page.

    Raises:
        SpotifyUnavailable: It is not one.
    """
    entries, total = _value(answer, "items"), _value(answer, "total")
    if not isinstance(entries, list) or not isinstance(total, int):
        raise SpotifyUnavailable(doing)
    return Page(tuple(entries), total)


def search_results(answer: object, doing: str) -> tuple[Recording, ...]:
    """Read the recordings that a search found, leaving out anything else.

    Raises:
        SpotifyUnavailable: It is not the answer to a search.
    """
    found = (recording(entry) for entry in page(_value(answer, "tracks"), doing).entries)
    return tuple(one for one in found if one is not None)


def recording(track: object) -> Recording | None:
    """Read a track; None where it has no URI or no title."""
    uri, title = _text(track, "uri"), _text(track, "name")
    if not uri or not title:
        return None
    artists = _value(track, "artists")
    names = [_text(one, "name") for one in artists] if isinstance(artists, list) else []
    duration, explicit = _value(track, "duration_ms"), _value(track, "explicit")
    return Recording(
        title=title,
        artists=tuple(name for name in names if name),
        uri=uri,
        isrc=_text(track, "external_ids", "isrc"),
        album=_text(track, "album", "name"),
        duration_ms=duration if isinstance(duration, int) else 0,
        cover_url=_cover(_value(track, "album", "images")),
        explicit=explicit if isinstance(explicit, bool) else None,
        year=_year(_text(track, "album", "release_date")),
    )


def _year(date: str) -> int:
    """Return the year of a release, which may be all that is known of its date."""
    found = _YEAR.match(date)
    return int(found[0]) if found else 0


def song(entry: object) -> Recording | None:
    """Read a playlist's entry in full; None if it is not a song on Spotify."""
    found = recording(_value(entry, "item"))
    return found if found and _TRACK_URI.fullmatch(found.uri) else None


def entry(answer: object) -> Entry:
    """Read only what tells a playlist's entry from others."""
    isrc = _text(answer, "item", "external_ids", "isrc")
    return Entry(_text(answer, "item", "uri"), identity(isrc, _text(answer, "item", "name")))


def playlist_facts(answer: object) -> PlaylistFacts | None:
    """Read a playlist; None where it has no id."""
    playlist_id, total = _text(answer, "id"), _value(answer, "items", "total")
    if not playlist_id:
        return None
    owner = _text(answer, "owner", "id")
    return PlaylistFacts(
        id=playlist_id,
        name=_text(answer, "name"),
        owner_id=owner,
        owner_name=_text(answer, "owner", "display_name") or owner,
        public=_value(answer, "public") is True,
        collaborative=_value(answer, "collaborative") is True,
        total=total if isinstance(total, int) else None,
    )


def own_playlist(answer: object) -> OwnPlaylist:
    """Read a playlist in the list of the account's own."""
    public = _value(answer, "public") is not False
    owner = _text(answer, "owner", "id")
    return OwnPlaylist(_text(answer, "id"), _text(answer, "description"), public, owner)


def opened(answer: object, doing: str) -> tuple[PlaylistFacts, tuple[Entry, ...] | None]:
    """Read a playlist with what it holds; None for that where the first page is not all of it.

    Raises:
        SpotifyUnavailable: It is none.
    """
    facts, entries = playlist_facts(answer), _value(answer, "items", "items")
    if facts is None:
        raise SpotifyUnavailable(doing)
    if not isinstance(entries, list) or facts.total != len(entries):
        return facts, None
    return facts, tuple(map(entry, entries))


def person_id(answer: object, doing: str) -> str:
    """Return the id of an account.

    Raises:
        SpotifyUnavailable: The answer does not say.
    """
    if not (found := _text(answer, "id")):
        raise SpotifyUnavailable(doing)
    return found


def created(answer: object, doing: str) -> OwnPlaylist:
    """Read a playlist that was created.

    Raises:
        SpotifyUnavailable: The answer does not say which it is.
    """
    playlist = own_playlist(answer)
    if not playlist.id:
        raise SpotifyUnavailable(doing)
    return playlist


def in_library(answer: object, doing: str) -> bool:
    """Return whether the one thing that was asked about is in the library.

    Raises:
        SpotifyUnavailable: The answer does not say.
    """
    if not isinstance(answer, list) or len(answer) != 1 or not isinstance(answer[0], bool):
        raise SpotifyUnavailable(doing)
    return answer[0]


def failure(doing: str, status: int, headers: Mapping[str, str], reason: str) -> Exception:
    """Return the exception for an error status."""
    if status == HTTPStatus.UNAUTHORIZED:
        return Unauthorized(doing, reason)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TooManyCalls(retry_after(headers), quota=reason == "QUOTA_EXCEEDED")
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return refusal(doing, status, reason)
    return SpotifyUnavailable(doing, status)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return how many seconds to wait after a refusal; None if it does not say."""
    try:
        return max(1.0, float(headers["Retry-After"]))
    except (KeyError, ValueError):
        return None


def _cover(images: object) -> str:
    """Return the address of the smallest picture that is wide enough, or of the widest."""
    if not isinstance(images, list):
        return ""
    sized = [(_width(image), _text(image, "url")) for image in images if _text(image, "url")]
    enough = [one for one in sized if one[0] >= COVER_WIDTH]
    if enough:
        return min(enough, key=lambda one: one[0])[1]
    return max(sized, key=lambda one: one[0])[1] if sized else ""


def _width(image: object) -> int:
    width = _value(image, "width")
    return width if isinstance(width, int) else 0


def _text(value: object, *path: str) -> str:
    inner = _value(value, *path)
    return inner if isinstance(inner, str) else ""


def _value(value: object, *path: str) -> object:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
