"""What goes over the wire: a call, an answer, a refusal, and the note that is kept of each call."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

JSON_TYPE = "application/json; charset=utf-8"
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Call:
    """A request as it arrived.

    Attributes:
        path: As sent, with `/v1` where it has that.
        query: The last of each, decoded.
        headers: Names in lower case.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """A response before it is written; an empty `body` has no type."""

    status: int
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Json:
        """Return the body, which is a JSON object, decoded."""
        return cast("Json", json.loads(self.body))


class Refused(Exception):
    """The simulated Spotify says no, in the shape its Web API says it."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status} {message}")
        self.status = status
        self.message = message


@dataclass(frozen=True, slots=True)
class Recorded:
    """A call as it is remembered.

    Attributes:
        path: As sent: `/v1/playlists/…/items`.
        body: The JSON that was sent, decoded; a form as an object; None where there was none or
            it was something else.
        status: None as long as there is no answer, and for good where the connection was dropped.
        answered_at: By the clock of the simulation, UTC seconds; None as long as there is no
            answer.
    """

    method: str
    path: str
    query: Mapping[str, str]
    body: object
    status: int | None = None
    answered_at: float | None = None


def as_json(status: int, value: object, headers: Mapping[str, str] | None = None) -> Answer:
    """Return an answer that carries a JSON value."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Answer(status, body, JSON_TYPE, headers or {})


def as_error(
    status: int, message: str, reason: str = "", headers: Mapping[str, str] | None = None
) -> Answer:
    """Return an error in the shape of the Web API."""
    error: Json = {"status": status, "message": message}
    if reason:
        error["reason"] = reason
    return as_json(status, {"error": error}, headers)
