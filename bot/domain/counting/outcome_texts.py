"""An outcome in plain words, the same in the channel and in a recount.

The caller decides how songs are shown: it passes `names`, which turns song ids into a phrase such
as `a, b and c`.
"""

from bot.domain.counting.crowds import LEAST_BALLOTS, Hiding
from bot.domain.counting.outcome import Figures, Outcome, TieBreak
from bot.domain.counting.phrases import Names, listed, quantity
from bot.domain.counting.registry import METHODS
from bot.domain.counting.ruling_texts import effect_of_rulings
from bot.domain.counting.stage_texts import stages

__all__ = [
    "Names",
    "awaited",
    "effect_of_rulings",
    "empty_seats",
    "figures_text",
    "quantity",
    "reason",
    "stages",
    "ties",
    "turnout",
    "withheld",
]


def reason(outcome: Outcome, decided_by: str) -> str:
    """Return what decided a seat, as a phrase: `decided by stars`."""
    return METHODS[outcome.method].reasons[decided_by]


def figures_text(outcome: Outcome, figures: Figures) -> str:
    """Return what was counted for a song, `6 picks, 3 stars`; empty if nothing was."""
    words = METHODS[outcome.method].figures
    return ", ".join(quantity(number, *words[name]) for name, number in figures)


def ties(outcome: Outcome, names: Names) -> tuple[str, ...]:
    """Return one sentence for each step that broke a tie, in order."""
    return tuple(_tie(outcome, tie, names) for tie in outcome.ties)


def _tie(outcome: Outcome, tie: TieBreak, names: Names) -> str:
    step = METHODS[outcome.method].steps[tie.step]
    tied = f"{names(tie.tied)} were equal for {quantity(tie.seats, 'seat')}"
    dropped = _dropped(outcome, tie)
    if tie.seated:
        told = [f"{names(tie.seated)} got in"]
        told += [f"{names(tie.level)} stayed equal"] if tie.level else []
        told += [f"{names(dropped)} dropped out"] if dropped else []
        first = "" if tie.level or dropped else " first"
        return f"{tied}; {step}, {listed(told)}{first}."
    out = f"; {names(dropped)} dropped out" if dropped else ""
    return f"{tied}; {step}, only {names(tie.level)} stayed in the running{out}."


def _dropped(outcome: Outcome, tie: TieBreak) -> list[str]:
    """Return the songs that a step ruled out: neither in, nor equal still."""
    # What was equal for one seat of `spread` may get a later one.
    still = {*tie.seated, *tie.level, *(seat.song for seat in outcome.seats)}
    return [song for song in tie.tied if song not in still]


def awaited(outcome: Outcome, names: Names) -> str:
    """Return which songs await the casting vote; empty if none do."""
    if not outcome.tied:
        return ""
    seats = quantity(outcome.open_seats, "seat")
    return f"Tied for {seats}, awaiting the showrunner's casting vote: {names(outcome.tied)}"


def empty_seats(outcome: Outcome) -> str:
    """Return that seats stay empty, and why; empty if none do."""
    if not outcome.empty_seats:
        return ""
    stay = "stays" if outcome.empty_seats == 1 else "stay"
    why = "no remaining song got a vote" if outcome.runners_up else "there are no more songs"
    return f"{quantity(outcome.empty_seats, 'seat')} {stay} empty: {why}."


def withheld(hiding: Hiding) -> str:
    """Return why a record is not handed out; empty if it is."""
    if hiding is Hiding.FEW_BALLOTS:
        return (
            f"Fewer than {LEAST_BALLOTS} ballots choose songs, so neither the record nor the counts"
            " are shown: they would give ballots away."
        )
    if hiding is Hiding.SMALL_CROWD:
        return (
            "The record isn't shown: knowing who proposed what, somebody could tell whose ballot is"
            " whose."
        )
    return ""


def turnout(outcome: Outcome) -> str:
    """Return how many ballots there were."""
    ballots = quantity(outcome.ballots, "ballot")
    if not outcome.abstentions:
        return ballots
    return f"{ballots}, including {quantity(outcome.abstentions, 'abstention')}"
