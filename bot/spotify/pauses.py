"""How long Spotify asks to be left alone."""

import math
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

PAUSE_MAX = 24 * 3600.0
"""The longest pause (seconds) that is taken at its word: Spotify counts the calls of a day."""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return how many seconds to wait after a refusal, a day at most; None if it does not say."""
    told = headers.get("Retry-After", "").strip()
    try:
        seconds = float(told)
    except ValueError:
        seconds = _until_date(told, headers.get("Date", ""))
    if math.isnan(seconds):
        return None
    return min(PAUSE_MAX, max(1.0, seconds))


def _until_date(told: str, now: str) -> float:
    """Return the seconds between two dates as HTTP writes them; not a number if they are none.

    Both are the sender's, so that its clock need not agree with ours.
    """
    try:
        return (parsedate_to_datetime(told) - parsedate_to_datetime(now)).total_seconds()
    except (TypeError, ValueError, OverflowError):
        return math.nan
