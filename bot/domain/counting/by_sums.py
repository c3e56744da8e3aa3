"""Seats by two sums per song, and how ties are broken: shared by `approval` and `points`.

Songs are ordered by the first sum, and equal songs by the second. Under `approval` these are the
picks and the stars, under `points` the points and the number of writers who gave any. The highest
songs get the seats.

In rounds of this size, songs are often equal at the cut line, the line between the last seat and
the first song left out, so most of this file is about ties. Songs equal in both sums are separated,
in this order, by the *spread*, which prefers the songs of writers who have got least so far; by the
showrunner's casting vote; by the lot.
"""

from collections import Counter
from itertools import groupby

from bot.domain.counting.outcome import CASTING, LOT, SPREAD, Outcome, TieBreak
from bot.domain.counting.profile import Casting, Profile
from bot.domain.counting.seating import Seating, begin_seating
from bot.domain.counting.support import Support
from bot.domain.errors import BadRecord

REASONS = {
    SPREAD: "decided by spread",
    CASTING: "chosen by the showrunner's casting vote",
    LOT: "decided by the draw",
}
"""In words, what can decide a seat after the sums."""
STEPS = {
    SPREAD: "by spread, in favor of writers who had the fewest picks in so far",
    CASTING: "by the showrunner's casting vote",
    LOT: "by the draw made at opening",
}
"""In words, what can break a tie after the sums."""


def count_by_sums(profile: Profile, support: Support) -> Outcome:
    """Count a round by the two sums of its songs; their names appear in `decided_by`.

    Pinned songs take seats first, and vetoed songs are out. If there are seats for all the other
    songs, each gets one. Otherwise the four steps follow: sums, spread, casting vote, lot. A song
    nobody supports is never seated; its seat stays empty.

    With `casting=None`, a tie that only the showrunner can break is left in `tied`.

    Raises:
        BadRecord: The casting vote does not fit the tie: other songs, or the wrong number.
    """
    seating = begin_seating(profile)
    level: tuple[str, ...] = ()
    seats = 0
    if not seating.line_up.unopposed:
        tied, seats = _seat_by_sums(seating, support)
        level, seats = _seat_by_spread(seating, tied, seats, support)
    _seat_by_choice(seating, level, seats, profile.casting)
    runners_up = _runners_up(seating, support)
    return seating.outcome(support.figures, runners_up, (support.ballots, support.abstentions))


def _seat_by_sums(seating: Seating, support: Support) -> tuple[tuple[str, ...], int]:
    """Step 1: seat songs by the first sum, then the second, while all equal songs fit.

    Returns:
        The songs that are equal in both and too many for the seats left, in lot order, and how
        many seats are left. There are no songs if nothing is left to decide.
    """
    groups = _groups(seating, support)
    seats, fitting = seating.line_up.seats, 0
    while fitting < len(groups) and len(groups[fitting]) <= seats:
        seats -= len(groups[fitting])
        fitting += 1
    left = groups[fitting:]
    line = support.sums[left[0][0]][0] if left else 0
    first, second = support.names
    for group in groups[:fitting]:
        seating.seat(group, first if support.sums[group[0]][0] > line else second)
    tied = left[0] if left and seats else ()
    _record_second_sum(seating, support, line, tied, seats)
    return tied, seats


def _groups(seating: Seating, support: Support) -> list[tuple[str, ...]]:
    """Return the supported songs in groups of equal sums, highest first, each in lot order."""
    sums = support.sums.__getitem__
    supported = [song for song in seating.line_up.free if support.supports(song)]
    supported.sort(key=sums, reverse=True)  # stable in reverse too: lot order stays
    return [tuple(group) for _, group in groupby(supported, sums)]


def _record_second_sum(
    seating: Seating, support: Support, line: int, tied: tuple[str, ...], seats: int
) -> None:
    """Record that the second sum separated songs equal in the first at the cut line."""
    step = support.names[1]
    equal = tuple(song for song in seating.line_up.free if line and support.sums[song][0] == line)
    seated = tuple(song for song, reason in seating.seated.items() if reason == step)
    if seated or (tied and len(tied) < len(equal)):
        seating.ties.append(TieBreak(equal, len(seated) + seats, step, seated, tied))


def _seat_by_spread(
    seating: Seating, tied: tuple[str, ...], seats: int, support: Support
) -> tuple[tuple[str, ...], int]:
    """Step 2: of the tied songs, seat those that matter most to writers who have got least.

    The weights are computed again after each song seated this way, since its supporters have now
    got more.

    Returns:
        The songs that are equal in this too, in lot order, and how many seats are left for them.
    """
    rest, level, left = tied, tied, seats
    chosen: list[str] = []
    while rest and left:
        weights = support.weights(rest, [*seating.seated, *chosen])
        most = max(weights.values())
        level = tuple(song for song in rest if weights[song] == most)
        if len(level) > left:
            break
        chosen += level
        left -= len(level)
        rest = tuple(song for song in rest if weights[song] != most)
        level = ()
    seating.seat(chosen, SPREAD)
    if level != tied:
        seating.ties.append(TieBreak(tied, seats, SPREAD, tuple(chosen), level))
    return level, left


def _seat_by_choice(seating: Seating, level: tuple[str, ...], seats: int, casting: Casting) -> None:
    """Steps 3 and 4: let the showrunner choose among the tied songs, or the lot."""
    if not level:
        if isinstance(casting, tuple):  # an unneeded lot is fine, a choice is a mistake
            raise BadRecord("casting", "nothing is tied, so there is nothing to choose")
    elif casting is None:
        seating.tied, seating.open_seats = level, seats
    elif isinstance(casting, tuple):
        _check_casting(casting, level, seats)
        seating.seat(casting, CASTING)
        seating.ties.append(TieBreak(level, seats, CASTING, casting))
    else:
        seating.seat(level[:seats], LOT)
        seating.ties.append(TieBreak(level, seats, LOT, level[:seats]))


def _check_casting(chosen: tuple[str, ...], level: tuple[str, ...], seats: int) -> None:
    for song in chosen:
        if song not in level:
            raise BadRecord("casting", f"{song!r} is not one of the tied songs")
    if len(chosen) != seats or len(set(chosen)) != seats:
        raise BadRecord("casting", f"it must choose exactly {seats} of the {len(level)} tied songs")


def _runners_up(seating: Seating, support: Support) -> list[str]:
    """Order the unseated songs by sums, then by spread given the seats, then by the lot."""
    waiting, sums = seating.waiting, support.sums
    often = Counter(sums[song] for song in waiting)
    equal = [song for song in waiting if often[sums[song]] > 1]
    weights = support.weights(equal, seating.seated) if equal else {}
    return sorted(waiting, key=lambda song: (sums[song], weights.get(song, 0)), reverse=True)
