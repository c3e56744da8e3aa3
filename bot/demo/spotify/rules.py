"""Validate requests against the limits of the Web API.

Each function returns what it checked, or raises `Refused`, mostly with 400.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping

from msgspec import Struct

from bot.demo.spotify.wire import Call, Json, Refused

MAX_URIS = 100
MAX_LIBRARY_URIS = 40
MAX_PAGE = 50
MAX_SEARCH_PAGE = 10
MAX_SEARCH_OFFSET = 1000
MAX_QUERY = 250
MAX_DESCRIPTION = 300
MAX_COVER = 256 * 1024

_ID = re.compile(r"[0-9A-Za-z]{22}")
_ITEM_URI = re.compile(r"spotify:(track|episode):[0-9A-Za-z]{22}")
_SAVED = "track|album|episode|show|audiobook|user|playlist"
_LIBRARY_URI = re.compile(rf"spotify:({_SAVED}):[0-9A-Za-z]+")
_CONTAINED_URI = re.compile(rf"spotify:({_SAVED}|artist):[0-9A-Za-z]+")


class Addition(Struct, frozen=True):
    """Items to add: at the end where `position` is None."""

    uris: tuple[str, ...]
    position: int | None


class Move(Struct, frozen=True):
    """A run of items to move in front of another place; both places are those before the move."""

    start: int
    length: int
    before: int
    snapshot_id: str | None


class Removal(Struct, frozen=True):
    """Items to remove, every occurrence of them."""

    uris: tuple[str, ...]
    snapshot_id: str | None


class Details(Struct, frozen=True):
    """The details of a playlist to set; None leaves one as it is."""

    name: str | None = None
    description: str | None = None
    public: bool | None = None
    collaborative: bool | None = None


def check_id(text: str) -> str:
    """Return a Spotify id after checking its form."""
    if not _ID.fullmatch(text):
        raise Refused(400, "Invalid base62 id")
    return text


def page(query: Mapping[str, str], default: int = 20, most: int = MAX_PAGE) -> tuple[int, int]:
    """Check and return `limit` and `offset`."""
    limit = _number(query, "limit", default)
    offset = _number(query, "offset", 0)
    if not 1 <= limit <= most:
        raise Refused(400, "Invalid limit")
    if offset < 0:
        raise Refused(400, "Invalid offset")
    return limit, offset


def search(query: Mapping[str, str]) -> tuple[str, int, int]:
    """Check and return the words, `limit` and `offset` of a search for tracks."""
    words = query.get("q", "").strip()
    if not words:
        raise Refused(400, "No search query")
    if len(words) > MAX_QUERY:
        raise Refused(400, f"Query exceeds maximum length of {MAX_QUERY} characters")
    if query.get("type") != "track":
        raise Refused(400, "Bad search type field: this simulation knows nothing but track")
    limit, offset = page(query, default=5, most=MAX_SEARCH_PAGE)
    if offset > MAX_SEARCH_OFFSET:
        raise Refused(400, "Invalid offset")
    return words, limit, offset


def addition(call: Call) -> Addition:
    """Check a call that adds items. The query takes precedence over the body."""
    body = _object(call, {"uris", "position"}) if call.body else {}
    uris = _query_uris(call) or _uris(body.get("uris"))
    if not uris:
        raise Refused(400, "No uris provided")
    position = _integer(body, "position")
    if "position" in call.query:
        position = _number(call.query, "position", 0)
    if position is not None and position < 0:
        raise Refused(400, "Position cannot be negative")
    return Addition(uris, position)


def update(call: Call) -> tuple[str, ...] | Move:
    """Check a call that either replaces all items or moves some."""
    allowed = {"uris", "range_start", "insert_before", "range_length", "snapshot_id"}
    body = _object(call, allowed) if call.body else {}
    moving = body.keys() & {"range_start", "insert_before", "range_length"}
    if "uris" in body or "uris" in call.query:
        if moving:
            raise Refused(400, "Replace and reorder cannot be applied together")
        return _query_uris(call) or _uris(body.get("uris", []))
    start, before = _integer(body, "range_start"), _integer(body, "insert_before")
    if start is None or before is None:
        raise Refused(400, "Missing range_start or insert_before")
    length = _integer(body, "range_length")
    return Move(start, 1 if length is None else length, before, _text(body, "snapshot_id"))


def removal(call: Call) -> Removal:
    """Check a call that removes items."""
    body = _object(call, {"items", "snapshot_id"})
    items = body.get("items")
    if not isinstance(items, list) or not items:
        raise Refused(400, "No items provided")
    if not all(isinstance(one, dict) and one.keys() == {"uri"} for one in items):
        raise Refused(400, "Each item must be an object with a uri and nothing else")
    return Removal(_uris([one["uri"] for one in items]), _text(body, "snapshot_id"))


def details(call: Call, *, creating: bool = False) -> Details:
    """Check the details a call sets; a playlist to be created needs a name."""
    body = _object(call, {"name", "description", "public", "collaborative"})
    name, description = _text(body, "name"), _text(body, "description")
    if name == "" or (creating and name is None):
        raise Refused(400, "Missing required field: name")
    if description is not None:
        _check_description(description)
    return Details(name, description, _boolean(body, "public"), _boolean(body, "collaborative"))


def library_uris(query: Mapping[str, str], *, asking: bool = False) -> tuple[str, ...]:
    """Check the URIs of a library call; artists can be looked up, but not saved or removed."""
    uris = _split(query.get("uris", ""))
    if not uris:
        raise Refused(400, "Missing uris parameter")
    if len(uris) > MAX_LIBRARY_URIS:
        raise Refused(400, f"More than {MAX_LIBRARY_URIS} URIs provided")
    shape = _CONTAINED_URI if asking else _LIBRARY_URI
    if not all(shape.fullmatch(uri) for uri in uris):
        raise Refused(400, "Invalid URI")
    return uris


def cover(call: Call) -> bytes:
    """Check a cover and return the JPEG itself."""
    if call.headers.get("content-type", "").partition(";")[0].strip() != "image/jpeg":
        raise Refused(400, "Content-Type must be image/jpeg")
    if len(call.body) > MAX_COVER:
        raise Refused(413, "Image is larger than 256 KB")
    try:
        image = base64.b64decode(call.body, validate=True)
    except binascii.Error as error:
        raise Refused(400, "Image is not base64") from error
    if not image.startswith(b"\xff\xd8\xff"):
        raise Refused(400, "Image is not a JPEG")
    return image


def _check_description(text: str) -> None:
    if not text:
        raise Refused(400, "Description must not be empty")
    if len(text) > MAX_DESCRIPTION:
        raise Refused(400, f"Description is longer than {MAX_DESCRIPTION} characters")
    if len(text.splitlines()) > 1 or text[-1] in "\r\n":
        raise Refused(400, "Description must be one line")


def _object(call: Call, allowed: set[str]) -> Json:
    try:
        body = json.loads(call.body)
    except ValueError as error:
        raise Refused(400, "Error parsing JSON.") from error
    if not isinstance(body, dict):
        raise Refused(400, "Body must be a JSON object")
    if extra := body.keys() - allowed:
        raise Refused(400, f"Unexpected field: {min(extra)}")
    return body


def _query_uris(call: Call) -> tuple[str, ...]:
    return _uris(list(_split(call.query.get("uris", ""))))


def _split(uris: str) -> tuple[str, ...]:
    return tuple(uri.strip() for uri in uris.split(",") if uri.strip())


def _uris(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Refused(400, "uris must be a list")
    if len(value) > MAX_URIS:
        raise Refused(400, f"You can add a maximum of {MAX_URIS} tracks per request.")
    for uri in value:
        if not isinstance(uri, str) or not _ITEM_URI.fullmatch(uri):
            raise Refused(400, f"Invalid track uri: {uri}")
    return tuple(value)


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    try:
        return int(query.get(name, default))
    except ValueError as error:
        raise Refused(400, f"Invalid {name}") from error


def _integer(body: Json, name: str) -> int | None:
    value = body.get(name)
    # In JSON, true is not 1.
    if name in body and (not isinstance(value, int) or isinstance(value, bool)):
        raise Refused(400, f"{name} must be an integer")
    return value if isinstance(value, int) else None


def _text(body: Json, name: str) -> str | None:
    value = body.get(name)
    if name in body and not isinstance(value, str):
        raise Refused(400, f"{name} must be a string")
    return value if isinstance(value, str) else None


def _boolean(body: Json, name: str) -> bool | None:
    value = body.get(name)
    if name in body and not isinstance(value, bool):
        raise Refused(400, f"{name} must be true or false")
    return value if isinstance(value, bool) else None
