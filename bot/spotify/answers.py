"""Parse Spotify's answers and errors, without trusting that they have the documented form."""

import re
from collections.abc import Mapping
from http import HTTPStatus

from msgspec import Struct

from bot.domain.errors import SpotifyUnavailable
from bot.domain.model import TITLE_MAX, Recording
from bot.domain.reasons import has_visible_text
from bot.domain.typed_text import one_line
from bot.domain.versions import identity
from bot.services.ports.spotify import PlaylistFacts
from bot.spotify.pauses import retry_after
from bot.spotify.refusals import refusal

COVER_WIDTH = 300
"""The width (pixels) of a cover on a card; narrower ones are blurred, wider ones a waste."""

_DAY_MS = 24 * 3600 * 1000
_ISRC_MAX = 40
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


class Entry(Struct, frozen=True):
    """An entry of a playlist.

    Attributes:
        uri: Empty if Spotify returns no song for it (its `item` is null).
        identity: See `bot.domain.versions.identity`; empty if unknown.
    """

    uri: str
    identity: str = ""


class OwnPlaylist(Struct, frozen=True):
    """A playlist in the account's list. It is `public` unless Spotify says that it is not."""

    id: str
    description: str
    public: bool
    owner_id: str


class Page(Struct, frozen=True):
    """A page of a list: its unparsed entries, and how many the whole list has."""

    entries: tuple[object, ...]
    total: int


def page(answer: object, doing: str) -> Page:
    """Read a page.

    Raises:
        SpotifyUnavailable: It is not one.
    """
    entries, total = _value(answer, "items"), _value(answer, "total")
    if not isinstance(entries, list) or not isinstance(total, int) or total < 0:
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
    """Read a track; None where it has no URI, or no title that shows anything."""
    uri, title = _text(track, "uri"), _text(track, "name")
    if not uri or not has_visible_text(title):
        return None
    explicit = _value(track, "explicit")
    return Recording(
        title=_cut(title),
        artists=_artists(track),
        uri=uri,
        isrc=_text(track, "external_ids", "isrc")[:_ISRC_MAX],
        album=_cut(_text(track, "album", "name")),
        duration_ms=_duration(_value(track, "duration_ms")),
        cover_url=_cover(_value(track, "album", "images")),
        explicit=explicit if isinstance(explicit, bool) else None,
        year=_year(_text(track, "album", "release_date")),
    )


def is_withdrawn(track: object) -> bool:
    """Return whether a track has an address and nothing else: so Spotify shows what is gone."""
    return _TRACK_URI.fullmatch(_text(track, "uri")) is not None and _value(track, "name") == ""


def _cut(text: str) -> str:
    return text if len(text) <= TITLE_MAX else f"{text[: TITLE_MAX - 1].rstrip()}…"


def _artists(track: object) -> tuple[str, ...]:
    """Return the artists, as many as a song may name."""
    artists = _value(track, "artists")
    names = [_text(one, "name") for one in artists] if isinstance(artists, list) else []
    kept, room = list[str](), TITLE_MAX
    for name in map(_cut, filter(has_visible_text, names)):
        if len(name) > room:
            break
        kept.append(name)
        room -= len(name) + len(", ")
    return tuple(kept)


def _duration(value: object) -> int:
    known = isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _DAY_MS
    return value if isinstance(value, int) and known else 0


def _year(date: str) -> int:
    """Return the year of a release, which may be all that is known of its date."""
    found = _YEAR.match(date)
    return int(found[0]) if found else 0


def song(entry: object) -> Recording | None:
    """Read a playlist's entry in full; None if it is not a song on Spotify."""
    found = recording(_value(entry, "item"))
    return found if found and _TRACK_URI.fullmatch(found.uri) else None


def unreadable(entry: object) -> str | None:
    """Return the artists of an entry that is a song without a title to show; None if it is not."""
    track = _value(entry, "item")
    titled = isinstance(_value(track, "name"), str) and _value(track, "name") != ""
    if song(entry) is not None or not titled or not _TRACK_URI.fullmatch(_text(track, "uri")):
        return None
    return ", ".join(_artists(track))


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
    """Return a text on one line, without what no text should have: halves of letters, nulls."""
    inner = _value(value, *path)
    return one_line(inner) if isinstance(inner, str) else ""


def _value(value: object, *path: str) -> object:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
