"""What people paste to connect an account: an app's credentials, and where their browser landed."""

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, parse_qs

from bot.domain.addresses import addresses
from bot.domain.errors import InvalidInput
from bot.services.ports.spotify import SpotifyApp

_KEY = re.compile(r"(?<![^\W_])[0-9A-Za-z]{32}(?![^\W_])")
"""An app's credential, which may have its name or quotes around it."""
_PIECES_MAX = 40
"""So many pieces, at most, may an address be in."""
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


def landed_with(pasted: str) -> tuple[tuple[str, str], ...]:
    """Return what may be the code and the nonce of the address at which the browser landed.

    A terminal or a mail may have broken it into lines, and words may follow it: where it ends, only
    who knows the nonce can tell.

    Raises:
        InvalidInput: It is none (`connect.address`), or says that the owner did not agree
            (`connect.denied`) or that Spotify failed (`connect.failed`).
    """
    found = []
    for address in _whole_or_broken(pasted):
        given = parse_qs(address.query)
        code, nonce, error = (given.get(name, [""])[0] for name in ("code", "state", "error"))
        if error and nonce:
            raise InvalidInput(f"connect.{'denied' if error == _DENIED else 'failed'}")
        if code and nonce:
            found.append((code, nonce))
    if not found:
        raise InvalidInput("connect.address")
    return tuple(found)


def _whole_or_broken(pasted: str) -> Iterator[SplitResult]:
    """Yield the addresses in a text, and what else its first may be if it was broken."""
    yield from addresses(pasted, bare=True)
    pieces = pasted.split()
    begin = next((place for place, piece in enumerate(pieces) if "/" in piece), 0)
    for end in range(begin + 2, min(len(pieces), begin + _PIECES_MAX) + 1):
        yield from addresses("".join(pieces[begin:end]), bare=True)
