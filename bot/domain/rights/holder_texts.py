"""What people type about a holder, and how the changes of two people become one."""

from collections.abc import Sequence

from msgspec import Struct

from bot.domain.rights.holders import Holder
from bot.domain.rights.shares import write_share
from bot.domain.typed_text import fingerprint, one_line

_MERGED = ("name", "contact", "share")


class HolderText(Struct, frozen=True):
    """What people type about a holder. `share` is in percent, empty where nobody knows it."""

    name: str
    contact: str = ""
    share: str = ""
    most_favored: bool = False


def holder_text(holder: Holder) -> HolderText:
    """Return a holder as a form shows them."""
    share = "" if holder.share is None else write_share(holder.share)
    return HolderText(holder.name, holder.contact, share, holder.most_favored)


def holder_fingerprints(text: HolderText) -> tuple[str, ...]:
    """Return the fingerprint of each text, in order: all that a merge has to know of a start."""
    return tuple(fingerprint(getattr(text, name)) for name in _MERGED)


def merge_holder(was: Sequence[str], now: HolderText, typed: HolderText) -> HolderText | None:
    """Return the present texts with what somebody changed; None if they clash.

    They clash if both people changed the same text, each in a different way.

    Args:
        was: The fingerprints of the texts that the person who typed started from.
        now: The present texts.
        typed: The texts that they typed.
    """
    texts = {name: getattr(now, name) for name in _MERGED}
    for name, before in zip(_MERGED, was, strict=True):
        current, wanted = texts[name], one_line(getattr(typed, name))
        if wanted == current or fingerprint(wanted) == before:
            continue
        if fingerprint(current) != before:
            return None
        texts[name] = wanted
    return HolderText(**texts, most_favored=now.most_favored)
