"""Shares in a side of a song, in hundredths of a percent: exact, and as publishers write them."""

import re

from bot.domain.errors import InvalidInput

WHOLE = 100_00
"""A whole side, in hundredths of a percent."""

_PERCENT = re.compile(r"(?P<units>[0-9]{1,3})(?:\.(?P<decimals>[0-9]{1,2}))?\s*%?")


def read_share(text: str) -> int:
    """Return the share that somebody typed in percent, such as `33.33` or `50%`.

    Raises:
        InvalidInput: It is no percentage of at most two decimals, above 0 and up to 100 (`share`).
    """
    found = _PERCENT.fullmatch(text.strip())
    if found is None:
        raise InvalidInput("share", text)
    share = int(found["units"]) * 100 + int((found["decimals"] or "").ljust(2, "0"))
    if not 0 < share <= WHOLE:
        raise InvalidInput("share", text)
    return share


def write_share(share: int) -> str:
    """Return a share as `read_share` reads it: `50%`, `33.33%`, `0.5%`."""
    units, rest = divmod(share, 100)
    decimals = f".{rest:02}".rstrip("0") if rest else ""
    return f"{units}{decimals}%"
