"""An account at Spotify: whose it is, where Spotify is, and how its owner connects it."""

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
"""What the bot asks to be allowed."""
TIMEOUT = 10.0
"""How long (seconds) Spotify may take to connect, and between two parts of an answer."""
_DOING = "connect the account"


def _ignored(refresh_token: str) -> None:
    del refresh_token


@dataclass(frozen=True, slots=True, repr=False)
class Account:
    """A Spotify app and an account that authorized it. Never printed.

    Attributes:
        client_id, client_secret: The app's, from Spotify's dashboard.
        refresh_token: What the account's owner agreed to; ends six months after that.
        api_url: Ends in `/v1/`.
        token_url: The whole address of the token endpoint.
        authorize_url: The whole address of the page at which an account's owner agrees.
        renewed: Told of a refresh token that Spotify gives in place of this one, in a thread.
    """

    client_id: str
    client_secret: str
    refresh_token: str
    api_url: str = "https://api.spotify.com/v1/"
    token_url: str = "https://accounts.spotify.com/api/token"  # noqa: S105 (an address)
    authorize_url: str = "https://accounts.spotify.com/authorize"
    renewed: Callable[[str], None] = _ignored


def consent_page(account: Account, redirect: str, nonce: str) -> str:
    """Return the address at which an account's owner agrees.

    Args:
        account: The app that asks, and where.
        redirect: Where the owner is sent back to.
        nonce: Comes back with the answer.
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
    """Return the grant that a code stands for, and whose account it is.

    Blocks: call it in a worker thread.

    Args:
        account: The app that asked, and where; its refresh token is not used.
        redirect: Where the owner was sent back to.
        code: What they brought back.

    Raises:
        InvalidInput: Spotify does not take the code (`connect.code`) or the app (`connect.app`).
        SpotifyUnavailable: It did not answer sensibly.
    """
    import requests  # noqa: PLC0415 - it takes as long as the rest of Spotify, and is seldom needed

    with requests.Session() as session:
        try:
            given = _redeem(session, account, redirect, code)
            access, refresh = str(given["access_token"]), str(given["refresh_token"])
            owner_id, owner_name = _owner(session, account, access)
        except (requests.RequestException, KeyError, TypeError, ValueError) as fault:
            raise SpotifyUnavailable(_DOING) from fault
    return Grant(refresh, owner_id, owner_name)


def _redeem(session: "Session", account: Account, redirect: str, code: str) -> Any:
    """Return what the token endpoint gives for a code, as it was read from JSON."""
    answer = session.post(
        account.token_url,
        data={"grant_type": "authorization_code", "code": code, "redirect_uri": redirect},
        auth=(account.client_id, account.client_secret),
        timeout=TIMEOUT,
    )
    given = answer.json()
    if answer.status_code in (400, 401):
        raise _refusal(given)
    answer.raise_for_status()
    return given


def _owner(session: "Session", account: Account, access_token: str) -> tuple[str, str]:
    """Return the id of the account's owner, and a name: the id for want of another."""
    me = session.get(
        f"{account.api_url}me",
        headers={"Authorization": f"Bearer {access_token}"},
        timeout=TIMEOUT,
    )
    me.raise_for_status()
    owner = me.json()
    owner_id = str(owner["id"])
    return owner_id, str(owner.get("display_name") or owner_id)


def _refusal(given: object) -> Exception:
    error = given.get("error") if isinstance(given, dict) else None
    if error == "invalid_client":
        return InvalidInput("connect.app")
    return InvalidInput("connect.code")
