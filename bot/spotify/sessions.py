"""Connections to Spotify that log in as they are told to, whatever the machine's settings say."""

from typing import TYPE_CHECKING

import requests
from typing_extensions import override

if TYPE_CHECKING:
    from requests import PreparedRequest, Response


class Session(requests.Session):
    """A session that reads proxies and certificates from the environment, and no passwords.

    `requests` puts a password from `~/.netrc` in the place of an access token where there is an
    entry for the host, or one for all hosts.
    """

    def __init__(self) -> None:
        super().__init__()
        # Where a session has something to log in with, `requests` looks for nothing else.
        self.auth = _as_given

    @override
    def rebuild_auth(self, prepared_request: "PreparedRequest", response: "Response") -> None:
        """Log in nowhere else when an answer leads there."""
        before, after = response.request.url or "", prepared_request.url or ""
        if self.should_strip_auth(before, after):  # type: ignore[no-untyped-call]
            prepared_request.headers.pop("Authorization", None)


def _as_given(request: "PreparedRequest") -> "PreparedRequest":
    return request
