"""What pins and vetoes changed, in plain words."""

from collections.abc import Collection, Sequence

from bot.domain.counting.outcome import CASTING, LOT, PIN, Outcome
from bot.domain.counting.phrases import Names, quantity


def effect_of_rulings(outcome: Outcome, alone: Outcome, names: Names) -> str:
    """Return what pins and vetoes changed, compared with the votes alone.

    The text says which songs got in only because of them, which would have got in without them, and
    which songs would be tied by the votes alone.

    Args:
        outcome: The count with pins or vetoes.
        alone: The same ballots counted without pins, vetoes and a casting vote.
        names: Names songs.
    """
    pins = {seat.song for seat in outcome.seats if seat.decided_by == PIN}
    cause = _cause(len(pins), len(_vetoed(outcome)))
    now = [seat.song for seat in outcome.seats]
    then = [seat.song for seat in alone.seats]
    gained = [song for song in now if song not in {*then, *alone.tied}]
    lost = [song for song in then if song not in now]
    if not gained and not lost and (not alone.tied or _tie(alone) == _tie(outcome)):
        return f"The votes alone would have given the same: {cause} changed nothing."
    sentences = [_gained(gained, pins, cause, names), _without(lost, alone, cause, names)]
    return " ".join(filter(None, sentences))


def _vetoed(outcome: Outcome) -> set[str]:
    """Return the candidates that are neither seated, nor tied, nor runners-up."""
    seated = {seat.song for seat in outcome.seats}
    counted = seated | {*outcome.tied, *outcome.runners_up}
    return {tally.song for tally in outcome.tallies} - counted


def _cause(pins: int, vetoes: int) -> str:
    pin = "pin" if pins == 1 else "pins"
    veto = "veto" if vetoes == 1 else "vetoes"
    if pins and vetoes:
        return f"the {pin} and the {veto}"
    return f"the {pin}" if pins else f"the {veto}"


def _tie(outcome: Outcome) -> tuple[set[str], int]:
    """Return the songs that the rules could not separate, and for how many seats.

    The tie may have been broken since, by the casting vote or the lot.
    """
    if outcome.ties and outcome.ties[-1].step in (CASTING, LOT):
        return set(outcome.ties[-1].tied), outcome.ties[-1].seats
    return set(outcome.tied), outcome.open_seats


def _gained(gained: Sequence[str], pins: Collection[str], cause: str, names: Names) -> str:
    pinned = [song for song in gained if song in pins]
    others = [song for song in gained if song not in pins]
    clauses = [f"{names(pinned)} got in only by pin"] if pinned else []
    if others:
        got_in = "" if pinned else "got in "
        clauses.append(f"{names(others)} {got_in}only because of {cause}")
    return f"{', and '.join(clauses)}." if clauses else ""


def _without(lost: Sequence[str], alone: Outcome, cause: str, names: Names) -> str:
    clauses = [f"{names(lost)} would have gotten in"] if lost else []
    if alone.tied:
        seats = quantity(alone.open_seats, "seat")
        clauses.append(f"{names(alone.tied)} would be tied for {seats}")
    return f"Without {cause}, {', and '.join(clauses)}." if clauses else ""
