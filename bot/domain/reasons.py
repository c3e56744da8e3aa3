"""Reasons that people give, such as why a song was vetoed."""

import unicodedata

_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Fillers and a braille cell without dots: letters and symbols in name only."""


def in_words(reason: str) -> bool:
    """Return whether a reason says anything: a letter, a digit, a mark or a symbol to be seen."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in _UNSEEN for c in reason)
