"""Spread: the same ballot as approval, but each seat depends on who has already got a song.

Under approval a majority that agrees can fill all the seats, and everybody else gets nothing. Here
the seats are filled one at a time, and a ballot weighs less with each of its picks that is in: it
weighs 1 while none is, 1/2 once one is, 1/3 once two are, and so on. The next seat goes to the song
whose ballots weigh most together. So a song that a few writers want who have got nothing yet can
come before a song that many writers want who have got plenty.

Each seat depends only on the seats before it, so another seat does not change the others: five
seats are the first five of six.

Source: sequential proportional approval voting (Thiele), after Lackner & Skowron, *Multi-Winner
Voting with Approval Preferences* (2023).
"""

from collections.abc import Mapping, Sequence

from bot.domain.ballot_forms.picks import PICKS
from bot.domain.counting.method import BEFORE_THE_COUNT, CountingMethod
from bot.domain.counting.outcome import LOT, SPREAD, Outcome, TieBreak
from bot.domain.counting.pick_sums import APPROVALS, FIGURES, STARS, sum_up
from bot.domain.counting.profile import Profile
from bot.domain.counting.seating import begin_seating
from bot.domain.counting.support import Support


def count(profile: Profile) -> Outcome:
    """Count a round by spread.

    Pinned songs take seats first, and vetoed songs are out. If there are seats for all the other
    songs, each gets one. Otherwise the seats are filled one at a time. A song nobody picked is
    never seated; its seat stays empty. There is no casting vote: the lot breaks remaining ties.

    Runners-up are the songs that further seats would go to, so calling one up gives the same songs
    as another seat from the start.
    """
    support, seating = sum_up(profile), begin_seating(profile)
    seats = seating.line_up.seats
    rest = [song for song in seating.waiting if support.supports(song)]
    called: list[str] = []  # the seated songs, then the runners-up
    while rest:
        song, decided_by, ties = _next(rest, [*seating.line_up.pinned, *called], support)
        if len(called) < seats:
            seating.seat([song], decided_by)
            seating.ties += ties
        called.append(song)
        rest.remove(song)
    unsupported = [song for song in seating.waiting if not support.supports(song)]
    runners_up = called[seats:] + unsupported
    return seating.outcome(support.figures, runners_up, (support.ballots, support.abstentions))


def _next(
    songs: Sequence[str], seated: Sequence[str], support: Support
) -> tuple[str, str, list[TieBreak]]:
    """Return which of the songs, given in lot order, the next seat goes to.

    Returns:
        The song, what separated it from the others, and each step that separated songs of equal
        weight.
    """
    weights = support.weights(songs, seated)
    level = _highest(songs, weights)
    if len(level) == 1:
        return level[0], SPREAD, []
    ties: list[TieBreak] = []
    for place, step in enumerate(support.names):
        best = _highest(level, {song: support.sums[song][place] for song in level})
        if len(best) == 1:
            return best[0], step, [*ties, TieBreak(level, 1, step, best)]
        if best != level:
            ties.append(TieBreak(level, 1, step, (), best))
        level = best
    return level[0], LOT, [*ties, TieBreak(level, 1, LOT, level[:1])]


def _highest(songs: Sequence[str], numbers: Mapping[str, int]) -> tuple[str, ...]:
    most = max(numbers[song] for song in songs)
    return tuple(song for song in songs if numbers[song] == most)


METHOD = CountingMethod(
    name="spread",
    title="Spread",
    gist="the same ballot as approval; seats go to voters with the fewest picks in",
    form=PICKS,
    reasons=BEFORE_THE_COUNT
    | {
        SPREAD: "decided by spread",
        APPROVALS: "decided by picks",
        STARS: "decided by stars",
        LOT: "decided by the draw",
    },
    steps={APPROVALS: "by picks", STARS: "by stars", LOT: "by the draw made at opening"},
    figures=FIGURES,
    casting=False,
    count=count,
)
