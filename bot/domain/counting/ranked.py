"""Ranked: everybody puts songs in order, and a vote that is not needed goes to the next song.

This is the *single transferable vote*. A writer has one vote. It goes to the first song of their
ranking, and moves on when it can do more elsewhere:

- A song needs a certain number of votes to get in, the *quota*: the smallest number that no more
  songs than there are seats can reach. With 11 votes and 3 seats it is 3, since four songs would
  need 12.
- A song with more votes than the quota has a *surplus*. The surplus is not lost: each ballot the
  song holds passes on at part of its value, so that the song keeps the quota. If it has 7 votes and
  needs 5, each of its ballots passes on at 2/7 of a vote.
- If no song has a surplus, the song with the fewest votes is excluded, and its ballots pass on
  whole.

So nobody's vote is lost on a song that gets in anyway or that cannot get in, and any group of
writers large enough for a quota gets a seat. Ranking more songs never harms a song ranked above
them.

Source: the weighted inclusive Gregory method of the Scottish local elections order (2007), with
exact fractions in place of five decimals.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.domain.ballot_forms.ranking import RANKING, Ranking
from bot.domain.counting.method import BEFORE_THE_COUNT, CountingMethod
from bot.domain.counting.outcome import Figures, Number, Outcome, Stage
from bot.domain.counting.piles import Piles
from bot.domain.counting.profile import Profile, ballots_of
from bot.domain.counting.seating import Seating, begin_seating

QUOTA = "quota"
"""Seated with enough votes."""
LAST_STANDING = "last_standing"
"""Seated with fewer votes, since no more songs than seats were left."""
VOTES = "votes"
"""How many votes a song held when it was elected or excluded, or else at the end."""


def count(profile: Profile) -> Outcome:
    """Count a round by ranked votes.

    Pinned songs take seats first, and vetoed songs are out; the ballots are counted without them.
    If there are seats for all the other songs, each gets one. Otherwise stages follow until the
    seats are full. Every seat is filled, if necessary with a song nobody ranked. There is no
    casting vote.

    Songs with equal votes are separated by the most recent stage at which they were not equal, and
    by the lot if there is none.
    """
    ballots = ballots_of(profile, Ranking)
    seating = begin_seating(profile)
    turnout = (len(ballots), sum(ballot.abstains for ballot in ballots))
    if seating.line_up.unopposed:
        return seating.outcome(lambda _: (), (), turnout, ())
    contest = _Contest(seating, Piles([ballot.ranking for ballot in ballots], seating.line_up.free))
    while contest.seats:
        contest.take_stage()
    stages, quota = tuple(contest.stages), contest.quota if contest.stages else None
    return seating.outcome(contest.figures, contest.runners_up(), turnout, stages, quota)


@dataclass(slots=True)
class _Contest:
    """A count in stages, in progress.

    Attributes:
        seating: Where songs are seated.
        piles: Which song holds which ballots.
        quota: How many votes a seat needs.
        seats: How many seats are left.
        continuing: The songs that are neither elected nor excluded.
        surpluses: The elected songs that hold more than the quota.
        excluded: The excluded songs, in that order.
        history: What each song held as each stage began. Units differ from stage to stage.
        held: The votes of each elected or excluded song at the time.
        stages: The stages so far.
        by_lot: Whether the lot decided anything at this stage.
    """

    seating: Seating
    piles: Piles
    quota: int = field(init=False)
    seats: int = field(init=False)
    continuing: set[str] = field(init=False)
    surpluses: set[str] = field(default_factory=set)
    excluded: list[str] = field(default_factory=list)
    history: list[dict[str, int]] = field(default_factory=list)
    held: dict[str, Number] = field(default_factory=dict)
    stages: list[Stage] = field(default_factory=list)
    by_lot: bool = False

    def __post_init__(self) -> None:
        self.seats = self.seating.line_up.seats
        self.quota = sum(self.piles.totals.values()) // (self.seats + 1) + 1
        self.continuing = set(self.seating.line_up.free)
        self.history.append(dict(self.piles.totals))

    def take_stage(self) -> None:
        """Take the four steps: elect, fill up, or else transfer a surplus or exclude a song."""
        if self.stages:
            self.history.append(dict(self.piles.totals))
        self.by_lot = False
        totals = self._totals()
        enough = self.quota * self.piles.unit
        elected = self._elect([s for s in self.continuing if self.piles.totals[s] >= enough], QUOTA)
        if len(self.continuing) <= self.seats:
            elected += self._elect(self.continuing, LAST_STANDING)
        transferred = excluded = None
        if self.seats and self.surpluses:
            transferred = self._transfer()
        elif self.seats:
            excluded = self._exclude()
        stage = Stage(totals, tuple(elected), transferred, excluded, self.by_lot)
        self.stages.append(stage)

    def _totals(self) -> Figures:
        piles = self.piles
        return tuple((s, piles.votes(s)) for s in self.seating.profile.songs if s in piles.totals)

    def _elect(self, songs: Iterable[str], decided_by: str) -> list[str]:
        """Steps 1 and 2: seat songs, those with the most votes first."""
        elected = self._largest_first(songs)
        for song in elected:
            self.held[song] = self.piles.votes(song)
            if self.piles.totals[song] > self.quota * self.piles.unit:
                self.surpluses.add(song)
        self.seating.seat(elected, decided_by)
        self.seats -= len(elected)
        self.continuing.difference_update(elected)
        return elected

    def _transfer(self) -> str:
        """Step 3: transfer the largest surplus; the song keeps the quota."""
        song = self._first(self.surpluses, max)
        self.surpluses.remove(song)
        self.piles.pass_on_surplus(song, self.quota, self.continuing)
        return song

    def _exclude(self) -> str:
        """Step 4: exclude the song with the fewest votes."""
        song = self._first(self.continuing, min)
        self.held[song] = self.piles.votes(song)
        self.continuing.remove(song)
        self.excluded.append(song)
        self.piles.pass_on(song, self.continuing)
        return song

    def _first(self, songs: Iterable[str], best: Callable[..., int]) -> str:
        """Return the song with the most votes (`max`) or the fewest (`min`).

        Between songs with equal votes, the most recent stage at which they were not equal decides.
        If there is none, the song earlier in lot order counts as the larger one.
        """
        equal = list(songs)
        for totals in reversed(self.history):
            if len(equal) == 1:
                return equal[0]
            wanted = best([totals[song] for song in equal])
            equal = [song for song in equal if totals[song] == wanted]
        if len(equal) > 1:
            self.by_lot = True
        lot = self.seating.line_up.free.index
        return min(equal, key=lot) if best is max else max(equal, key=lot)

    def _largest_first(self, songs: Iterable[str]) -> list[str]:
        left, order = set(songs), list[str]()
        while left:
            order.append(self._first(left, max))
            left.remove(order[-1])
        return order

    def runners_up(self) -> list[str]:
        """Return the songs without a seat: continuing songs by votes, then excluded ones.

        The song excluded last comes first among the excluded.
        """
        return self._largest_first(self.continuing) + self.excluded[::-1]

    def figures(self, song: str) -> Figures:
        """Return the votes of a song; empty for pinned and vetoed songs."""
        if song in self.continuing:
            return ((VOTES, self.piles.votes(song)),)
        return ((VOTES, self.held[song]),) if song in self.held else ()


METHOD = CountingMethod(
    name="ranked",
    title="Ranked",
    gist="put songs in order; votes a winner doesn't need move to your next choice",
    form=RANKING,
    reasons=BEFORE_THE_COUNT
    | {
        QUOTA: "reached the quota",
        LAST_STANDING: "among the last remaining",
    },
    steps={},
    figures={VOTES: ("vote", "votes")},
    casting=False,
    count=count,
)
