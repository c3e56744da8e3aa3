"""Ballots that pick songs and star some of the picks, and the sums over them."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bot.domain.counting.fields import Fields
from bot.domain.counting.method import BallotForm
from bot.domain.counting.outcome import Figures
from bot.domain.counting.profile import Ballot, Profile


@dataclass(frozen=True, slots=True)
class Picks(Ballot):
    """A ballot that approves of some songs and stars some of those; without picks it abstains."""

    picks: frozenset[str] = frozenset()
    stars: frozenset[str] = frozenset()

    @property
    def abstains(self) -> bool:
        """Whether no song is picked."""
        return not self.picks


@dataclass(frozen=True, slots=True)
class Votes:
    """The ballots of a round, summed up.

    Attributes:
        groups: Each set of songs that was picked, with how many ballots picked exactly that set.
        approvals: How many ballots pick each candidate.
        stars: How many ballots star each candidate.
        ballots: How many ballots there are, abstentions included.
        abstentions: How many pick nothing.
    """

    groups: tuple[tuple[frozenset[str], int], ...]
    approvals: Mapping[str, int]
    stars: Mapping[str, int]
    ballots: int
    abstentions: int

    def key(self, song: str) -> tuple[int, int]:
        """Return what songs are ordered by: approvals, then stars."""
        return self.approvals[song], self.stars[song]

    def figures(self, song: str) -> Figures:
        """Return what was counted of a song, as an outcome tells it."""
        return (("approvals", self.approvals[song]), ("stars", self.stars[song]))

    def weights(self, songs: Collection[str], seated: Collection[str]) -> dict[str, Fraction]:
        """Return each song's spread weight: how much it would give to writers who have got little.

        A ballot speaks for every song it picks, and the more of its picks are seated already, the
        less it weighs: 1 with none seated, 1/2 with one, 1/3 with two, and so on. This is a step
        of sequential proportional approval (Lackner & Skowron, *Multi-Winner Voting with Approval
        Preferences*, 2023).
        """
        wanted, taken = frozenset(songs), frozenset(seated)
        by_divisor: dict[str, Counter[int]] = {song: Counter() for song in songs}
        for picks, ballots in self.groups:
            if chosen := picks & wanted:
                divisor = 1 + len(picks & taken)
                for song in chosen:
                    by_divisor[song][divisor] += ballots
        return {
            song: sum((Fraction(n, divisor) for divisor, n in counts.items()), Fraction())
            for song, counts in by_divisor.items()
        }


def sum_up(profile: Profile) -> Votes:
    """Sum up a round's ballots, equal ones at once.

    Raises:
        TypeError: A ballot belongs to another method.
    """
    picked: Counter[frozenset[str]] = Counter()
    starred: Counter[frozenset[str]] = Counter()
    ballots = [ballot for ballot in profile.ballots if isinstance(ballot, Picks)]
    if len(ballots) != len(profile.ballots):
        raise TypeError(f"{profile.method} counts ballots of picks only")
    picked.update([ballot.picks for ballot in ballots])
    starred.update([ballot.stars for ballot in ballots])
    return Votes(
        groups=tuple((picks, n) for picks, n in picked.items() if picks),
        approvals=_supporters(picked, profile.songs),
        stars=_supporters(starred, profile.songs),
        ballots=len(ballots),
        abstentions=picked[frozenset()],
    )


def _supporters(chosen: Counter[frozenset[str]], songs: Collection[str]) -> dict[str, int]:
    totals = dict.fromkeys(songs, 0)
    for names, ballots in chosen.items():
        for song in names:
            totals[song] += ballots
    return totals


def read_ballot(fields: Fields, songs: Mapping[str, int], limits: Mapping[str, int]) -> Picks:
    """Read a ballot's `picks` and `stars`; a ballot without `stars` stars nothing.

    Raises:
        BadRecord: A song is unknown or repeated, there are more picks or stars than the record
            allows, or a star is not a pick.
    """
    fields.only(("receipt", "picks", "stars"))
    picks = fields.songs("picks", songs) if "picks" in fields else ()
    stars = fields.songs("stars", songs) if "stars" in fields else ()
    for name, chosen in (("picks", picks), ("stars", stars)):
        most = limits[f"max_{name}"]
        if len(chosen) > most:
            raise fields.fault(name, f"there are {len(chosen)}, and at most {most} are allowed")
    for song in stars:
        if song not in picks:
            raise fields.fault("stars", f"{song!r} is starred and not picked")
    return Picks(frozenset(picks), frozenset(stars))


def write_ballot(ballot: Ballot, songs: Mapping[str, int]) -> dict[str, object]:
    """Return a ballot as a record holds it, songs in the order of the candidates.

    The order of the songs says nothing of the order in which the writer chose them.

    Raises:
        TypeError: The ballot belongs to another method.
    """
    if not isinstance(ballot, Picks):
        raise TypeError("only ballots of picks can be written here")
    return {
        "picks": sorted(ballot.picks, key=songs.__getitem__),
        "stars": sorted(ballot.stars, key=songs.__getitem__),
    }


PICKS = BallotForm("picks", {"max_picks": 1, "max_stars": 0}, read_ballot, write_ballot)
