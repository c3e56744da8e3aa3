"""What Spotify says when it refuses: its words are read once, kept in the log, and typed."""

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from bot.domain.errors import SpotifyRefused
from bot.domain.spotify import cause_of, words_in

if TYPE_CHECKING:
    from requests import Response

log = logging.getLogger(__name__)

_ORDINARY = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)
"""What people's links and withdrawn songs are answered with."""


def refusal(doing: str, status: int, words: str) -> SpotifyRefused:
    """Return the error for a refusal. Its words go into the log: no one else may know them."""
    level = logging.INFO if status in _ORDINARY else logging.WARNING
    log.log(level, "Spotify refused to %s: status %d, %r", doing, status, words)
    return SpotifyRefused(doing, status, words, cause_of(status, words))


def words_of(response: "Response") -> str:
    """Return Spotify's words for a refusal."""
    try:
        body = response.json()
    except ValueError:
        body = None
    return words_in(body, response.text)
