"""The pictures of results that were drawn lately, so that an edit shows the one that was posted."""

from collections import deque

from bot.services.ports.read_models import Results

KEPT = 16
"""So many pictures are remembered, of some hundred kilobytes each."""


class RecentPictures:
    """Remembers pictures by everything that is drawn in them."""

    def __init__(self) -> None:
        self._pictures: deque[tuple[tuple[object, ...], bytes]] = deque(maxlen=KEPT)

    def keep(self, results: Results, png: bytes) -> None:
        """Remember a picture, and forget the oldest where there are too many."""
        self._pictures.append((_drawn_of(results), png))

    def of(self, results: Results) -> bytes | None:
        """Return the picture of these results, if it is remembered."""
        wanted = _drawn_of(results)
        return next((png for drawn_of, png in self._pictures if drawn_of == wanted), None)


def _drawn_of(results: Results) -> tuple[object, ...]:
    """Return what a picture shows. What became of the playlist is told in words alone."""
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
