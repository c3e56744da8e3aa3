"""Finding the web addresses in what people paste, however it is wrapped.

What is copied comes in quotes of all kinds, in backticks and brackets, with words around it, a full
stop behind it, or with `&` written as `&amp;`.
"""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import SplitResult, unquote, urlsplit

_WRAPPING = r"\s<>\"'`\u00b4\u00ab\u00bb\u2018-\u201f\u2039\u203a\u200b-\u200f\u2060\ufeff"
"""White space, quotes of all kinds, and characters that nobody sees."""
_REST = rf"[^{_WRAPPING}]+"
_FULL = re.compile(rf"https?://{_REST}", re.IGNORECASE)
_ANY = re.compile(rf"(?<![\w.-])(?:https?://|(?=[\w.-]+[:/])){_REST}", re.IGNORECASE)
_UNSEEN = re.compile("(?<=[:/])[\u200b-\u200f\u2060\ufeff]+")
"""What keeps an address from being clicked, in what is copied from messages."""
_ENCODED = re.compile(rf"(?:https?|spotify)%(?:25)*3A[^&{_WRAPPING}]+", re.IGNORECASE)
_ENCODINGS_MAX = 3
"""How often an address may have been put into another."""
_BEHIND = ".,;:!?…)]}|*"
"""Characters behind an address that belong to the sentence or to markup."""


def tidied(text: str) -> str:
    """Return a text as it was before it became part of a web page."""
    try:
        return unescape(text)
    except ValueError:  # a number in it has more digits than Python reads
        return text


def unfolded(text: str) -> str:
    """Return a text in which addresses can be read that are part of another's query.

    Mail programs, searches and networks lead through an address of their own to the one meant.
    Characters that nobody sees are taken out of addresses.
    """
    return _ENCODED.sub(_decoded, _UNSEEN.sub("", text))


def _decoded(encoded: re.Match[str]) -> str:
    address = encoded[0]
    for _ in range(_ENCODINGS_MAX):
        address = unquote(address)
    return address


def addresses(text: str, *, bare: bool) -> Iterator[SplitResult]:
    """Yield the addresses in a text, in order.

    Args:
        text: What was pasted.
        bare: Whether those without a scheme count too, which have a `:` or `/` behind the host.
    """
    for found in (_ANY if bare else _FULL).finditer(tidied(text)):
        address = found[0].rstrip(_BEHIND)
        try:
            parts = urlsplit(address if "://" in address else f"http://{address}")
            _ = parts.port  # is a number, or raises
        except ValueError:
            continue
        if parts.hostname:
            yield parts
