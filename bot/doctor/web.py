"""Make HTTP calls without retries, and read JSON answers without trusting their form."""

import json
from base64 import b64encode
from collections.abc import Mapping

import aiohttp
from msgspec import Struct

AGENT = "DiscordBot (needledrop, 0.1)"
"""Discord refuses calls whose user agent does not have this form."""
_SECONDS = 8.0
_TEXT_MAX = 1000


class NoAnswer(Exception):
    """A server did not answer."""


class Untrusted(NoAnswer):
    """What answered may be anybody: its certificate is not trusted."""


class Answer(Struct, frozen=True):
    """What a server answered.

    Attributes:
        body: The JSON, decoded; None if it was not JSON.
        date: The `Date` header; empty if there is none.
        text: The beginning of the answer as it came.
    """

    status: int
    body: object
    date: str = ""
    text: str = ""

    def get(self, *path: str) -> object:
        """Return the value at a path of names in the body; None if there is none."""
        return inside(self.body, *path)


def inside(value: object, *path: str) -> object:
    """Return the value at a path of names in decoded JSON; None if there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def objects(value: object) -> list[Mapping[str, object]]:
    """Return the objects in a decoded JSON list; none if it is not a list."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


async def ask(
    method: str,
    address: str,
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
) -> Answer:
    """Make a call.

    Raises:
        Untrusted: What answered may be anybody.
        NoAnswer: There was no answer.
    """
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_SECONDS)) as session,
            session.request(
                method,
                address,
                headers={"User-Agent": AGENT, **(headers or {})},
                data=form,
                allow_redirects=False,
            ) as answer,
        ):
            content = await answer.read()
            date, text = (
                answer.headers.get("Date", ""),
                content[:_TEXT_MAX].decode(errors="replace"),
            )
            return Answer(answer.status, _read(content), date, text)
    except aiohttp.ClientConnectorCertificateError as fault:
        raise Untrusted from fault
    except (aiohttp.ClientError, OSError, TimeoutError) as fault:
        raise NoAnswer from fault


def basic(name: str, secret: str) -> dict[str, str]:
    """Return the header for basic authentication."""
    return {"Authorization": f"Basic {b64encode(f'{name}:{secret}'.encode()).decode()}"}


def _read(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return None
