"""What Spotify says when it refuses: its words are read once, kept in the log, and typed."""

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from bot.domain.errors import SpotifyRefused
from bot.domain.spotify import cause_of

if TYPE_CHECKING:
    from requests import Response

log = logging.getLogger(__name__)

_WORDS_MAX = 300
_ORDINARY = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)
"""What people's links and withdrawn songs are answered with."""


def refusal(doing: str, status: int, words: str) -> SpotifyRefused:
    """Return the error for a refusal. Its words go into the log: no one else may know them."""
    if status not in _ORDINARY:
        log.warning("Spotify refused to %s: status %d, %r", doing, status, words)
    return SpotifyRefused(doing, status, words, cause_of(status, words))


def words_of(response: "Response") -> str:
    """Return Spotify's words for a refusal: a message in JSON of three forms, or plain text."""
    try:
        body = response.json()
    except ValueError:
        return tidied(response.text)
    error = body.get("error") if isinstance(body, dict) else None
    if isinstance(error, dict):
        return tidied(f"{error.get('reason') or ''} {error.get('message') or ''}")
    description = body.get("error_description") if isinstance(body, dict) else None
    return tidied(f"{error or ''} {description or ''}")


def tidied(words: str) -> str:
    """Return words in one line, cut: a proxy may send a whole page."""
    return " ".join(words.split())[:_WORDS_MAX]
