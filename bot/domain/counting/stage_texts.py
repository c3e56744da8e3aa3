"""The stages of a ranked count in plain words."""

from collections.abc import Sequence

from bot.domain.counting.outcome import Outcome, Stage
from bot.domain.counting.phrases import Names, amount, listed, quantity
from bot.domain.counting.ranked import QUOTA


def stages(outcome: Outcome, names: Names) -> tuple[str, ...]:
    """Return what happened at each stage in order, in a few sentences per stage.

    Empty if a method has no stages, or nothing was left to decide.
    """
    done = outcome.stages or ()
    return tuple(
        " ".join(
            (
                *_elected(outcome, stage, names),
                *_transferred(outcome, stage, names),
                *_excluded(done[:place], names),
            )
        )
        for place, stage in enumerate(done, start=1)
    )


def _elected(outcome: Outcome, stage: Stage, names: Names) -> list[str]:
    totals = dict(stage.totals)
    reasons = {seat.song: seat.decided_by for seat in outcome.seats}
    by_quota: list[str] = []
    remaining: list[str] = []
    for song in stage.elected:
        told = f"{names([song])} ({quantity(totals[song], 'vote')})"
        (by_quota if reasons[song] == QUOTA else remaining).append(told)
    said: list[str] = []
    if by_quota:
        enough = f"{outcome.quota} {'was' if outcome.quota == 1 else 'were'} enough"
        said.append(f"{listed(by_quota)} got in; {enough}.")
    if remaining:
        said.append(f"{listed(remaining)} got in, since no more songs were left than seats.")
    return said


def _transferred(outcome: Outcome, stage: Stage, names: Names) -> list[str]:
    if stage.transferred is None or outcome.quota is None:
        return []
    surplus = dict(stage.totals)[stage.transferred] - outcome.quota
    song, votes = names([stage.transferred]), quantity(surplus, "vote")
    return [f"What {song} did not need, {votes}, went to the next songs on its ballots."]


def _excluded(done: Sequence[Stage], names: Names) -> list[str]:
    """Return which song the last of the stages excluded, and what the lot decided."""
    stage, song = done[-1], done[-1].excluded
    order = "Between songs that had been equal all along, the draw decided who came first."
    if song is None:
        return [order] if stage.by_lot else []
    totals = dict(stage.totals)
    fewest = [s for s in totals if totals[s] == totals[song]]  # elected ones hold more
    always = [s for s in fewest if all(dict(d.totals)[s] == dict(d.totals)[song] for d in done)]
    held = f"the fewest votes ({amount(totals[song])}{' each' if len(fewest) > 1 else ''})"
    had = f"had {held if totals[song] else 'no votes'}"
    passed = "; its votes went to the next songs on its ballots" if totals[song] else ""
    out = names([song])
    if len(always) > 1:
        said = f"{names(always)} {had} and had been equal all along; the draw took {out} out"
        return [f"{said}{passed}."]
    if len(fewest) > 1:
        said = f"{names(fewest)} {had}; {out} had had fewer before and was taken out{passed}."
    else:
        said = f"{out} {had} and was taken out{passed}."
    return [said, order] if stage.by_lot else [said]
