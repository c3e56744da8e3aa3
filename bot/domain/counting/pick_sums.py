"""The sums over ballots of picks and stars: what `approval` and `spread` count."""

from collections import Counter

from bot.domain.ballot_forms.picks import Picks
from bot.domain.counting.profile import Profile, ballots_of
from bot.domain.counting.support import Support, count_supporters

APPROVALS = "approvals"
"""How many ballots pick a song."""
STARS = "stars"
"""How many ballots star it."""
FIGURES = {APPROVALS: ("pick", "picks"), STARS: ("star", "stars")}
"""In words, what is counted for a song."""


def sum_up(profile: Profile) -> Support:
    """Sum up a round's ballots, equal ballots together.

    Raises:
        TypeError: A ballot belongs to another method.
    """
    ballots = ballots_of(profile, Picks)
    picked = Counter([ballot.picks for ballot in ballots])
    starred = Counter([ballot.stars for ballot in ballots])
    approvals = count_supporters(picked, profile.songs)
    stars = count_supporters(starred, profile.songs)
    return Support(
        groups=tuple((picks, n) for picks, n in picked.items() if picks),
        names=(APPROVALS, STARS),
        sums={song: (approvals[song], stars[song]) for song in profile.songs},
        ballots=len(ballots),
        abstentions=picked[frozenset()],
    )
