"""What people paste to connect an account: an app's credentials, and where their browser landed."""

from urllib.parse import parse_qs

from bot.domain.addresses import addresses, unwrapped
from bot.domain.errors import InvalidInput
from bot.services.ports.spotify import SpotifyApp

_DENIED = "access_denied"
"""What Spotify says of an owner who did not agree."""


def checked(app: SpotifyApp) -> SpotifyApp:
    """Return an app as it was typed, cleaned.

    Raises:
        InvalidInput: It cannot be one (`connect.app`).
    """
    app = SpotifyApp(unwrapped(app.client_id), unwrapped(app.client_secret))
    if not _looks_like(app):
        raise InvalidInput("connect.app")
    return app


def _looks_like(app: SpotifyApp) -> bool:
    return all(
        len(text) == 32 and text.isascii() and text.isalnum()
        for text in (app.client_id, app.client_secret)
    )


def landed_with(pasted: str) -> tuple[str, str]:
    """Return the code and the nonce of the address at which the browser landed.

    A terminal or a mail may have broken it into lines.

    Raises:
        InvalidInput: It is none (`connect.address`), or says that the owner did not agree
            (`connect.denied`) or that Spotify failed (`connect.failed`).
    """
    for text in (pasted, "".join(pasted.split())):
        for address in addresses(text, bare=True):
            given = parse_qs(address.query)
            code, nonce, error = (given.get(name, [""])[0] for name in ("code", "state", "error"))
            if error and nonce:
                raise InvalidInput(f"connect.{'denied' if error == _DENIED else 'failed'}")
            if code and nonce:
                return code, nonce
    raise InvalidInput("connect.address")
