"""An outcome in plain words, the same wherever it is told: in the channel and at a recount.

Nothing here knows how a song is shown: whoever tells brings `names`, which turns song ids into a
phrase such as `a, b and c`.
"""

from collections.abc import Callable, Sequence

from bot.domain.counting.outcome import Figures, Outcome, TieBreak
from bot.domain.counting.registry import METHODS

Names = Callable[[Sequence[str]], str]
"""Turns song ids, in their order, into a phrase."""


def quantity(number: object, one: str, many: str = "") -> str:
    """Return a number with its noun: `1 seat`, `3 seats`, `7/2 votes`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def reason(outcome: Outcome, decided_by: str) -> str:
    """Return what decided a seat, as a phrase: `decided by stars`."""
    return METHODS[outcome.method].reasons[decided_by]


def counted(outcome: Outcome, figures: Figures) -> str:
    """Return what was counted of a song: `6 picks, 3 stars`; empty where nothing was."""
    words = METHODS[outcome.method].figures
    return ", ".join(quantity(number, *words[name]) for name, number in figures)


def ties(outcome: Outcome, names: Names) -> tuple[str, ...]:
    """Return one sentence for each step that broke a tie, in order."""
    return tuple(_tie(outcome, tie, names) for tie in outcome.ties)


def _tie(outcome: Outcome, tie: TieBreak, names: Names) -> str:
    step = METHODS[outcome.method].steps[tie.step]
    tied = f"{names(tie.tied)} were equal for {quantity(tie.seats, 'seat')}"
    if tie.seated and tie.level:
        return f"{tied}; {step}, {names(tie.seated)} got in and {names(tie.level)} stayed equal."
    if tie.seated:
        return f"{tied}; {step}, {names(tie.seated)} got in."
    return f"{tied}; {step}, only {names(tie.level)} stayed in the running."


def stages(outcome: Outcome, names: Names) -> tuple[str, ...]:
    """Return what happened at each stage, one text a stage; none where a method has no stages."""
    del outcome, names
    return ()


def awaited(outcome: Outcome, names: Names) -> str:
    """Return which songs await the casting vote; empty where none do."""
    if not outcome.tied:
        return ""
    seats = quantity(outcome.open_seats, "seat")
    return f"Tied for {seats}, awaiting the showrunner's casting vote: {names(outcome.tied)}"


def empty_seats(outcome: Outcome) -> str:
    """Return that seats stay empty; empty where none do."""
    if not outcome.empty_seats:
        return ""
    stay = "stays" if outcome.empty_seats == 1 else "stay"
    seats = quantity(outcome.empty_seats, "seat")
    return f"{seats} {stay} empty: nobody supports what is left."


def votes_alone(outcome: Outcome, alone: Outcome, names: Names) -> str:
    """Return what the votes alone would have given, beside what pins and vetoes made of it.

    Args:
        outcome: The count as it stands.
        alone: The same ballots counted without pins, vetoes and a casting vote.
        names: Names songs.
    """
    del outcome
    seated = names([seat.song for seat in alone.seats])
    return f"Without pins and vetoes the votes would have seated {seated}."


def turnout(outcome: Outcome) -> str:
    """Return how many ballots there were."""
    ballots = quantity(outcome.ballots, "ballot")
    if not outcome.abstentions:
        return ballots
    return f"{ballots}, of which {quantity(outcome.abstentions, 'abstention')}"
