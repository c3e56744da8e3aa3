"""A second count of ranked votes, with every ballot as a slip of paper of its own."""

import itertools
from fractions import Fraction
from functools import cmp_to_key

from bot.domain.counting import Profile, Ranking
from tests.domain.naive_start import Json, Start


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
