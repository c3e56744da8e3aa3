"""What Spotify means by its refusals, and what the owner of an account has to agree to."""

import re
from collections.abc import Iterable

from bot.domain.errors import Cause

SCOPES = (
    "playlist-read-private playlist-modify-private playlist-modify-public "
    "user-library-read ugc-image-upload"
)
"""The permissions the bot asks for."""

_WORDS_MAX = 300

_WORDS: Iterable[tuple[Cause, re.Pattern[str]]] = tuple(
    (cause, re.compile(words, re.IGNORECASE))
    for cause, words in (
        (Cause.PREMIUM, r"premium"),
        (Cause.SCOPES, r"insufficient[\w ]* scope|scope[\w ]* (missing|insufficient|required)"),
        (Cause.USER, r"user (is |may |has )?not( be| been)? (registered|approved)|user management"),
        (Cause.SECRET, r"(invalid|unauthorized)[_ ]client"),
        (
            Cause.FULL,
            r"size limit|(playlist|limit).*(full|reached|exceed)|too many items",
        ),
        (Cause.OWNER, r"(do not|don.?t|not) (the )?own|not (the )?owner"),
    )
)
"""Spotify answers in plain sentences, whose wording differs from path to path and year to year."""

_OF_THE_APP = {Cause.PREMIUM, Cause.SCOPES, Cause.USER, Cause.OWNER}
_REFUSING = {400: {Cause.FULL, Cause.SECRET}, 401: {Cause.SECRET}, 403: {*_OF_THE_APP, Cause.FULL}}
"""The causes there are for each HTTP status."""


def cause_of(status: int, words: str) -> Cause:
    """Return the cause of a refusal, by its HTTP status and Spotify's words for it."""
    possible = _REFUSING.get(status, set())
    found = (cause for cause, pattern in _WORDS if cause in possible and pattern.search(words))
    return next(found, Cause.OTHER)


def lacking(granted: object) -> tuple[str, ...]:
    """Return what an account's owner has not agreed to, of what is needed.

    Args:
        granted: The `scope` of an answer with a token; without one, all that was asked for is
            granted.
    """
    if not isinstance(granted, str):
        return ()
    return tuple(scope for scope in SCOPES.split() if scope not in granted.split())


def words_in(body: object, text: str) -> str:
    """Return Spotify's words in the answer to a refused request, in one line, cut.

    Args:
        body: Its JSON, decoded, which has three forms; None if it is not JSON.
        text: The answer as it is; a proxy may send a whole page.
    """
    words: object = text
    if isinstance(body, dict):
        error = body.get("error")
        parts = (error, body.get("error_description"))
        if isinstance(error, dict):
            parts = (error.get("reason"), error.get("message"))
        words = " ".join(part for part in parts if isinstance(part, str))
    return " ".join(str(words).split())[:_WORDS_MAX]
