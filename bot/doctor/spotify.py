"""Checks of Spotify: the app's credentials, the redirect address, the account's grant."""

from collections.abc import AsyncIterator, Iterator
from typing import Protocol
from urllib.parse import urlsplit

from bot.doctor.findings import Finding, note, ok, unchecked, wrong
from bot.doctor.web import Answer, NoAnswer, Untrusted, ask, basic, inside, objects
from bot.domain.errors import Cause, StorageError
from bot.domain.spotify import cause_of, lacking, words_in
from bot.domain.structs import SecretStruct
from bot.installation import TO_TRUST

_DASHBOARD = "https://developer.spotify.com/dashboard"
_NEW_APP = (
    "See that the app's owner has Spotify Premium and that the account is listed under User "
    f"Management at {_DASHBOARD}; if both are right, make a new app there and connect with that"
)
_RECONNECT = "Connect Spotify again; the README says how"
_CAUSES = {
    Cause.USER: (
        "the account is not on the app's list of users",
        f"Add its email address under User Management at {_DASHBOARD}",
    ),
    Cause.PREMIUM: (
        "the app's owner has no Premium, so it can do nothing",
        "Subscribe again; Spotify may need a few hours to notice",
    ),
    Cause.SCOPES: ("the account's owner hasn't agreed to everything that is needed", _RECONNECT),
}
"""What is wrong and what to do, for each cause that everything is refused for."""


class HostApp(SecretStruct, frozen=True):
    """The host's Spotify app. Its `repr` shows nothing.

    Attributes:
        token_url: The full address of the token endpoint.
        api_url: The address of the Web API; ends in `/v1/`.
        refresh_token: May be empty.
    """

    token_url: str
    api_url: str
    client_id: str
    client_secret: str
    refresh_token: str = ""


class KnownApps(Protocol):
    """A database that knows the Spotify apps of rooms."""

    def client_ids(self) -> frozenset[str]:
        """Return the Client IDs of the apps that rooms have brought and use.

        Raises:
            StorageError: It cannot be read.
        """
        ...


async def credentials(app: HostApp | None) -> AsyncIterator[Finding]:
    """Check that Spotify accepts the app's id and secret."""
    if app is None:
        yield ok("Spotify: not set up; songs are entered by hand")
        return
    answer = await _request_token(app, {"grant_type": "client_credentials"})
    if isinstance(answer, Finding):
        yield answer
    elif answer.get("access_token"):
        yield ok("Spotify: the app's id and secret are good")
    elif answer.get("error") in ("invalid_client", "unauthorized_client"):
        yield wrong(
            "Spotify: does not accept SPOTIFY_CLIENT_ID with SPOTIFY_CLIENT_SECRET",
            f"Copy both again from your app's page at {_DASHBOARD}",
        )
    else:
        yield unchecked(f"Spotify: answers with status {answer.status}", "Try again later")


async def grant(app: HostApp | None) -> AsyncIterator[Finding]:
    """Check that the account's grant is still good."""
    if app is None or not app.refresh_token:
        return
    form = {"grant_type": "refresh_token", "refresh_token": app.refresh_token}
    answer = await _request_token(app, form)
    if isinstance(answer, Finding):
        yield unchecked("Spotify: the account's permission couldn't be checked")
    elif isinstance(access := answer.get("access_token"), str):
        yield _agreed(answer.get("scope"))
        yield await _reading(app, {"Authorization": f"Bearer {access}"})
    elif answer.get("error") == "invalid_grant":
        what = "Spotify: SPOTIFY_REFRESH_TOKEN is no longer good (it ends after six months)"
        yield wrong(what, _RECONNECT)
    elif answer.get("error") == "invalid_client":
        yield unchecked("Spotify: the account's permission is not checked before id and secret")
    else:
        yield unchecked(f"Spotify: answers with status {answer.status}", "Try again later")


def _agreed(granted: object) -> Finding:
    """Compare what the account's owner agreed to with what is needed."""
    missing = lacking(granted)
    if not missing:
        return ok("Spotify: the account's permission is good")
    what = "Spotify: the account's owner hasn't agreed to everything that is needed: missing are"
    return wrong(f"{what} {', '.join(missing)}", _RECONNECT)


async def _reading(app: HostApp, login: dict[str, str]) -> Finding:
    """Ask whose the account is, and read a playlist that it owns, as each sync does."""
    try:
        about = await ask("GET", f"{app.api_url}me", login)
    except NoAnswer:
        return unchecked("Spotify: couldn't ask whose account it is", "Try again later")
    return _refused(about) or await _reading_own(app, login, about.get("id"))


async def _reading_own(app: HostApp, login: dict[str, str], me: object) -> Finding:
    """Read a playlist that the account owns: some apps are refused that."""
    try:
        listed = await ask("GET", f"{app.api_url}me/playlists?limit=50", login)
        own = [
            one
            for one in objects(listed.get("items"))
            if inside(one, "owner", "id") == me is not None
        ]
        if listed.status == 200 and not own:
            return note("Spotify: the account has no playlist yet to try reading")
        tried = "the account's playlists"
        if own:
            tried = f"the account's own playlist {own[0].get('name')!r}"
            listed = await ask(
                "GET", f"{app.api_url}playlists/{own[0].get('id')}/items?limit=1", login
            )
    except NoAnswer:
        return unchecked("Spotify: couldn't try reading a playlist", "Try again later")
    if listed.status == 200:
        return ok(f"Spotify: {tried} can be read")
    if refused := _refused(listed):
        return refused
    if listed.status == 403:
        what = f"Spotify: does not let this app read {tried} (403), so none can be kept in sync"
        return wrong(what, _NEW_APP)
    return unchecked(f"Spotify: answers with status {listed.status} for {tried}", "Try again later")


def _refused(answer: Answer) -> Finding | None:
    """Return what a refusal is about that Spotify gives a known cause for."""
    cause = cause_of(answer.status, words_in(answer.body, answer.text))
    if cause not in _CAUSES:
        return None
    return wrong(f"Spotify: {_CAUSES[cause][0]}", _CAUSES[cause][1])


def allowance(
    daily_calls: int, group: frozenset[str], host_app: str, database: KnownApps
) -> Iterator[Finding]:
    """Check which apps share the calls that one developer has in 24 hours. Blocks.

    Args:
        daily_calls: The calls of each app, or of all that share them.
        group: The Client IDs of apps that share them.
        host_app: The Client ID of the host's app, which is one of them; empty if there is none.
        database: Where the apps of rooms are.
    """
    try:
        apart = database.client_ids() - group - {host_app}
    except StorageError:
        yield unchecked("Spotify: couldn't read which apps rooms have")
        return
    together = len(group | {host_app} - {""})
    share = f", which {together} apps share" if together > 1 else ""
    yield ok(f"Spotify: {daily_calls} calls in any 24 hours{share}")
    if apart:
        apps = "1 app of a room is" if len(apart) == 1 else f"{len(apart)} apps of rooms are"
        yield note(
            f"Spotify: {apps} counted separately, as if each had its own developer",
            "Spotify counts all apps of a developer together: put the Client IDs of those that one"
            " developer made into SPOTIFY_QUOTA_GROUP",
        )


async def redirect(address: str) -> AsyncIterator[Finding]:
    """Check the address to which Spotify sends the browser."""
    fault = redirect_fault(address)
    if fault:
        to_do = "Write https://… or http://127.0.0.1:8888/callback, and the same in Spotify's app"
        yield wrong(f"Spotify: the redirect address {fault}", to_do)
    else:
        yield ok("Spotify: the redirect address is well-formed")


def redirect_fault(address: str) -> str:
    """Return why Spotify would refuse a redirect address; empty if it accepts it."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "isn't an address"
    local = host in ("127.0.0.1", "::1")
    refused = {
        "isn't an address": not host or address != address.strip(),
        "names localhost, which Spotify refuses": host == "localhost",
        "has parts that Spotify refuses": bool(parts.fragment) or parts.username is not None,
        "is not https": parts.scheme != "https" and not (local and parts.scheme == "http"),
        "names no port": parts.scheme == "http" and port is None,
    }
    return next((fault for fault, applies in refused.items() if applies), "")


async def _request_token(app: HostApp, form: dict[str, str]) -> Answer | Finding:
    try:
        login = basic(app.client_id, app.client_secret)
        answer = await ask("POST", app.token_url, login, form)
    except Untrusted:
        return wrong("Spotify: cannot be trusted", TO_TRUST)
    except NoAnswer:
        return wrong("Spotify: cannot be reached", "Check that this machine can reach spotify.com")
    if answer.status == 429:
        return unchecked("Spotify: is limiting requests", "Try again later")
    return answer
