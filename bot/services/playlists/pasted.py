"""What people paste to connect an account: an app's credentials, and where their browser landed."""

import re
from urllib.parse import parse_qs

from bot.domain.addresses import addresses
from bot.domain.errors import InvalidInput
from bot.services.ports.spotify import SpotifyApp

_KEY = re.compile(r"(?<![^\W_])[0-9A-Za-z]{32}(?![^\W_])")
"""An app's credential, which may have its name or quotes around it."""
_DENIED = "access_denied"
"""What Spotify says of an owner who did not agree."""


def checked(app: SpotifyApp) -> SpotifyApp:
    """Return an app as it was typed, cleaned.

    Raises:
        InvalidInput: It cannot be one (`connect.app`).
    """
    found = [_KEY.findall(text) for text in (app.client_id, app.client_secret)]
    if any(len(keys) != 1 for keys in found):
        raise InvalidInput("connect.app")
    [[client_id], [secret]] = found
    return SpotifyApp(client_id, secret)


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
