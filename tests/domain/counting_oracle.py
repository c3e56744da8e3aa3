"""A second count of every method, written straight from the rules: slow, naive, ballot by ballot.

It shares nothing with the product but the types of what goes in.
"""

import hashlib
import itertools
from fractions import Fraction
from functools import cmp_to_key

from bot.domain.counting import Picks, Points, Profile, Ranking

Json = dict[str, object]


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


class NaiveRanked(Start):
    """The single transferable vote, with every ballot as a slip of paper of its own."""

    def __init__(self, profile: Profile) -> None:
        super().__init__(profile)
        self.stages: list[Json] = []
        self.votes: dict[str, Fraction] = {}
        self.history: list[dict[str, Fraction]] = []
        self.excluded: list[str] = []
        self.continuing = [] if self.unopposed else list(self.free)
        self.slips: list[tuple[str, Fraction, list[str]]] = []
        for ballot in profile.ballots:
            assert isinstance(ballot, Ranking)
            ranking = [s for s in ballot.ranking if s in self.free]
            if ranking:
                self.slips.append((ranking[0], Fraction(1), ranking))
        self.quota = len(self.slips) // (self.places + 1) + 1
        self.kept: dict[str, Fraction] = {}
        while not self.unopposed and len(self.seats) < profile.seats:
            self.stage()

    def total(self, song: str) -> Fraction:
        held = [value for holder, value, _ in self.slips if holder == song]
        return sum(held, self.kept.get(song, Fraction(0)))

    def compare(self, one: str, other: str) -> int:
        """Return more than 0 if `one` counts as larger; note where the lot had to say so."""
        for totals in reversed(self.history):
            if totals[one] != totals[other]:
                return 1 if totals[one] > totals[other] else -1
        return 1 if self.lot.index(one) < self.lot.index(other) else -1

    def never_differed(self, one: str, other: str) -> bool:
        return all(totals[one] == totals[other] for totals in self.history)

    def sorted(self, songs: list[str]) -> list[str]:
        return sorted(songs, key=cmp_to_key(self.compare), reverse=True)

    def elect(self, songs: list[str], reason: str) -> list[str]:
        songs = self.sorted(songs)
        for song in songs:
            self.votes[song] = self.total(song)
            self.seats.append((song, reason))
            self.continuing.remove(song)
        return songs

    def stage(self) -> None:
        there = [s for s in self.p.songs if s in self.continuing or s in self.votes]
        there = [s for s in there if s not in self.excluded]
        self.history.append({s: self.total(s) for s in there})
        reached = [s for s in self.continuing if self.total(s) >= self.quota]
        elected = self.elect(reached, "quota")
        standing: list[str] = []
        if len(self.continuing) <= self.p.seats - len(self.seats):
            standing = self.elect(list(self.continuing), "last_standing")
        lots = [
            self.never_differed(a, b)
            for group in (elected, standing)
            for a, b in itertools.pairwise(group)
        ]
        transferred = excluded = None
        if len(self.seats) < self.p.seats:
            over = [s for s in self.votes if s not in self.excluded and self.total(s) > self.quota]
            if over:
                transferred = self.sorted(over)[0]
                lots += [self.never_differed(transferred, s) for s in over if s != transferred]
                self.transfer(transferred)
            else:
                excluded = self.sorted(self.continuing)[-1]
                lots += [self.never_differed(excluded, s) for s in self.continuing if s != excluded]
                self.exclude(excluded)
        self.stages.append(
            {
                "totals": {s: number(v) for s, v in self.history[-1].items()},
                "elected": elected + standing,
                "transferred": transferred,
                "excluded": excluded,
                "by_lot": any(lots),
            }
        )

    def transfer(self, song: str) -> None:
        total = self.total(song)
        self.pass_on(song, (total - self.quota) / total)
        self.kept[song] = Fraction(self.quota)

    def exclude(self, song: str) -> None:
        self.votes[song] = self.total(song)
        self.continuing.remove(song)
        self.excluded.append(song)
        self.pass_on(song, Fraction(1))

    def pass_on(self, song: str, factor: Fraction) -> None:
        slips = []
        for holder, value, ranking in self.slips:
            if holder != song:
                slips.append((holder, value, ranking))
                continue
            after = [s for s in ranking[ranking.index(song) :] if s in self.continuing]
            if after:
                slips.append((after[0], value * factor, ranking))
        self.slips = slips

    def runners_up(self) -> list[str]:
        if not self.history:  # every seat pinned
            self.history.append({s: self.total(s) for s in self.continuing})
        return self.sorted(self.continuing) + list(reversed(self.excluded))

    def as_json(self) -> Json:
        return {
            "method": "ranked",
            "seats": [
                {"song": song, "rank": rank, "decided_by": reason}
                | ({"votes": number(self.votes[song])} if song in self.votes else {})
                for rank, (song, reason) in enumerate(self.seats, 1)
            ],
            "tied": [],
            "open_seats": 0,
            "empty_seats": self.p.seats - len(self.seats),
            "runners_up": self.runners_up(),
            "ballots": len(self.p.ballots),
            "abstentions": len([b for b in self.p.ballots if b.abstains]),
            "stages": self.stages,
            "record_sha256": "",
        }


def number(value: Fraction) -> int | str:
    return int(value) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
