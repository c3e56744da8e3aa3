"""Stand-ins for covers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.services.ports.world import PictureStore, Sleeve


@dataclass
class FakeCovers:
    """Covers that are there, by address; remembers who asked."""

    covers: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def fetch(self, urls: Sequence[str]) -> Mapping[str, bytes]:
        self.asked += urls
        return {url: self.covers[url] for url in urls if url in self.covers}

    async def close(self) -> None:
        """Do nothing: nothing is connected."""


@dataclass
class FakePictures(PictureStore):
    """Keeps pictures in memory: by what they are about, with what they show."""

    kept: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    async def get(self, about: str, shows: str) -> bytes | None:
        shown, picture = self.kept.get(about, ("", b""))
        return picture if shown == shows else None

    async def keep(self, about: str, shows: str, picture: bytes) -> None:
        self.kept[about] = (shows, picture)


def jpeg(words: str) -> bytes:
    """Return what passes for a picture that says something."""
    return b"\xff\xd8\xff" + words.encode()


@dataclass
class FakeArtwork:
    """Covers that say in their bytes what they are of."""

    drawn: list[Sleeve] = field(default_factory=list)

    async def cover(self, sleeve: Sleeve) -> bytes:
        self.drawn.append(sleeve)
        return jpeg(f"{sleeve.kind} {sleeve.title}")
