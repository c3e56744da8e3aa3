"""The songs that the simulated Spotify knows.

Titles, artists, albums, years and lengths are those of well-known recordings. Their Spotify ids and
ISRCs are not known here: both are made up in the right shape, the ids out of the rest, so that
they stay the same from run to run and never mean another recording by accident.
"""

import functools
import hashlib
import json
import string
from dataclasses import dataclass
from pathlib import Path

BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
ID_LENGTH = 22


@dataclass(frozen=True, slots=True)
class Track:
    """A recording as it stands on one album.

    Attributes:
        id: 22 base62 characters.
        isrc: Shared by all the places where the same recording is published.
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
    """Return 22 base62 characters that depend on nothing but the seeds."""
    number = int.from_bytes(hashlib.sha256("\n".join(seeds).encode()).digest(), "big")
    letters = []
    for _ in range(ID_LENGTH):
        number, digit = divmod(number, len(BASE62))
        letters.append(BASE62[digit])
    return "".join(letters)


@functools.cache
def load() -> tuple[Track, ...]:
    """Return the whole catalogue, always in the same order.

    The album takes part in the id: one recording is there on two albums, under two URIs.
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
