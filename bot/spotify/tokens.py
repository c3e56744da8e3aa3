"""Get and refresh access tokens: one thread at a time, in memory, and never logged."""

import logging
import threading
from collections.abc import Mapping
from typing import Any

import requests
from spotipy.cache_handler import MemoryCacheHandler  # type: ignore[import-untyped]
from spotipy.oauth2 import SpotifyOAuth  # type: ignore[import-untyped]

from bot.domain.errors import Cause, NeedsReconnect, SpotifyUnavailable
from bot.domain.spotify import SCOPES, cause_of, lacking
from bot.services.ports.world import Clock
from bot.spotify.account import Account
from bot.spotify.answers import TooManyCalls
from bot.spotify.pauses import retry_after
from bot.spotify.refusals import refusal, words_of
from bot.spotify.sessions import Session

log = logging.getLogger(__name__)

_REDIRECT = "http://127.0.0.1:8765/connected"
"""Required by spotipy, but never used: refreshing opens no browser."""
_REFRESH_EARLY = 60
"""How many seconds before it expires a token is refreshed, so that none expires in transit."""
_DOING = "refresh the access token"


class AccessTokens(SpotifyOAuth):  # type: ignore[misc]
    """The access tokens of one account. Any thread may ask for one.

    spotipy's own class opens a browser or reads from the terminal if it has no token; this one
    never does.
    """

    def __init__(self, account: Account, clock: Clock, timeout: float) -> None:
        keep_calls_out_of_logs()
        super().__init__(
            client_id=account.client_id,
            client_secret=account.client_secret,
            redirect_uri=_REDIRECT,
            scope=SCOPES,
            requests_session=Session(),
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
        self._lacking = False

    @property
    def lacking(self) -> bool:
        """Whether the account's owner is known not to have agreed to all that is needed."""
        return self._lacking

    @property
    def ended(self) -> bool:
        """Whether the grant is known to have ended."""
        return self._ended

    def fresh(self, refused: str = "") -> str:
        """Return the token there is, if it is good for a minute; else an empty text.

        Raises:
            NeedsReconnect: The grant has ended.
        """
        with self._one_at_a_time:
            if self._ended:
                raise NeedsReconnect
            cached: dict[str, Any] = self.cache_handler.get_cached_token()
            early = cached["expires_at"] - _REFRESH_EARLY
            stale = self._clock.now() >= early or cached["access_token"] == refused
            return "" if stale else str(cached["access_token"])

    def replace(self, refresh_token: str) -> None:
        """Use another refresh token from now on: another process was given it."""
        with self._one_at_a_time:
            cached: dict[str, Any] = self.cache_handler.get_cached_token()
            self.cache_handler.save_token_to_cache(cached | {"refresh_token": refresh_token})

    def token(self, refused: str = "") -> str:
        """Return an access token that is good for at least a minute.

        If several threads find the token stale, or had the same one refused, the first refreshes
        it; the others wait and use the new one.

        Args:
            refused: A token that Spotify refused, to be replaced whatever its age.

        Raises:
            NeedsReconnect: The grant has ended. From then on Spotify is not asked again.
            SpotifyUnavailable: The token endpoint gave no usable answer.
            TooManyCalls: Spotify asks for a pause.
        """
        with self._one_at_a_time:
            if self._ended:
                raise NeedsReconnect
            cached: dict[str, Any] = self.cache_handler.get_cached_token()
            early = cached["expires_at"] - _REFRESH_EARLY
            if self._clock.now() >= early or cached["access_token"] == refused:
                cached = self.refresh_access_token(cached["refresh_token"])
            return str(cached["access_token"])

    def get_access_token(self, *_given: object, **_named: object) -> str:
        """Return a token as `token` does; spotipy calls this."""
        return self.token()

    def get_auth_response(self, *_given: object, **_named: object) -> str:
        """Raise NeedsReconnect, where spotipy would ask in a browser or terminal."""
        raise NeedsReconnect

    def refresh_access_token(self, refresh_token: str) -> dict[str, Any]:
        """Ask for a new access token; only one thread may call this at a time.

        Raises:
            NeedsReconnect, SpotifyUnavailable, TooManyCalls: As `token` does.
        """
        try:
            return dict(super().refresh_access_token(refresh_token))
        except (
            requests.RequestException,
            KeyError,
            RecursionError,
            TypeError,
            ValueError,
        ) as fault:
            # No answer at all, or a 200 that is no token.
            raise SpotifyUnavailable(_DOING) from fault

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _add_custom_values_to_token_info(self, token_info: dict[str, Any]) -> dict[str, Any]:
        # An answer may contain a new refresh token; if not, the old one stays good.
        cached = str(self.cache_handler.get_cached_token()["refresh_token"])
        token = {
            "access_token": str(token_info["access_token"]),
            "expires_at": self._clock.now() + float(token_info["expires_in"]),
        }
        new = token_info.get("refresh_token")
        kept = new if new and isinstance(new, str) else cached
        self._lacking = bool(lacking(token_info.get("scope")))
        if kept != cached:
            self._renewed(kept)
        return token | {"refresh_token": kept}

    def _handle_oauth_error(self, http_error: requests.HTTPError) -> None:
        """Raise the error for a refusal; only `invalid_grant` means that the grant has ended.

        spotipy's own method drops the status, which distinguishes an outage from a refusal.
        """
        response = http_error.response
        if _error_of(response) == "invalid_grant":
            self._ended = True
            raise NeedsReconnect from http_error
        words = words_of(response)
        if words and cause_of(response.status_code, words) is not Cause.OTHER:
            raise refusal(_DOING, response.status_code, words) from http_error
        if response.status_code == requests.codes.too_many_requests:
            raise TooManyCalls(retry_after(response.headers)) from http_error
        log.warning("Spotify gave no token: status %d, %r", response.status_code, words)
        raise SpotifyUnavailable(_DOING, response.status_code) from http_error


def keep_calls_out_of_logs() -> None:
    """Drop what spotipy logs, whatever the levels are.

    It has tokens, and each call that fails with the words that somebody is looking for. What fails
    is told to whoever asked; a refusal is logged as `refusals` does, and what waits by the outbox.
    """
    logging.getLogger("spotipy").setLevel(logging.CRITICAL)
    for name in ("spotipy.client", "spotipy.oauth2"):
        logging.getLogger(name).addFilter(_is_critical)


def _is_critical(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.CRITICAL


def _error_of(response: requests.Response) -> object:
    try:
        body = response.json()
    except ValueError:
        return None
    return body.get("error") if isinstance(body, Mapping) else None
