"""What a counting method must bring, so that it can be one file and one line of the registry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.domain.ballot_forms.form import AnyForm
from bot.domain.counting.outcome import PIN, UNOPPOSED, Outcome
from bot.domain.counting.profile import Profile

BEFORE_THE_COUNT = {
    PIN: "pinned by the showrunner",
    UNOPPOSED: "unopposed: there were seats for every song",
}
"""What may decide a seat before any vote is looked at, in words; the same for every method."""


@dataclass(frozen=True, slots=True)
class CountingMethod:
    """One way to turn ballots into seats, with the words in which people are told of it.

    Attributes:
        name: What records and settings call it.
        title: What people call it.
        gist: What one does and what comes of it, in at most 80 characters.
        form: The form of its ballots; several methods may share one.
        reasons: Every word that may stand in `decided_by`, in plain words for people.
        steps: Every word that may stand in a tie's `step`, as in *…, by stars, … got in*.
        figures: What is counted of a song, one of it and many of it: `pick`, `picks`.
        casting: Whether a tie may wait for the showrunner's casting vote.
        count: The count itself.
    """

    name: str
    title: str
    gist: str
    form: AnyForm
    reasons: Mapping[str, str]
    steps: Mapping[str, str]
    figures: Mapping[str, tuple[str, str]]
    casting: bool
    count: Callable[[Profile], Outcome]
