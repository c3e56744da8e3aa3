"""What moves do to a round's times. Pure: a round in, the round as it is then out.

All instants are UTC seconds. `bot.domain.lifecycle` refuses what is not legal from a state.
"""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.lifecycle import move
from bot.domain.model import Cause, Round, RoundState, Turnout
from bot.domain.when import present

EXTENSION = 24 * 3600
"""How long (seconds) a vote without a quorum, or one that was held, stays open once more."""

QUIET = 15 * 60
"""How long (seconds) after the last change a vote closes in which everybody has voted."""

OVERDUE = 7 * 24 * 3600
"""So long (seconds) after its close a round is not counted without the showrunner's word."""

SETTLING = 3600
"""Within so many seconds of the opening nobody is reminded of it."""

REMINDER_LATE = 1800
"""A reminder later than this (seconds) is dropped, not sent."""


def quorum(round_: Round, turnout: Turnout) -> int:
    """Return how many of those who may vote have to: the share asked for, rounded up."""
    return -(-round_.rules.quorum * turnout.of // 100)


def planned_close(round_: Round) -> int:
    """Return when a round closes unless everybody has voted before."""
    return round_.closes_latest or round_.closes_at


def next_reminder(round_: Round, after: float) -> int | None:
    """Return the round's next reminder after an instant; None where there is none to come.

    One that was due once never is again, however the close moves.
    """
    if round_.state is not RoundState.OPEN or round_.opened_at is None:
        return None
    earliest = max(after, round_.opened_at + SETTLING)
    instants = (
        planned_close(round_) - before
        for before in round_.rules.reminders
        if round_.reminded is None or before < round_.reminded
    )
    return min((at for at in instants if at > earliest), default=None)


def reminded(round_: Round, now: int) -> Round:
    """Have a reminder that is due not be due any more."""
    before = planned_close(round_) - (round_.remind_at or now)
    after = replace(round_, reminded=before)
    return replace(after, remind_at=next_reminder(after, now))


def opened(round_: Round, now: int, seed: str) -> Round:
    """Open a round. One whose close has passed as well keeps its full length from now."""
    state = move("open", round_.state)
    closes_at = round_.closes_at
    if closes_at <= now:
        closes_at = now + round_.closes_at - round_.opens_at
    after = replace(round_, state=state, opened_at=now, seed=seed)
    return _closing(after, closes_at, now)


def paused(round_: Round, now: int, cause: Cause = Cause.HAND) -> Round:
    """Stop the clock; the time that is left is kept."""
    return replace(
        round_,
        state=move("pause", round_.state),
        cause=cause,
        time_left=max(0, planned_close(round_) - now),
        closes_latest=None,
        remind_at=None,
    )


def resumed(round_: Round, now: int) -> Round:
    """Let the clock go on with the time that was left; a held round gets another day."""
    left = EXTENSION if round_.time_left is None else round_.time_left
    after = replace(
        round_,
        state=move("resume", round_.state),
        cause=Cause.NONE,
        time_left=None,
        graced_at=None,
    )
    return _closing(after, now + left, now)


def extended(round_: Round, closes_at: int, now: int) -> Round:
    """Move the close by hand, later or earlier. A paused round stays so, with more or less left."""
    after = replace(round_, state=move("extend", round_.state), closes_latest=None, graced_at=None)
    if after.state is RoundState.PAUSED:
        return replace(after, time_left=closes_at - now)
    cause = Cause.EXTENDED if after.state is RoundState.OPEN else round_.cause
    return _closing(replace(after, cause=cause), closes_at, now)


def extended_for_quorum(round_: Round, now: int) -> Round:
    """Move the close once, since too few have voted: by a day, from the close or from now."""
    after = replace(
        round_,
        state=move("extend", round_.state),
        cause=Cause.QUORUM,
        closes_latest=None,
        graced_at=None,
        quorum_extended=True,
    )
    return _closing(after, max(now, round_.closes_at) + EXTENSION, now)


def held(round_: Round, cause: Cause) -> Round:
    """Leave a round that is due to the showrunner."""
    return replace(
        round_,
        state=move("hold", round_.state),
        cause=cause,
        closes_latest=None,
        remind_at=None,
    )


def graced(round_: Round, now: int) -> Round:
    """Keep open for a while what ended, vote or tie, while the bot was away; once each.

    A close that was brought forward goes back to where it was planned, if that is still to come.
    """
    until = now + round_.rules.grace
    if round_.state is RoundState.CASTING:
        return replace(round_, casting_until=until, graced_at=now)
    if (planned := planned_close(round_)) > now:
        return _closing(replace(round_, cause=Cause.NONE, closes_latest=None), planned, now)
    after = replace(round_, cause=Cause.GRACE, closes_latest=None, graced_at=now)
    return _closing(after, until, now)


def hurried(round_: Round, turnout: Turnout, now: int) -> Round:
    """Bring the close forward once everybody has voted, where the room wants that; or put it back.

    It is a while after the change that was just made, and never later than it was planned. A close
    that was moved by hand stays.
    """
    if round_.cause is Cause.EXTENDED:
        return round_
    planned = planned_close(round_)
    everybody = 0 < turnout.of <= turnout.voted
    closes_at = min(planned, now + QUIET) if everybody else planned
    if closes_at == round_.closes_at:
        return round_
    if closes_at == planned:
        return replace(round_, closes_at=planned, closes_latest=None, cause=Cause.NONE)
    return replace(round_, closes_at=closes_at, closes_latest=planned, cause=Cause.EARLY)


def shifted(round_: Round, seconds: int) -> Round:
    """Move a round of a plan that has not begun, keeping its length."""
    closes_at = round_.closes_at + seconds
    return replace(
        round_,
        opens_at=round_.opens_at + seconds,
        closes_at=closes_at,
        closes_wall=present(closes_at, round_.timezone).wall,
    )


def begun_after(round_: Round, now: int) -> Round:
    """Have a round of a plan wait no more, since the one before it has just closed.

    It closes when it was planned to; later only where it would lose some of its length.
    """
    length = round_.closes_at - round_.opens_at
    moved = shifted(round_, max(0, now + length - round_.closes_at))
    return replace(moved, opens_at=now, waits=False)


def stepped_up(round_: Round, cancelled: Round, now: int) -> Round:
    """Put a round of a plan into the place of the one before it, which was cancelled.

    It takes over the candidates and opens when it was planned to; where that is past, it moves.
    """
    moved = shifted(round_, max(0, now - round_.opens_at))
    return replace(
        moved,
        candidates=cancelled.candidates,
        follows=cancelled.follows,
        waits=cancelled.waits,
    )


def moments(round_: Round) -> Iterator[int]:
    """Yield the instants at which something falls due for a round by itself."""
    if round_.state is RoundState.SCHEDULED and not round_.waits:
        yield round_.opens_at
    elif round_.state is RoundState.OPEN:
        yield round_.closes_at
        if round_.remind_at is not None:
            yield round_.remind_at
    elif round_.state is RoundState.CASTING and round_.casting_until is not None:
        yield round_.casting_until


def _closing(round_: Round, closes_at: int, now: int) -> Round:
    after = replace(
        round_, closes_at=closes_at, closes_wall=present(closes_at, round_.timezone).wall
    )
    return replace(after, remind_at=next_reminder(after, now))
