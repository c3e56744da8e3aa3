"""Ranked votes in short, and what happened in their stages."""

from collections.abc import Iterator

from bot.domain.counting import Outcome, Stage, count
from tests.domain.counting_rounds import vote


def ranked(
    votes: str, places: int, songs: str = "abcde", pinned: str = "", vetoed: str = ""
) -> Outcome:
    profile = vote(votes, places, method="ranked", songs=songs, pinned=pinned, vetoed=vetoed)
    return count(profile)


def told(outcome: Outcome) -> list[str]:
    """Say what happened, a line a stage: `a9 b4 +a >a`, `a6 b4 -b lot`."""
    return [" ".join(_told(stage)) for stage in outcome.stages or ()]


def _told(stage: Stage) -> Iterator[str]:
    yield from (f"{song}{votes}" for song, votes in stage.totals)
    yield from (f"+{song}" for song in stage.elected)
    if stage.transferred:
        yield f">{stage.transferred}"
    if stage.excluded:
        yield f"-{stage.excluded}"
    if stage.by_lot:
        yield "lot"
