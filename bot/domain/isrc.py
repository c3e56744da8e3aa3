"""International Standard Recording Codes, which catalogues write in several ways."""

import re
import unicodedata

_LONGEST = 100
"""Characters of what may be a code with something around it."""
_CODE = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_BETWEEN = re.compile(r"[^A-Z0-9]+")


def isrc_key(text: str) -> str:
    """Return a code in the one form that is compared: `GBUM71029604`; empty if it is none.

    Songs keep their codes as they were given; this one is for comparing. Hyphens, spaces, case,
    wide letters and the word ISRC before it make no other code.
    """
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text[:_LONGEST]).upper())
    for code in (plain, plain.removeprefix("URN").removeprefix("ISRC")):
        if _CODE.fullmatch(code):  # Iceland's may begin with ISRC themselves
            return code
    return ""
