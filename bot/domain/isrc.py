"""International Standard Recording Codes, which catalogues write in several ways."""

import re
import unicodedata

_CODE = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_BETWEEN = re.compile(r"[^A-Z0-9]+")


def read_isrc(text: str) -> str:
    """Return a code in the one form that is compared: `GBUM71029604`; empty if it is none.

    Hyphens, spaces, case, wide letters and the word ISRC before it make no other code.
    """
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text).upper())
    plain = plain.removeprefix("URN").removeprefix("ISRC")
    return plain if _CODE.fullmatch(plain) else ""
