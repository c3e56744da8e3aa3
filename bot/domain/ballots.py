"""A writer's ballot in one round, and how a change is merged into it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.domain.ballot_forms.form import AnyForm, Change, Choices
from bot.domain.counting import method_named
from bot.domain.errors import InvalidBallot
from bot.domain.model import Rules, SongId


@dataclass(frozen=True, slots=True)
class Ballot:
    """One writer's choices, in the form of ballot that the round's method uses.

    A ballot without choices that is not an abstention is withdrawn: it stays in the log but does
    not count.
    """

    choices: Choices | None = None
    abstained: bool = False
    receipt: str = ""
    cast_at: int = 0

    @property
    def counts(self) -> bool:
        """Whether it counts in the round: it chooses something, or it abstains."""
        return self.abstained or self.choices is not None


@dataclass(frozen=True, slots=True)
class Abstain(Change):
    """Take part without choosing any song, whatever the form."""


def form_of(rules: Rules) -> AnyForm:
    """Return the form of a round's ballots."""
    return method_named(rules.method).form


def merge(
    ballot: Ballot, change: Change, rules: Rules, order: Sequence[SongId], own: Collection[SongId]
) -> Ballot:
    """Return the ballot after a change, with the receipt and time it had before.

    Args:
        ballot: The ballot before the change; an empty one for a first vote.
        change: What the writer does.
        rules: The round's rules.
        order: The candidates in ballot order.
        own: The candidates this writer proposed.

    Raises:
        InvalidBallot: The change breaks a rule of the round.
    """
    if isinstance(change, Abstain):
        return Ballot(None, True, ballot.receipt, ballot.cast_at)
    form = form_of(rules)
    if not isinstance(change, form.changes):
        raise InvalidBallot("wrong_method")
    barred = () if rules.own_songs_votable else own
    choices = form.merge(ballot.choices, change, rules, order, barred)
    abstained = ballot.abstained and not change.chooses
    return Ballot(choices, abstained, ballot.receipt, ballot.cast_at)
