"""How moves change a round's times. Each function takes a round and returns the changed round.

All instants are UTC seconds. `bot.domain.lifecycle` refuses illegal moves.
"""

from collections.abc import Iterator

from bot.domain.lifecycle import move, move_back
from bot.domain.model import Cause, Round, RoundState, Turnout
from bot.domain.structs import replace
from bot.domain.when import present

EXTENSION = 24 * 3600
"""How long (seconds) a vote without a quorum, or one that was held, is extended."""

QUIET = 15 * 60
"""How long (seconds) after the last change a vote closes once everybody has voted."""

OVERDUE = 7 * 24 * 3600
"""How long (seconds) after its close a round is counted without asking the showrunner."""

SETTLING = 3600
"""How long (seconds) after the opening nobody is reminded."""

UNDO = 120
"""How long (seconds) a vote that was closed by hand waits to be counted, so that one can undo it.

The next vote of a plan waits as long, at least, before it opens in the place of a cancelled one.
"""

CASTING_PUT_OFF = 3600
"""How much longer (seconds) a tie waits at a time while the bot is not in the server."""

REMINDER_LATE = 1800
"""A reminder that is late by more than this (seconds) is not sent."""


def quorum(round_: Round, turnout: Turnout) -> int:
    """Return how many people must vote: the room's percentage, rounded up."""
    return -(-round_.rules.quorum * turnout.of // 100)


def planned_close(round_: Round) -> int:
    """Return when a round closes unless everybody votes before then."""
    return round_.closes_latest or round_.closes_at


def next_reminder(round_: Round, after: float) -> int | None:
    """Return when the round's next reminder after an instant is due; None if there is none.

    No reminder is due twice, however the close moves.
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
    """Mark the due reminder as sent."""
    before = planned_close(round_) - (round_.remind_at or now)
    after = replace(round_, reminded=before)
    return replace(after, remind_at=next_reminder(after, now))


def opened(round_: Round, now: int, seed: str) -> Round:
    """Open a round. If its close has passed too, it lasts its full length from now."""
    state = move("open", round_.state)
    closes_at = round_.closes_at
    if closes_at <= now:
        closes_at = now + round_.closes_at - round_.opens_at
    after = replace(round_, state=state, opened_at=now, seed=seed)
    return _closing(after, closes_at, now)


def paused(round_: Round, now: int, cause: Cause = Cause.HAND) -> Round:
    """Stop the clock and keep the time that is left."""
    return replace(
        round_,
        state=move("pause", round_.state),
        cause=cause,
        time_left=max(0, planned_close(round_) - now),
        closes_latest=None,
        remind_at=None,
    )


def paused_for_channel(round_: Round, now: int) -> Round:
    """Stop the clock because nobody can see the round.

    If its close has passed meanwhile, its time of grace is left, since nobody could vote.
    """
    after = paused(round_, now, Cause.CHANNEL)
    return after if after.time_left else replace(after, time_left=round_.rules.grace)


def resumed(round_: Round, now: int) -> Round:
    """Restart the clock with the time that was left; a held round gets another day."""
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
    """Move the close by hand, later or earlier. For a paused round, change the time left."""
    after = replace(round_, state=move("extend", round_.state), closes_latest=None, graced_at=None)
    if after.state is RoundState.PAUSED:
        return replace(after, time_left=closes_at - now)
    cause = Cause.EXTENDED if after.state is RoundState.OPEN else round_.cause
    return _closing(replace(after, cause=cause), closes_at, now)


def extended_for_quorum(round_: Round, now: int) -> Round:
    """Extend a round without a quorum once: by a day from its close, or from now if later."""
    after = replace(
        round_,
        state=move("extend", round_.state),
        cause=Cause.QUORUM,
        closes_latest=None,
        graced_at=None,
        quorum_extended=True,
    )
    return _closing(after, max(now, round_.closes_at) + EXTENSION, now)


def ended_by_hand(round_: Round, now: int) -> Round:
    """End the voting by hand. The round is counted some time later, unless that is taken back."""
    return replace(_stopped(round_, now), state=move("close", round_.state))


def cancelled(round_: Round, now: int) -> Round:
    """Cancel a round by hand, so that it can be brought back."""
    return replace(_stopped(round_, now), state=move("cancel", round_.state))


def _stopped(round_: Round, now: int) -> Round:
    return replace(round_, stopped_at=now, stopped_in=round_.state, remind_at=None)


def counted_at(round_: Round) -> int:
    """Return when a round that was closed by hand is counted."""
    return (round_.stopped_at or 0) + UNDO


def taken_back(round_: Round, now: int) -> Round:
    """Take back a close by hand, or a cancellation: the round is as before.

    What runs by the clock gets back the time that it was stopped.
    """
    state = move_back(round_)
    lost = max(0, now - (now if round_.stopped_at is None else round_.stopped_at))
    after = replace(round_, state=state, stopped_at=None, stopped_in=None)
    if state is RoundState.CASTING and round_.casting_until is not None:
        return replace(after, casting_until=round_.casting_until + lost)
    if state is not RoundState.OPEN:
        return after
    if round_.closes_latest is not None:
        after = replace(after, closes_latest=round_.closes_latest + lost)
    return _closing(after, round_.closes_at + lost, now)


def held(round_: Round, cause: Cause) -> Round:
    """Hold a round that is due until the showrunner decides."""
    return replace(
        round_,
        state=move("hold", round_.state),
        cause=cause,
        closes_latest=None,
        remind_at=None,
    )


def given_grace(round_: Round, now: int) -> Round:
    """Extend a vote or tie that ended while the bot was away; once each.

    An early close goes back to the planned close, if that is still to come.
    """
    until = now + round_.rules.grace
    if round_.state is RoundState.CASTING:
        return replace(round_, casting_until=until, graced_at=now)
    if (planned := planned_close(round_)) > now:
        return _closing(replace(round_, cause=Cause.NONE, closes_latest=None), planned, now)
    after = replace(round_, cause=Cause.GRACE, closes_latest=None, graced_at=now)
    return _closing(after, until, now)


def casting_put_off(round_: Round, now: int) -> Round:
    """Keep a tie waiting whose window ended while nobody could be asked in the server."""
    return replace(round_, casting_until=now + CASTING_PUT_OFF)


def closing_early(round_: Round, turnout: Turnout, now: int) -> Round:
    """Move the close forward once everybody has voted, or back if somebody no longer has.

    The early close is some time after the latest change, and never after the planned close. A close
    moved by hand stays.
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
    """Move a later round of a plan, keeping its length."""
    closes_at = round_.closes_at + seconds
    return replace(
        round_,
        opens_at=round_.opens_at + seconds,
        closes_at=closes_at,
        closes_wall=present(closes_at, round_.timezone).wall,
    )


def started_after(round_: Round, now: int) -> Round:
    """Start a waiting round of a plan, since the one before it has just closed.

    It keeps its planned close, unless that would shorten it.
    """
    length = round_.closes_at - round_.opens_at
    moved = shifted(round_, max(0, now + length - round_.closes_at))
    return replace(moved, opens_at=now, waits=False)


def replacing(round_: Round, cancelled: Round, now: int) -> Round:
    """Put a round of a plan in the place of the one before it, which was cancelled.

    It takes over the candidates and keeps its planned opening. If that has passed or comes too
    soon to take the cancellation back before, it moves.
    """
    moved = shifted(round_, max(0, now + UNDO - round_.opens_at))
    return replace(
        moved,
        candidates=cancelled.candidates,
        follows=cancelled.follows,
        waits=cancelled.waits,
        instead_of=cancelled.id,
    )


def waiting_again(round_: Round, brought_back: Round) -> Round:
    """Have a round wait again for the one in whose place it was, since that one is back."""
    moved = shifted(round_, planned_close(brought_back) - round_.opens_at)
    return replace(moved, candidates=(), follows=brought_back.id, waits=True, instead_of=None)


def due_times(round_: Round) -> Iterator[int]:
    """Yield the instants at which something becomes due for a round."""
    if round_.state is RoundState.SCHEDULED and not round_.waits:
        yield round_.opens_at
    elif round_.state is RoundState.OPEN:
        yield round_.closes_at
        if round_.remind_at is not None:
            yield round_.remind_at
    elif round_.state is RoundState.CLOSING:
        yield counted_at(round_)
    elif round_.state is RoundState.CASTING and round_.casting_until is not None:
        yield round_.casting_until


def _closing(round_: Round, closes_at: int, now: int) -> Round:
    after = replace(
        round_, closes_at=closes_at, closes_wall=present(closes_at, round_.timezone).wall
    )
    return replace(after, remind_at=next_reminder(after, now))
