"""Find out which songs of a refused write are refused, so that they keep no others out."""

from collections.abc import Awaitable, Callable

from bot.domain.errors import SpotifyRefused

HOPELESS = 2
"""After so many songs that are refused alone, with none that is taken, it is not the songs."""
BAD_REQUEST = 400

Uris = tuple[str, ...]


async def refused_among(uris: Uris, add: Callable[[Uris], Awaitable[None]]) -> Uris | None:
    """Add songs by halves, and return those that are refused; None if it is not the songs.

    Args:
        uris: The songs, all of which Spotify has, and which it refused together.
        add: Adds some of them.

    Raises:
        SpotifyRefused: For a reason that is not a song's.
    """
    waiting, refused, any_taken = _halves(uris), list[str](), False
    while waiting:
        part = waiting.pop(0)
        try:
            await add(part)
            any_taken = True
        except SpotifyRefused as refusal:
            if refusal.status != BAD_REQUEST:
                raise
            if len(part) > 1:
                waiting = [*_halves(part), *waiting]
                continue
            refused.append(part[0])
        if len(refused) >= HOPELESS and not any_taken:
            return None
    return tuple(refused) if any_taken else None


def _halves(uris: Uris) -> list[Uris]:
    half = len(uris) // 2
    return [part for part in (uris[:half], uris[half:]) if part]
