"""Times in a command's options: what is offered while somebody types, and what they mean by it."""

import re
from collections.abc import Sequence

from bot.domain import time_texts
from bot.domain.errors import NeedsTime
from bot.domain.when import Instant
from cogs.ui.kit import offers, texts
from cogs.ui.kit.context import Context
from cogs.ui.kit.offers import Choice

EXAMPLES = ("fri 17:00", "tomorrow noon", "in 36 hours")
_PROBLEMS = {
    "unreadable": f"can't be read as a time; try {EXAMPLES[0]}",
    "no_such_day": "is on a day that the calendar doesn't have",
    "past": "is in the past",
    "skipped": "is skipped when the clocks change; give another time",
    "doubled": "happens twice when the clocks change; give another time",
    "before_opening": "is not later than the time before it",
    "too_far": "is too far ahead",
    "two_ways": "can mean more than one time; give the date and am or pm",
}
_OTHERWISE = "can't be used; give another time"
_TROUBLED = re.compile(
    f"“(?P<words>.*)” (?:{'|'.join(map(re.escape, (*_PROBLEMS.values(), _OTHERWISE)))})",
    re.IGNORECASE,
)


async def times(ctx: Context, typed: str, now: float, usual: str = "") -> list[Choice]:
    """Return what a time in words means: several choices if it may mean several times.

    Args:
        ctx: The context.
        typed: What somebody has typed so far.
        now: The present, UTC seconds.
        usual: The time to offer first before anything is typed.
    """
    words = time_words(typed)
    if len(words) > texts.OPTION_MAX:
        return []
    examples = dict.fromkeys(filter(None, (usual, *EXAMPLES)))
    return [
        each for text in ([words] if words else examples) for each in await _time(ctx, text, now)
    ]


async def _time(ctx: Context, words: str, now: float) -> list[Choice]:
    try:
        instant = await ctx.services.reading.time(ctx.room, words)
    except NeedsTime as error:
        options = [time_texts.describe(_at(at, ctx), now) for at in error.options]
        return [offers.choice(label, label) for label in options] or [_trouble(error, words)]
    return [offers.choice(time_texts.describe(instant, now), words)]


def _at(at: int, ctx: Context) -> Instant:
    return Instant(at, "", ctx.room.timezone)


async def plan_times(ctx: Context, typed: str, now: float) -> list[Choice]:
    """Return what the times of a plan mean, in one choice; several if one may mean several."""
    words = time_words(typed)
    if not words or len(words) > texts.OPTION_MAX:
        return []
    try:
        instants = await ctx.services.reading.times(ctx.room, words)
    except NeedsTime as error:
        parts = ctx.services.reading.parts(ctx.room, words)
        either = [
            _in_place(error.given, parts, time_texts.describe_all([_at(at, ctx)], now, 0))
            for at in error.options
        ]
        fitting = [offers.choice(each, each) for each in either if len(each) <= texts.OPTION_MAX]
        return fitting or [_trouble(error, words)]
    described = time_texts.describe_all(instants, now, texts.OPTION_MAX)
    # What would be cut could not be read again.
    return [offers.choice(described if len(described) <= texts.OPTION_MAX else words, words)]


def _in_place(given: str, parts: Sequence[str], time: str) -> str:
    """Return a list of times with another one in place of the part that was given."""
    at = parts.index(given)
    return "; ".join((*parts[:at], time, *parts[at + 1 :]))  # a comma may stand within a time


def _trouble(error: NeedsTime, words: str) -> Choice:
    problem = _PROBLEMS.get(error.why) or _OTHERWISE
    return offers.choice(f"“{texts.cut(texts.clean(error.given), 40)}” {problem}", words)


def time_words(typed: str) -> str:
    """Return the time in words that somebody means, also where they send back what was offered."""
    tidy = texts.clean(typed)
    found = _TROUBLED.fullmatch(tidy)
    return found["words"] if found else tidy
