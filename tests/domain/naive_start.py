"""What the second count of every method does first."""

import hashlib

from bot.domain.counting import Profile

Json = dict[str, object]


class Start:
    """What all methods do first: the lot, the pins, the vetoes."""

    def __init__(self, profile: Profile) -> None:
        self.p = profile
        self.lot = sorted(profile.songs, key=self.hash)
        self.seats: list[tuple[str, str]] = [(s, "pin") for s in self.lot if s in profile.pinned]
        self.free = [s for s in self.lot if s not in profile.pinned and s not in profile.vetoed]
        self.places = profile.seats - len(self.seats)
        self.unopposed = len(self.free) <= self.places
        if self.unopposed:
            self.seats += [(s, "unopposed") for s in self.free]

    def hash(self, song: str) -> int:
        text = f"{self.p.seed}:{song}".encode()
        return int(hashlib.sha256(text).hexdigest(), 16)
