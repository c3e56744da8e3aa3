"""A second count of every method, written straight from the rules: slow, naive, ballot by ballot.

It shares nothing with the product but the types of what goes in.
"""

from fractions import Fraction

from bot.domain.counting import Picks, Points, Profile
from tests.domain.naive_ranked import NaiveRanked
from tests.domain.naive_start import Json, Start


def recount_naively(profile: Profile) -> Json:
    """Return the outcome as JSON would have it, without the hash of a record."""
    if profile.method == "ranked":
        return NaiveRanked(profile).as_json()
    return {"spread": NaiveSpread}.get(profile.method, Naive)(profile).as_json()


def open_tie(profile: Profile) -> tuple[list[str], int]:
    """Return the songs a casting vote may choose from, and how many of them."""
    if profile.method not in ("approval", "points"):
        return [], 0
    naive = Naive(profile)
    return naive.tied, naive.open


class Naive(Start):
    """Approval and points, one sentence at a time."""

    def __init__(self, profile: Profile) -> None:
        super().__init__(profile)
        self.tied: list[str] = []
        self.open = 0
        self.words = (
            ("points", "supporters") if profile.method == "points" else ("approvals", "stars")
        )
        if not self.unopposed:
            self.count()

    def supports(self) -> list[set[str]]:
        """Return the songs each ballot speaks for."""
        return [
            set(b.picks) if isinstance(b, Picks) else {song for song, _ in b.points}
            for b in self.p.ballots
            if isinstance(b, Picks | Points)
        ]

    def key(self, song: str) -> tuple[int, int]:
        first = second = 0
        for ballot in self.p.ballots:
            if isinstance(ballot, Picks):
                first += song in ballot.picks
                second += song in ballot.stars
            elif isinstance(ballot, Points):
                given = dict(ballot.points).get(song, 0)
                first += given
                second += given >= 1
        return first, second

    def weight(self, song: str) -> Fraction:
        got = {name for name, _ in self.seats}
        total = Fraction(0)
        for supported in self.supports():
            if song in supported:
                total += Fraction(1, 1 + len([s for s in supported if s in got]))
        return total

    def count(self) -> None:
        supported = [s for s in self.free if self.key(s)[0] > 0]
        seated_by_key: list[str] = []
        group: list[str] = []
        while supported:
            best = max(self.key(s) for s in supported)
            group = [s for s in supported if self.key(s) == best]
            if len(group) > self.places - len(seated_by_key):
                break
            seated_by_key += group
            supported = [s for s in supported if s not in group]
            group = []
        line = max(self.key(s)[0] for s in self.free if s not in seated_by_key)
        for song in seated_by_key:
            self.seats.append((song, self.words[0] if self.key(song)[0] > line else self.words[1]))
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
        out = {s for s, _ in self.seats} | set(self.tied)
        return sorted(
            (s for s in self.free if s not in out),
            key=lambda s: (self.key(s), self.weight(s), -self.hash(s)),
            reverse=True,
        )

    def as_json(self) -> Json:
        return {
            "method": self.p.method,
            "seats": [
                {"song": song, "rank": rank, "decided_by": reason}
                | dict(zip(self.words, self.key(song), strict=True))
                for rank, (song, reason) in enumerate(self.seats, 1)
            ],
            "tied": self.tied,
            "open_seats": self.open,
            "empty_seats": self.p.seats - len(self.seats) - self.open,
            "runners_up": self.runners_up(),
            "ballots": len(self.p.ballots),
            "abstentions": len([b for b in self.supports() if not b]),
            "record_sha256": "",
        }


class NaiveSpread(Naive):
    """Spread: a seat at a time, and the runners-up as if there were a seat for every song."""

    def count(self) -> None:
        self.after: list[str] = []
        final = list(self.seats)
        while rest := [s for s in self.free if s not in {name for name, _ in self.seats}]:
            supported = [s for s in rest if self.weight(s) > 0]
            if not supported:
                break
            song, reason = self.best(supported)
            self.seats.append((song, reason))
            if len(self.seats) <= self.p.seats:
                final.append((song, reason))
            else:
                self.after.append(song)
        self.after += [s for s in self.free if self.key(s)[0] == 0]
        self.seats = final

    def best(self, songs: list[str]) -> tuple[str, str]:
        def rivals(length: int) -> int:
            return len([s for s in songs if self.rank(s)[:length] == self.rank(winner)[:length]])

        winner = max(songs, key=self.rank)
        words = ("spread", "approvals", "stars", "lot")
        return winner, next(w for length, w in enumerate(words, 1) if rivals(length) == 1)

    def rank(self, song: str) -> tuple[Fraction, int, int, int]:
        return (self.weight(song), *self.key(song), -self.hash(song))

    def runners_up(self) -> list[str]:
        return [] if self.unopposed else self.after
