"""The types of the HTTP traffic: a call, an answer, a refusal, and the record of a call."""

import json
from collections.abc import Mapping
from typing import cast

from msgspec import Struct, field

JSON_TYPE = "application/json; charset=utf-8"
Json = dict[str, object]


class Call(Struct, frozen=True):
    """A request as it arrived.

    Attributes:
        path: As sent, with `/v1` if it has that.
        query: Decoded; of a repeated parameter, the last value.
        headers: Names in lower case.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


class Answer(Struct, frozen=True):
    """A response to be written; an empty `body` has no type."""

    status: int
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Json:
        """Return the body, which must be a JSON object, decoded."""
        return cast("Json", json.loads(self.body))


class Refused(Exception):
    """The simulated Spotify refuses, in the form its Web API uses."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status} {message}")
        self.status = status
        self.message = message


class Recorded(Struct, frozen=True):
    """The record of a call.

    Attributes:
        path: As sent: `/v1/playlists/…/items`.
        body: The JSON that was sent, decoded, or a form as an object; None if there was neither.
        status: None until there is an answer; stays None if the connection was dropped.
        answered_at: By the clock of the simulation, UTC seconds; None until there is an answer.
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
    """Return an error in the form of the Web API."""
    error: Json = {"status": status, "message": message}
    if reason:
        error["reason"] = reason
    return as_json(status, {"error": error}, headers)
