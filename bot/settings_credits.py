"""The setting for looking up credits, read as people write it."""

import re

from bot.settings_given import NotUsable

REMEDIES = {
    "MUSICBRAINZ_CONTACT": (
        "Write an email address or the address of a web page at which whoever runs MusicBrainz"
        " reaches you, such as music@example.com; or leave it empty, and credits are not looked up"
    ),
}
"""What to do about it if it is wrong."""

_LONGEST = 200
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_PAGE = re.compile(r"https?://[\w-]+(\.[\w-]+)+(:\d{1,5})?(/[\w.,~%/?#&=+:-]*)?", re.ASCII)
"""Nothing that would end the comment of a User-Agent, in which it is sent."""


def contact(text: str) -> str:
    """Return whom MusicBrainz may turn to."""
    if len(text) > _LONGEST:
        raise NotUsable(f"it is longer than {_LONGEST} characters")
    if not (_MAIL.fullmatch(text) or _PAGE.fullmatch(text)):
        raise NotUsable("it is neither an email address nor the address of a web page")
    return text
