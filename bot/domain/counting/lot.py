"""The lot: an order of the songs that breaks the ties nothing else breaks."""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256


def lot_order(seed: str, songs: Iterable[str]) -> tuple[str, ...]:
    """Return the songs in lot order.

    Each song gets the hexadecimal SHA-256 of `seed:song` (UTF-8); the smallest comes first. The
    seed is drawn and shown before anybody votes, so nobody can change the order after seeing votes,
    and anybody can compute it again.

    Args:
        seed: 32 hexadecimal digits, used as they are written.
        songs: The ids of all candidates, pinned and vetoed ones too.
    """
    return _sorted(seed, tuple(songs))


@lru_cache(maxsize=64)  # a round asks for it at every step: record, count, the votes alone, recount
def _sorted(seed: str, songs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(songs, key=lambda song: sha256(f"{seed}:{song}".encode()).hexdigest()))
