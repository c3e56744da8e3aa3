"""Rounds in shorthand, and a second count written straight from the rules, slow and naive."""

import hashlib
import re
from fractions import Fraction

from bot.domain.counting import Casting, Picks, Profile

SEED = "00112233445566778899aabbccddeeff"
LOT = "chbfgdae"
"""The lot order of the letters a to h with SEED, worked out with the `sha256sum` of a shell."""


def ballots(text: str) -> tuple[Picks, ...]:
    """Read `3ab*c 1` as three ballots that pick a, b and c and star b, and one abstention."""
    made = []
    for word in text.split():
        found = re.fullmatch(r"(\d+)((?:[a-z]\*?)*)", word)
        assert found
        picks = frozenset(found[2].replace("*", ""))
        stars = frozenset(re.findall(r"([a-z])\*", found[2]))
        made += [Picks(picks, stars)] * int(found[1])
    return tuple(made)


def vote(
    votes: str,
    seats: int,
    *,
    songs: str = "abcdef",
    pinned: str = "",
    vetoed: str = "",
    casting: Casting = None,
) -> Profile:
    return Profile(
        method="approval",
        seats=seats,
        seed=SEED,
        songs=tuple(songs),
        ballots=ballots(votes),
        pinned=frozenset(pinned),
        vetoed=frozenset(vetoed),
        casting=casting,
    )


class Naive:
    """Approval as the rules say it, one sentence at a time, ballot by ballot."""

    def __init__(self, profile: Profile) -> None:
        self.p = profile
        self.ballots = [b for b in profile.ballots if isinstance(b, Picks)]
        self.lot = sorted(profile.songs, key=self.hash)
        self.seats: list[tuple[str, str]] = []
        self.tied: list[str] = []
        self.open = 0
        self.count()

    def hash(self, song: str) -> int:
        text = f"{self.p.seed}:{song}".encode()
        return int(hashlib.sha256(text).hexdigest(), 16)

    def key(self, song: str) -> tuple[int, int]:
        picked = [b for b in self.ballots if song in b.picks]
        return len(picked), len([b for b in picked if song in b.stars])

    def weight(self, song: str) -> Fraction:
        seated = {name for name, _ in self.seats}
        total = Fraction(0)
        for ballot in self.ballots:
            if song in ballot.picks:
                total += Fraction(1, 1 + len([s for s in ballot.picks if s in seated]))
        return total

    def count(self) -> None:
        p = self.p
        self.seats = [(s, "pin") for s in self.lot if s in p.pinned]
        free = [s for s in self.lot if s not in p.pinned and s not in p.vetoed]
        places = p.seats - len(self.seats)
        if len(free) <= places:
            self.seats += [(s, "unopposed") for s in free]
            return
        supported = [s for s in free if self.key(s)[0] > 0]
        seated_by_key: list[str] = []
        group: list[str] = []
        while supported:
            best = max(self.key(s) for s in supported)
            group = [s for s in supported if self.key(s) == best]
            if len(group) > places - len(seated_by_key):
                break
            seated_by_key += group
            supported = [s for s in supported if s not in group]
            group = []
        line = max(self.key(s)[0] for s in free if s not in seated_by_key)
        for song in seated_by_key:
            self.seats.append((song, "approvals" if self.key(song)[0] > line else "stars"))
        self.break_tie(group)

    def break_tie(self, group: list[str]) -> None:
        while group and len(self.seats) < self.p.seats:
            left = self.p.seats - len(self.seats)
            weights = {s: self.weight(s) for s in group}
            best = [s for s in group if weights[s] == max(weights.values())]
            if len(best) <= left:
                self.seats += [(s, "spread") for s in best]
                group = [s for s in group if s not in best]
                continue
            if self.p.casting is None:
                self.tied, self.open = best, left
            elif self.p.casting == "lot":
                self.seats += [(s, "lot") for s in best[:left]]
            else:
                self.seats += [(s, "casting") for s in self.p.casting]
            return

    def runners_up(self) -> list[str]:
        out = {s for s, _ in self.seats} | set(self.tied) | self.p.vetoed
        return sorted(
            (s for s in self.lot if s not in out),
            key=lambda s: (self.key(s), self.weight(s), -self.hash(s)),
            reverse=True,
        )

    def as_json(self) -> dict[str, object]:
        return {
            "method": "approval",
            "seats": [
                {
                    "song": song,
                    "rank": rank,
                    "decided_by": reason,
                    "approvals": self.key(song)[0],
                    "stars": self.key(song)[1],
                }
                for rank, (song, reason) in enumerate(self.seats, 1)
            ],
            "tied": self.tied,
            "open_seats": self.open,
            "empty_seats": self.p.seats - len(self.seats) - self.open,
            "runners_up": self.runners_up(),
            "ballots": len(self.ballots),
            "abstentions": len([b for b in self.ballots if not b.picks]),
            "record_sha256": "",
        }
