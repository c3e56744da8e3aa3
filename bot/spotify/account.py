"""A Spotify account, and the OAuth steps by which its owner connects it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bot.domain.errors import InvalidInput, SpotifyUnavailable
from bot.services.ports.spotify import Grant

if TYPE_CHECKING:
    from requests import Session

SCOPES = (
    "playlist-read-private playlist-modify-private playlist-modify-public "
    "user-library-read ugc-image-upload"
)
"""The permissions the bot asks for."""
TIMEOUT = 10.0
"""How long (seconds) Spotify may take to connect, and between two parts of an answer."""
_DOING = "connect the account"


def _ignore(refresh_token: str) -> None:
    del refresh_token


@dataclass(frozen=True, slots=True, repr=False)
class Account:
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


def exchange(account: Account, redirect: str, code: str) -> Grant:
    """Exchange a code for a grant, which names the account's owner.

    Blocks: call it in a worker thread.

    Args:
        account: The app, and Spotify's addresses; its refresh token is not used.
        redirect: Where Spotify sent the owner.
        code: What Spotify sent along.

    Raises:
        InvalidInput: Spotify refuses the code (`connect.code`) or the app (`connect.app`).
        SpotifyUnavailable: There was no usable answer.
    """
    # Slow to import, and seldom needed.
    import requests  # noqa: PLC0415

    from bot.spotify.sessions import Session  # noqa: PLC0415

    with Session() as session:
        try:
            answer_body = _redeem(session, account, redirect, code)
            access, refresh = str(answer_body["access_token"]), str(answer_body["refresh_token"])
            owner_id, owner_name = _owner(session, account, access)
        except (requests.RequestException, KeyError, TypeError, ValueError) as fault:
            raise SpotifyUnavailable(_DOING) from fault
    return Grant(refresh, owner_id, owner_name)


def _redeem(session: "Session", account: Account, redirect: str, code: str) -> Any:
    """Return the token endpoint's answer to a code, decoded from JSON."""
    answer = session.post(
        account.token_url,
        data={"grant_type": "authorization_code", "code": code, "redirect_uri": redirect},
        auth=(account.client_id, account.client_secret),
        timeout=TIMEOUT,
    )
    answer_body = answer.json()
    if answer.status_code in (400, 401):
        raise _refusal(answer_body)
    answer.raise_for_status()
    return answer_body


def _owner(session: "Session", account: Account, access_token: str) -> tuple[str, str]:
    """Return the id of the account's owner, and their name, or the id if they have none."""
    me = session.get(
        f"{account.api_url}me",
        headers={"Authorization": f"Bearer {access_token}"},
        timeout=TIMEOUT,
    )
    me.raise_for_status()
    owner = me.json()
    owner_id = str(owner["id"])
    return owner_id, str(owner.get("display_name") or owner_id)


def _refusal(answer_body: object) -> Exception:
    error = answer_body.get("error") if isinstance(answer_body, dict) else None
    if error == "invalid_client":
        return InvalidInput("connect.app")
    return InvalidInput("connect.code")
