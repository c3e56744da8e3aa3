"""A cache of result pictures, so that an edit does not draw again what was posted."""

from collections import deque

from bot.services.ports.read_models import Results

PICTURES_MAX = 16
"""Pictures in the cache, of some hundred kilobytes each."""


class RecentPictures:
    """Caches pictures by everything they show."""

    def __init__(self) -> None:
        self._pictures: deque[tuple[tuple[object, ...], bytes]] = deque(maxlen=PICTURES_MAX)

    def keep(self, results: Results, png: bytes) -> None:
        """Add a picture, and drop the oldest if there are too many."""
        self._pictures.append((_drawn_facts(results), png))

    def of(self, results: Results) -> bytes | None:
        """Return the picture of these results, if it is in the cache."""
        wanted = _drawn_facts(results)
        return next((png for facts, png in self._pictures if facts == wanted), None)


def _drawn_facts(results: Results) -> tuple[object, ...]:
    """Return everything a picture shows. The state of the playlist is not in it."""
    round_, episode = results.round, results.episode
    return (
        round_.id,
        results.outcome,
        results.songs,
        round_.pinned,
        round_.vetoed,
        results.room.title,
        episode.number,
        episode.title,
    )
