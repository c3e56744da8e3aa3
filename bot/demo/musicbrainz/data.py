"""What the simulated MusicBrainz knows. Its people, labels and publishers are made up."""

import random
from collections.abc import Iterable
from uuid import NAMESPACE_URL, uuid5

from msgspec import Struct

from bot.demo.spotify import Track

WITHOUT = 5
"""Of so many of the demo's songs, one is not in it: no catalogue has everything."""

WRITERS = (
    *("Ada Fennimore", "Jonas Brakelmann", "Tilde Osgood", "Marcus Ayevi", "Roz Pettibone"),
    *(
        "Ilse van Quill",
        "Delroy Hatherway",
        "Yuna Sorrel",
        "Piet Castellane",
        "Winnie Okonjo-Reyes",
    ),
)
LABELS = ("Gannetwick Records", "Vellum & Pike", "Marrowlight Sound", "Thistledown Masters")
PUBLISHERS = ("Quillhaven Songs", "Brindlemoor Music", "Hushwater Songs", "Oxbow & Tallis Music")
ONE_STOPS = ("Copperkettle Music",)
"""Who has the recording and the song."""

_ONE_STOP = 6
"""Of so many songs, one has the same holder on both sides."""


class Work(Struct, frozen=True):
    """What was written: `writers` are names with a type of relationship, such as `composer`."""

    title: str
    writers: tuple[tuple[str, str], ...] = ()
    publishers: tuple[str, ...] = ()


class Release(Struct, frozen=True):
    """A release; `date` may be a year alone, or empty. The label None is that of no label."""

    title: str
    date: str
    labels: tuple[str | None, ...] = ()
    status: str = "Official"


class SimulatedRecording(Struct, frozen=True):
    """A recording with its codes; `length` is in thousandths of a second."""

    title: str
    artist: str
    isrcs: tuple[str, ...]
    length: int = 200_000
    works: tuple[Work, ...] = ()
    releases: tuple[Release, ...] = ()
    video: bool = False

    @property
    def id(self) -> str:
        """Its id at MusicBrainz."""
        return id_of("recording", f"{self.title} {self.artist} {self.video}")

    @property
    def released(self) -> str:
        """When it was first released; empty where no release says."""
        return min((one.date for one in self.releases if one.date), default="")


def id_of(kind: str, name: str) -> str:
    """Return the id that a thing of some kind always has here."""
    return str(uuid5(NAMESPACE_URL, f"https://musicbrainz.invalid/{kind}/{name}"))


def of_tracks(tracks: Iterable[Track]) -> list[SimulatedRecording]:
    """Return recordings of songs of the simulated Spotify, with credits that are made up."""
    known = [track for place, track in enumerate(tracks) if place % WITHOUT]
    return [_of_track(track) for track in known]


def _of_track(track: Track) -> SimulatedRecording:
    draw = random.Random(track.isrc)
    first, second, third = draw.sample(WRITERS, 3)
    writers = (
        (first, "composer"),
        (second, "lyricist"),
        *([(third, "composer")] * draw.randrange(2)),
    )
    publishers = tuple(draw.sample(PUBLISHERS, 1 + draw.randrange(2)))
    label = draw.choice(LABELS)
    if draw.randrange(_ONE_STOP) == 0:
        publishers, label = ONE_STOPS, ONE_STOPS[0]
    return SimulatedRecording(
        track.title,
        track.artists[0],
        (track.isrc,),
        track.duration_ms,
        (Work(track.title, writers, publishers),),
        (Release(track.album, str(track.year), (label,)),),
    )
