"""The interface of a counting method: each is one file, and one line of the registry."""

from collections.abc import Callable, Mapping

from msgspec import Struct

from bot.domain.ballot_forms.form import AnyForm
from bot.domain.counting.outcome import PIN, UNOPPOSED, Outcome
from bot.domain.counting.profile import Profile

BEFORE_THE_COUNT = {
    PIN: "pinned by the showrunner",
    UNOPPOSED: "unopposed: there were seats for every song",
}
"""In words, what can decide a seat before the votes are counted; the same for every method."""


class CountingMethod(Struct, frozen=True):
    """A way to turn ballots into seats, with the words that explain it to people.

    Attributes:
        name: Its name in records and settings.
        title: Its name for people.
        gist: What a voter does and which songs get in, in at most 80 characters.
        form: The form of its ballots; several methods may share one.
        reasons: A phrase for each value of `decided_by`.
        steps: A phrase for each value of a tie's `step`, as in *…, by stars, … got in*.
        figures: The singular and plural of each figure counted for a song: `pick`, `picks`.
        casting: Whether a tie can wait for the showrunner's casting vote.
        count: The function that counts a round.
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
