"""The accounts service: authorization codes, refresh tokens and access tokens."""

import base64
import binascii
import secrets
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from msgspec import Struct

from bot.demo.spotify.wire import Answer, Call, Json, Refused, as_json

ACCESS_LIFETIME = 3600
GRANT_LIFETIME = 180 * 24 * 3600
"""Six months from the authorization; refreshing does not extend it."""
CODE_LIFETIME = 600
SCOPES = (
    "playlist-read-private playlist-modify-private playlist-modify-public "
    "user-library-read ugc-image-upload"
)


class _Permission(Struct, frozen=True):
    """What a code, a refresh token or an access token permits."""

    scopes: frozenset[str]
    ends_at: float
    redirect_uri: str = ""


class OAuthRefused(Exception):
    """The accounts service refuses, in the form of RFC 6749."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description

    def answer(self) -> Answer:
        """Return the refusal as a response."""
        return as_json(400, {"error": self.error, "error_description": self.description})


class Grants:
    """The tokens of one app and one account."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.client_id = secrets.token_hex(16)
        self.client_secret = secrets.token_hex(16)
        self._codes: dict[str, _Permission] = {}
        self._refresh: dict[str, _Permission] = {}
        self.replaces_tokens = False
        self._access: dict[str, _Permission] = {}

    def grant(self, scopes: str = SCOPES) -> str:
        """Return a new refresh token for these scopes, good for six months."""
        token = secrets.token_urlsafe(48)
        self._refresh[token] = _Permission(
            frozenset(scopes.split()), self._clock() + GRANT_LIFETIME
        )
        return token

    def revoke(self) -> None:
        """Revoke everything that was granted, as the account's owner can at any time."""
        self._refresh.clear()
        self.expire_access()

    def expire_access(self) -> None:
        """End all access tokens; refresh tokens stay good."""
        self._access.clear()

    def agree(self, query: Mapping[str, str]) -> str:
        """Return where the browser is sent once the account's owner has agreed.

        Raises:
            Refused: The authorization link is not valid.
        """
        redirect = query.get("redirect_uri", "")
        if query.get("client_id") != self.client_id:
            raise Refused(400, "INVALID_CLIENT: Invalid client")
        if query.get("response_type") != "code":
            raise Refused(400, "response_type must be code")
        if not _redirect_allowed(redirect):
            raise Refused(400, "INVALID_CLIENT: Insecure redirect URI")
        code = secrets.token_urlsafe(32)
        scopes = frozenset(query.get("scope", "").split())
        self._codes[code] = _Permission(scopes, self._clock() + CODE_LIFETIME, redirect)
        answer = {"code": code}
        if "state" in query:
            answer["state"] = query["state"]
        return f"{redirect}{'&' if '?' in redirect else '?'}{urlencode(answer)}"

    def token(self, call: Call) -> Answer:
        """Answer a call of the token endpoint."""
        form = dict(parse_qsl(call.body.decode("utf-8", "replace"), keep_blank_values=True))
        try:
            self._check_client(call.headers.get("authorization", ""), form)
            return as_json(200, self._exchange(form))
        except OAuthRefused as refused:
            return refused.answer()

    def check(self, authorization: str) -> frozenset[str]:
        """Return the scopes of an access token, given as the header of a call.

        Raises:
            Refused: It is missing, unknown or expired (401).
        """
        kind, _, token = authorization.partition(" ")
        if kind.lower() != "bearer" or not token:
            raise Refused(401, "No token provided")
        permission = self._access.get(token)
        if permission is None:
            raise Refused(401, "Invalid access token")
        if self._clock() >= permission.ends_at:
            raise Refused(401, "The access token expired")
        return permission.scopes

    def _check_client(self, authorization: str, form: Mapping[str, str]) -> None:
        client = (form.get("client_id", ""), form.get("client_secret", ""))
        kind, _, credentials = authorization.partition(" ")
        if kind.lower() == "basic":
            client_id, _, client_secret = _decode(credentials).partition(":")
            client = (client_id, client_secret)
        if client[0] != self.client_id:
            raise OAuthRefused("invalid_client", "Invalid client")
        if client[1] != self.client_secret:
            raise OAuthRefused("invalid_client", "Invalid client secret")

    def _exchange(self, form: Mapping[str, str]) -> Json:
        match form.get("grant_type"):
            case "client_credentials":
                # The app by itself may look things up, but touch nobody's playlists.
                return self._token_response(frozenset())
            case "refresh_token":
                return self._refreshed(form.get("refresh_token", ""))
            case "authorization_code":
                scopes = self._redeem(form.get("code", ""), form.get("redirect_uri", "")).scopes
                refresh_token = self.grant(" ".join(scopes))
                return self._token_response(scopes) | {"refresh_token": refresh_token}
        raise OAuthRefused("unsupported_grant_type", "grant_type is not one this app may use")

    def _refreshed(self, refresh_token: str) -> Json:
        scopes = self._refreshable(refresh_token).scopes
        answer = self._token_response(scopes)
        if self.replaces_tokens:
            answer["refresh_token"] = self.grant(" ".join(scopes))
            del self._refresh[refresh_token]
        return answer

    def _refreshable(self, token: str) -> _Permission:
        permission = self._refresh.get(token)
        if permission is None:
            raise OAuthRefused("invalid_grant", "Refresh token revoked")
        if self._clock() >= permission.ends_at:
            raise OAuthRefused("invalid_grant", "Refresh token expired")
        return permission

    def _redeem(self, code: str, redirect_uri: str) -> _Permission:
        # A code is good for one attempt, successful or not.
        permission = self._codes.pop(code, None)
        if permission is None:
            raise OAuthRefused("invalid_grant", "Invalid authorization code")
        if self._clock() >= permission.ends_at:
            raise OAuthRefused("invalid_grant", "Authorization code expired")
        if permission.redirect_uri != redirect_uri:
            raise OAuthRefused("invalid_grant", "Invalid redirect URI")
        return permission

    def _token_response(self, scopes: frozenset[str]) -> Json:
        token = secrets.token_urlsafe(48)
        self._access[token] = _Permission(scopes, self._clock() + ACCESS_LIFETIME)
        return {
            "access_token": token,
            "token_type": "Bearer",
            "scope": " ".join(sorted(scopes)),
            "expires_in": ACCESS_LIFETIME,
        }


def _decode(credentials: str) -> str:
    try:
        return base64.b64decode(credentials, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise OAuthRefused("invalid_client", "Invalid authorization header") from error


def _redirect_allowed(address: str) -> bool:
    """Return whether Spotify allows it: since 2025 HTTPS, or loopback by number."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1"}
