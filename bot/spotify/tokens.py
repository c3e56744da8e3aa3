"""Access tokens: refreshed by one thread at a time, kept in memory, never in a log."""

import logging
import threading
from collections.abc import Mapping
from typing import Any

import requests
from spotipy.cache_handler import MemoryCacheHandler  # type: ignore[import-untyped]
from spotipy.oauth2 import SpotifyOAuth  # type: ignore[import-untyped]

from bot.domain.errors import NeedsReconnect, SpotifyUnavailable
from bot.services.ports.world import Clock
from bot.spotify.account import SCOPES, Account
from bot.spotify.answers import TooManyCalls, retry_after

_LANDING = "http://127.0.0.1:8765/connected"
"""Only its shape matters: refreshing never sends a browser anywhere."""
_EARLY = 60
"""How many seconds before its end a token is renewed, so that none ends on its way."""
_DOING = "refresh the access token"


class AccessTokens(SpotifyOAuth):  # type: ignore[misc]
    """The access tokens of one account. Any thread may ask for one.

    spotipy's own would open a browser, or read from the terminal, when it runs out of tokens; this
    one never does.
    """

    def __init__(self, account: Account, clock: Clock, timeout: float) -> None:
        keep_tokens_out_of_logs()
        super().__init__(
            client_id=account.client_id,
            client_secret=account.client_secret,
            redirect_uri=_LANDING,
            scope=SCOPES,
            requests_session=requests.Session(),
            requests_timeout=timeout,
            open_browser=False,
            cache_handler=MemoryCacheHandler(
                {"access_token": "", "expires_at": 0, "refresh_token": account.refresh_token}
            ),
        )
        self.OAUTH_TOKEN_URL = account.token_url
        self._renewed = account.renewed
        self._clock = clock
        self._one_at_a_time = threading.Lock()
        self._ended = False

    @property
    def ended(self) -> bool:
        """Whether the grant is known to be gone."""
        return self._ended

    def token(self, refused: str = "") -> str:
        """Return an access token that is good for a minute at least.

        Of several threads that find the token stale, or had the same one refused, the first
        refreshes it; the others wait, and take what it got.

        Args:
            refused: A token that Spotify did not take, whatever its age.

        Raises:
            NeedsReconnect: The grant is gone. From then on Spotify is not asked again.
            SpotifyUnavailable: The token endpoint did not answer sensibly.
            TooManyCalls: It asks for a pause.
        """
        with self._one_at_a_time:
            if self._ended:
                raise NeedsReconnect
            kept: dict[str, Any] = self.cache_handler.get_cached_token()
            early = kept["expires_at"] - _EARLY
            if self._clock.now() >= early or kept["access_token"] == refused:
                kept = self.refresh_access_token(kept["refresh_token"])
            return str(kept["access_token"])

    def get_access_token(self, *_given: object, **_named: object) -> str:
        """Return a token as `token` does; spotipy's name for it."""
        return self.token()

    def get_auth_response(self, *_given: object, **_named: object) -> str:
        """Refuse to ask anybody for anything."""
        raise NeedsReconnect

    def refresh_access_token(self, refresh_token: str) -> dict[str, Any]:
        """Ask for a new access token; to be called by one thread at a time.

        Raises:
            NeedsReconnect, SpotifyUnavailable, TooManyCalls: As `token` does.
        """
        try:
            return dict(super().refresh_access_token(refresh_token))
        except (requests.RequestException, KeyError, TypeError, ValueError) as fault:
            # No answer at all, or a 200 that is no token.
            raise SpotifyUnavailable(_DOING) from fault

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _add_custom_values_to_token_info(self, token_info: dict[str, Any]) -> dict[str, Any]:
        # An answer may bring a new refresh token; where it does not, the old one stays good.
        kept = self.cache_handler.get_cached_token()["refresh_token"]
        token = {
            "access_token": str(token_info["access_token"]),
            "expires_at": self._clock.now() + float(token_info["expires_in"]),
            "refresh_token": token_info.get("refresh_token") or kept,
        }
        if token["refresh_token"] != kept:
            self._renewed(str(token["refresh_token"]))
        return token

    def _handle_oauth_error(self, http_error: requests.HTTPError) -> None:
        """Tell from a refusal whether the grant is gone; only `invalid_grant` says so.

        spotipy's own throws the status away, and with it what tells an outage from a refusal.
        """
        response = http_error.response
        if _error_of(response) == "invalid_grant":
            self._ended = True
            raise NeedsReconnect from http_error
        if response.status_code == requests.codes.too_many_requests:
            raise TooManyCalls(retry_after(response.headers)) from http_error
        raise SpotifyUnavailable(_DOING, response.status_code) from http_error


def keep_tokens_out_of_logs() -> None:
    """Drop what spotipy logs below INFO, whatever levels are set: it prints tokens there."""
    logging.getLogger("spotipy").setLevel(logging.INFO)
    for name in ("spotipy.client", "spotipy.oauth2"):
        logging.getLogger(name).addFilter(_worth_telling)


def _worth_telling(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.INFO


def _error_of(response: requests.Response) -> object:
    try:
        body = response.json()
    except ValueError:
        return None
    return body.get("error") if isinstance(body, Mapping) else None
