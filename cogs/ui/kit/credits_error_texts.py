"""The texts of errors of looking up credits."""

from collections.abc import Callable
from typing import Any

from bot.domain import errors as e
from cogs.ui.kit import texts

_BY_HAND = "or type what you know with *Type credits*"

NOT_FOUND = {
    "isrc": (
        "This song has no ISRC, and credits are looked up by that alone. Type who wrote it with"
        " *Type credits*."
    ),
    "credit": "Those credits have just changed, so nothing was saved. Look at them again.",
}
"""By what is not there."""

TEXTS: dict[type, Callable[[Any], str]] = {
    e.CreditsOff: lambda _error: (
        "Looking credits up is off here. Whoever hosts this bot can turn it on with"
        f" `MUSICBRAINZ_CONTACT`; {_BY_HAND}."
    ),
    e.CreditsBusy: lambda error: (
        f"MusicBrainz asks us to wait until {texts.instant(error.until)}. Look the credits up"
        f" again then, {_BY_HAND}."
    ),
    e.CreditsUnavailable: lambda _error: (
        "MusicBrainz isn't answering, so no credits were looked up. Try again in a few minutes,"
        f" {_BY_HAND}."
    ),
}
