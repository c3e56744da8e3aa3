"""The songs that the simulated Spotify knows.

Titles, artists, albums, years and lengths are those of well-known recordings. The Spotify ids and
ISRCs are made up in the right form. An id is derived from the rest of the row, so it is the same in
every run, and names no other recording by accident.
"""

import functools
import hashlib
import json
import string
from pathlib import Path

from msgspec import Struct

BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
ID_LENGTH = 22


class Track(Struct, frozen=True):
    """A recording on one album.

    Attributes:
        id: 22 base62 characters.
        isrc: The same on every album that has the recording.
        year: Of the album.
    """

    id: str
    title: str
    artists: tuple[str, ...]
    album: str
    duration_ms: int
    isrc: str
    year: int

    @property
    def uri(self) -> str:
        """The Spotify URI of the track."""
        return f"spotify:track:{self.id}"


def spotify_id(*seeds: str) -> str:
    """Return 22 base62 characters that are determined by the seeds."""
    number = int.from_bytes(hashlib.sha256("\n".join(seeds).encode()).digest(), "big")
    letters = []
    for _ in range(ID_LENGTH):
        number, digit = divmod(number, len(BASE62))
        letters.append(BASE62[digit])
    return "".join(letters)


@functools.cache
def load() -> tuple[Track, ...]:
    """Return the whole catalogue, always in the same order.

    The album is part of what an id is derived from: one recording is on two albums, with two URIs.
    """
    rows = json.loads(Path(__file__).with_name("catalogue.json").read_text(encoding="utf-8"))
    return tuple(
        Track(
            id=spotify_id(isrc, title, album),
            title=title,
            artists=tuple(artists),
            album=album,
            duration_ms=duration_ms,
            isrc=isrc,
            year=year,
        )
        for title, artists, album, year, duration_ms, isrc in rows
    )
