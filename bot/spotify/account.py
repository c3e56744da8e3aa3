"""A Spotify account, and the OAuth steps by which its owner connects it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bot.domain.errors import AccountNotRead, Cause, InvalidInput, SpotifyRefused
from bot.domain.spotify import SCOPES, cause_of, lacking, words_in
from bot.domain.structs import SecretStruct
from bot.services.ports.spotify import Grant
from bot.spotify.refusals import refusal, words_of

if TYPE_CHECKING:
    from bot.spotify.sessions import Session

log = logging.getLogger(__name__)

TIMEOUT = 10.0
"""How long (seconds) Spotify may take to connect, and between two parts of an answer."""
_DOING = "connect the account"


def _ignore(refresh_token: str) -> None:
    del refresh_token


class Account(SecretStruct, frozen=True):
    """A Spotify app and an account that authorized it. Never printed.

    Attributes:
        client_id, client_secret: The app's, from Spotify's dashboard.
        refresh_token: Ends six months after the account's owner agreed.
        api_url: Ends in `/v1/`.
        token_url: The full address of the token endpoint.
        authorize_url: The full address of the page on which an account's owner agrees.
        renewed: Called with a refresh token that replaces this one, in a worker thread.
    """

    client_id: str
    client_secret: str
    refresh_token: str
    api_url: str = "https://api.spotify.com/v1/"
    token_url: str = "https://accounts.spotify.com/api/token"  # noqa: S105 (an address)
    authorize_url: str = "https://accounts.spotify.com/authorize"
    renewed: Callable[[str], None] = _ignore


def consent_page(account: Account, redirect: str, nonce: str) -> str:
    """Return the address of the page on which an account's owner agrees.

    Args:
        account: The app, and Spotify's addresses.
        redirect: Where Spotify sends the owner afterwards.
        nonce: Spotify returns it with the answer.
    """
    query = {
        "response_type": "code",
        "client_id": account.client_id,
        "redirect_uri": redirect,
        "scope": SCOPES,
        "state": nonce,
        "show_dialog": "true",
    }
    return f"{account.authorize_url}?{urlencode(query)}"


class Redeemed(SecretStruct, frozen=True):
    """The tokens that a code was exchanged for. Never printed."""

    access_token: str
    refresh_token: str


def redeem(account: Account, redirect: str, code: str) -> Redeemed:
    """Exchange a code, which is good once, for tokens.

    Blocks: call it in a worker thread.

    Args:
        account: The app, and Spotify's addresses; its refresh token is not used.
        redirect: Where Spotify sent the owner.
        code: What Spotify sent along.

    Raises:
        InvalidInput: Spotify refuses the code (`connect.code`), or the app does not name that
            address (`connect.redirect`).
        SpotifyRefused: Spotify refuses the app, or its owner has not agreed to all that is needed.
        AccountNotRead: There was no usable answer; the code may still be good.
    """
    with _asking() as session:
        answer = session.post(
            account.token_url,
            data={"grant_type": "authorization_code", "code": code, "redirect_uri": redirect},
            auth=(account.client_id, account.client_secret),
            timeout=TIMEOUT,
        )
        answer_body = answer.json()
        if answer.status_code in (400, 401):
            raise _refusal(answer.status_code, answer_body, redirect)
        answer.raise_for_status()
        if missing := lacking(answer_body.get("scope")):
            raise SpotifyRefused(_DOING, 200, " ".join(missing), Cause.SCOPES)
        return Redeemed(str(answer_body["access_token"]), str(answer_body["refresh_token"]))


def identify(account: Account, redeemed: Redeemed) -> Grant:
    """Return what an account's owner agreed to, and who that is.

    Blocks: call it in a worker thread.

    Raises:
        SpotifyRefused: Spotify does not let the account use the app.
        AccountNotRead: There was no usable answer.
    """
    with _asking() as session:
        me = session.get(
            f"{account.api_url}me",
            headers={"Authorization": f"Bearer {redeemed.access_token}"},
            timeout=TIMEOUT,
        )
        if me.status_code == HTTPStatus.FORBIDDEN:
            raise refusal(_DOING, me.status_code, words_of(me))
        me.raise_for_status()
        owner = me.json()
        owner_id = str(owner["id"])
        name = str(owner.get("display_name") or owner_id)
    return Grant(redeemed.refresh_token, owner_id, name)


@contextmanager
def _asking() -> "Iterator[Session]":
    """Open a session; raise AccountNotRead for all that is no usable answer."""
    # Slow to import, and seldom needed.
    import requests  # noqa: PLC0415

    from bot.spotify.sessions import Session  # noqa: PLC0415

    with Session() as session:
        try:
            yield session
        except (
            requests.RequestException,
            AttributeError,
            KeyError,
            TypeError,
            ValueError,
        ) as fault:
            log.warning("an account could not be connected: %s", type(fault).__name__)
            raise AccountNotRead(_DOING) from fault


def _refusal(status: int, answer_body: object, redirect: str) -> Exception:
    words = words_in(answer_body, "")
    if cause_of(status, words) is Cause.SECRET:
        return refusal(_DOING, status, words)
    log.warning("Spotify took no code: status %d, %r", status, words)
    if "redirect" in words.casefold():
        return InvalidInput("connect.redirect", redirect)
    return InvalidInput("connect.code")
