"""The values of settings, read as people write them; `NotUsable` is raised for any other text."""

import re

from bot import encryption, settings_database
from bot.settings_given import NotUsable, web_address

TOKEN_MIN = 50
"""Characters; a token cut off while copying has fewer."""

_TOKEN = re.compile(r"[\w.-]+", re.ASCII)
_IN_REQUESTS = re.compile(r"bot\s+(['\"]?)(.*)\1", re.IGNORECASE | re.DOTALL)
_LOOPBACK = re.compile(r"http://127\.0\.0\.1(:\d{1,5})?/")


def token(text: str) -> str:
    """Return Discord's token."""
    if in_requests := _IN_REQUESTS.fullmatch(text):
        text = in_requests[2]
    # Discord's have some seventy; an Application ID or a Client Secret is shorter.
    if len(text) < TOKEN_MIN:
        raise NotUsable(f"{len(text)} characters are too few for a token")
    if not _TOKEN.fullmatch(text):
        raise NotUsable("it has characters that no token has")
    return text


def daily_calls(text: str) -> int:
    """Return how many calls there are in 24 hours."""
    if not re.fullmatch("[0-9]{1,9}", text) or int(text) < 200:
        raise NotUsable
    return int(text)


def client_ids(text: str) -> frozenset[str]:
    """Return the Client IDs of Spotify apps."""
    ids = [one.strip() for one in text.split(",") if one.strip()]
    if not all(re.fullmatch("[0-9A-Za-z]{1,64}", one) for one in ids):
        raise NotUsable("it has something other than Client IDs")
    return frozenset(ids)


def redirect_uri(text: str) -> str:
    """Return an address that Spotify sends people to."""
    # Spotify accepts only these two, and refuses the name `localhost`.
    if not web_address(text) or not (text.startswith("https://") or _LOOPBACK.match(text)):
        raise NotUsable("Spotify doesn't accept that address")
    return text


def key_file(text: str) -> str:
    """Return the path of a key file."""
    if encryption.has_key(text):
        # Its name would be logged, and the file be made.
        raise NotUsable("it has a key in it, and is no path: ENCRYPTION_KEY is for keys")
    return settings_database.key_file(text)


def encryption_keys(text: str) -> tuple[str, ...]:
    """Return the keys, newest first."""
    try:
        return encryption.keys_in(text)
    except ValueError:
        raise NotUsable("it has something other than keys") from None
