"""Approval: everybody picks the songs they want, and the songs with most picks get the seats.

In rounds of this size songs are often equal at the cut line, so most of this file is about ties.
They are broken by, in this order: the stars on the ballots; the *spread*, which prefers songs loved
by writers who have got least so far; the showrunner's casting vote; the lot.

Source: approval voting with a proportional tie-break, after Lackner & Skowron, *Multi-Winner Voting
with Approval Preferences* (2023).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bot.domain.counting.method import CountingMethod
from bot.domain.counting.outcome import (
    CASTING,
    LOT,
    PIN,
    SPREAD,
    UNOPPOSED,
    Outcome,
    Seat,
    Tally,
    TieBreak,
)
from bot.domain.counting.picks import PICKS, Votes, sum_up
from bot.domain.counting.profile import Casting, LineUp, Profile, line_up
from bot.domain.errors import BadRecord

APPROVALS = "approvals"
"""Seated with more picks than the best song left out."""
STARS = "stars"
"""Seated with as many picks as the best song left out, and more stars."""


@dataclass(slots=True)
class _Cut:
    """A count under way: who is seated and why, and which songs are still tied."""

    seated: dict[str, str] = field(default_factory=dict)
    ties: list[TieBreak] = field(default_factory=list)
    tied: Sequence[str] = ()
    open_seats: int = 0

    def seat(self, songs: Sequence[str], decided_by: str) -> None:
        self.seated |= dict.fromkeys(songs, decided_by)


def count(profile: Profile) -> Outcome:
    """Count a round by approval.

    Pinned songs take seats first and vetoed ones are out. If there are seats for all the songs
    left, all get one. Else the four steps: picks and stars, spread, casting vote, lot. A song
    nobody picked is never seated; its seat stays empty.

    With `casting=None` a tie that only the showrunner can break is left in `tied`.

    Raises:
        BadRecord: The casting vote does not fit the tie: other songs, or the wrong number.
    """
    lined_up, votes, cut = line_up(profile), sum_up(profile), _Cut()
    cut.seat(lined_up.pinned, PIN)
    if lined_up.unopposed:
        cut.seat(lined_up.free, UNOPPOSED)
        _refuse_needless(profile.casting)
    else:
        tied, seats = _seat_by_key(cut, lined_up, votes)
        level, seats = _seat_by_spread(cut, tied, seats, votes)
        _seat_by_choice(cut, level, seats, profile.casting)
    return _outcome(profile, lined_up, votes, cut)


def _seat_by_key(cut: _Cut, lined_up: LineUp, votes: Votes) -> tuple[tuple[str, ...], int]:
    """Step 1: seat songs by picks, equal ones by stars, as long as all equals fit.

    Returns:
        The songs that are equal in both and too many for the seats left, in lot order, and how
        many seats are left. No songs if nothing is left to decide.
    """
    groups = _groups(lined_up.free, votes)
    seats, fitting = lined_up.seats, 0
    while fitting < len(groups) and len(groups[fitting]) <= seats:
        seats -= len(groups[fitting])
        fitting += 1
    left = groups[fitting:]
    line = votes.approvals[left[0][0]] if left else 0
    for group in groups[:fitting]:
        cut.seat(group, APPROVALS if votes.approvals[group[0]] > line else STARS)
    tied = left[0] if left and seats else ()
    _note_stars(cut, lined_up, votes, line, tied, seats)
    return tied, seats


def _note_stars(
    cut: _Cut, lined_up: LineUp, votes: Votes, line: int, tied: tuple[str, ...], seats: int
) -> None:
    """Write down that songs with equal picks at the cut line were separated by stars."""
    equal = tuple(song for song in lined_up.free if line and votes.approvals[song] == line)
    seated = tuple(song for song, reason in cut.seated.items() if reason == STARS)
    if seated or (tied and len(tied) < len(equal)):
        cut.ties.append(TieBreak(equal, len(seated) + seats, STARS, seated, tied))


def _groups(songs: Sequence[str], votes: Votes) -> list[tuple[str, ...]]:
    """Return the supported songs in groups of equal key, high first, each in lot order."""
    supported = [song for song in songs if votes.approvals[song]]
    supported.sort(key=votes.key, reverse=True)  # stable in reverse too: lot order stays
    return [tuple(group) for _, group in groupby(supported, votes.key)]


def _seat_by_spread(
    cut: _Cut, tied: tuple[str, ...], seats: int, votes: Votes
) -> tuple[tuple[str, ...], int]:
    """Step 2: of the tied songs, seat those that matter most to writers who have got least.

    After each song seated this way the weights are taken anew, since its supporters have now got
    more.

    Returns:
        The songs that are equal in this too, in lot order, and how many seats are left for them.
    """
    rest, level, left = tied, tied, seats
    chosen: list[str] = []
    while rest and left:
        weights = votes.weights(rest, [*cut.seated, *chosen])
        most = max(weights.values())
        level = tuple(song for song in rest if weights[song] == most)
        if len(level) > left:
            break
        chosen += level
        left -= len(level)
        rest = tuple(song for song in rest if weights[song] != most)
        level = ()
    cut.seat(chosen, SPREAD)
    if level != tied:
        cut.ties.append(TieBreak(tied, seats, SPREAD, tuple(chosen), level))
    return level, left


def _seat_by_choice(cut: _Cut, level: tuple[str, ...], seats: int, casting: Casting) -> None:
    """Steps 3 and 4: let the showrunner choose among the tied songs, or else the lot."""
    if not level:
        _refuse_needless(casting)
    elif casting is None:
        cut.tied, cut.open_seats = level, seats
    elif isinstance(casting, tuple):
        _check_casting(casting, level, seats)
        cut.seat(casting, CASTING)
        cut.ties.append(TieBreak(level, seats, CASTING, casting))
    else:
        cut.seat(level[:seats], LOT)
        cut.ties.append(TieBreak(level, seats, LOT, level[:seats]))


def _refuse_needless(casting: Casting) -> None:
    """Refuse a casting vote where nothing is tied; the lot is then simply not needed."""
    if isinstance(casting, tuple):
        raise BadRecord("casting", "nothing is tied, so there is nothing to choose")


def _check_casting(chosen: tuple[str, ...], level: tuple[str, ...], seats: int) -> None:
    for song in chosen:
        if song not in level:
            raise BadRecord("casting", f"{song!r} is not one of the tied songs")
    if len(chosen) != seats or len(set(chosen)) != seats:
        raise BadRecord("casting", f"it must choose exactly {seats} of the {len(level)} tied songs")


def _outcome(profile: Profile, lined_up: LineUp, votes: Votes, cut: _Cut) -> Outcome:
    waiting = [song for song in lined_up.free if song not in cut.seated and song not in cut.tied]
    weights = votes.weights(waiting, cut.seated)
    waiting.sort(key=lambda song: (votes.key(song), weights[song]), reverse=True)
    return Outcome(
        method=profile.method,
        seats=tuple(
            Seat(song, rank, reason, votes.figures(song))
            for rank, (song, reason) in enumerate(cut.seated.items(), start=1)
        ),
        tied=tuple(cut.tied),
        open_seats=cut.open_seats,
        empty_seats=profile.seats - len(cut.seated) - cut.open_seats,
        runners_up=tuple(waiting),
        ballots=votes.ballots,
        abstentions=votes.abstentions,
        tallies=tuple(Tally(song, votes.figures(song)) for song in profile.songs),
        ties=tuple(cut.ties),
    )


METHOD = CountingMethod(
    name="approval",
    title="Approval",
    gist="pick as many songs as there are seats, star two; the most picked get in",
    form=PICKS,
    reasons={
        PIN: "pinned by the showrunner",
        UNOPPOSED: "unopposed: there were seats for every song",
        APPROVALS: "decided by picks",
        STARS: "decided by stars",
        SPREAD: "decided by spread",
        CASTING: "chosen by the showrunner's casting vote",
        LOT: "decided by the lot",
    },
    steps={
        STARS: "by stars",
        SPREAD: "by spread, in favour of writers who had got least so far",
        CASTING: "by the showrunner's casting vote",
        LOT: "by the lot drawn at the opening",
    },
    figures={"approvals": ("pick", "picks"), "stars": ("star", "stars")},
    casting=True,
    count=count,
)
