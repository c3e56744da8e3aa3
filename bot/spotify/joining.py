"""The first step with an account: from the code its owner brought back to a grant. Blocks."""

from bot.domain.errors import InvalidInput, SpotifyUnavailable
from bot.services.ports.world import Grant
from bot.spotify.account import Account

SCOPES = (
    "playlist-read-private playlist-modify-private playlist-modify-public "
    "user-library-read ugc-image-upload"
)
TIMEOUT = 10.0
_DOING = "connect the account"


def exchange(account: Account, redirect: str, code: str) -> Grant:
    """Return what a code stands for, and whose account it is; run it in a thread.

    Args:
        account: The app that asked, and where; its refresh token is of no use yet.
        redirect: Where the owner was sent back to.
        code: What they brought back.

    Raises:
        InvalidInput: Spotify does not take the code (`connect.code`) or the app (`connect.app`).
        SpotifyUnavailable: It did not answer sensibly.
    """
    import requests  # noqa: PLC0415 - it takes as long as the rest of Spotify, and is seldom needed

    with requests.Session() as session:
        try:
            answer = session.post(
                account.token_url,
                data={
                    "grant_type": "authorization_code",
                    "code": code,
                    "redirect_uri": redirect,
                },
                auth=(account.client_id, account.client_secret),
                timeout=TIMEOUT,
            )
            given = answer.json()
            if answer.status_code in (400, 401):
                raise _refusal(given)
            answer.raise_for_status()
            access, refresh = str(given["access_token"]), str(given["refresh_token"])
            me = session.get(
                f"{account.api_url}me",
                headers={"Authorization": f"Bearer {access}"},
                timeout=TIMEOUT,
            )
            me.raise_for_status()
            owner = me.json()
            owner_id = str(owner["id"])
            return Grant(refresh, owner_id, str(owner.get("display_name") or owner_id))
        except (requests.RequestException, KeyError, TypeError, ValueError) as fault:
            raise SpotifyUnavailable(_DOING) from fault


def _refusal(given: object) -> Exception:
    error = given.get("error") if isinstance(given, dict) else None
    if error == "invalid_client":
        return InvalidInput("connect.app")
    return InvalidInput("connect.code")
