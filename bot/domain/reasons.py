"""Reasons that people give, such as for a veto."""

import unicodedata

_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Hangul fillers and the empty braille cell: by category letters and symbols, but invisible."""


def has_visible_text(reason: str) -> bool:
    """Return whether a reason contains a visible letter, digit, mark or symbol."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in _UNSEEN for c in reason)
