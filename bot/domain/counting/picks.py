"""Ballots that pick songs and star some of the picks, and the sums over them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.counting.fields import Fields
from bot.domain.counting.method import BallotForm
from bot.domain.counting.profile import Ballot, Profile, ballots_of
from bot.domain.counting.votes import Votes, supporters

APPROVALS = "approvals"
"""How many ballots pick a song."""
STARS = "stars"
"""How many ballots star it."""
FIGURES = {APPROVALS: ("pick", "picks"), STARS: ("star", "stars")}
"""What is counted of a song, in words."""


@dataclass(frozen=True, slots=True)
class Picks(Ballot):
    """A ballot that approves of some songs and stars some of those; without picks it abstains."""

    picks: frozenset[str] = frozenset()
    stars: frozenset[str] = frozenset()

    @property
    def abstains(self) -> bool:
        """Whether no song is picked."""
        return not self.picks


def sum_up(profile: Profile) -> Votes:
    """Sum up a round's ballots, equal ones at once.

    Raises:
        TypeError: A ballot belongs to another method.
    """
    ballots = ballots_of(profile, Picks)
    picked = Counter([ballot.picks for ballot in ballots])
    starred = Counter([ballot.stars for ballot in ballots])
    approvals, stars = supporters(picked, profile.songs), supporters(starred, profile.songs)
    return Votes(
        groups=tuple((picks, n) for picks, n in picked.items() if picks),
        names=(APPROVALS, STARS),
        keys={song: (approvals[song], stars[song]) for song in profile.songs},
        ballots=len(ballots),
        abstentions=picked[frozenset()],
    )


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
