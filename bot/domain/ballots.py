"""A writer's ballot in one round, and how a change is merged into it."""

from collections.abc import Collection, Sequence
from hashlib import sha256

from msgspec import Struct

from bot.domain.ballot_forms.form import AnyForm, Change, Choices, CountedBallot
from bot.domain.counting import method_named
from bot.domain.errors import InvalidBallot
from bot.domain.model import Rules, SongId
from bot.domain.star_lines import SayWhy, StarLines, with_line
from bot.domain.structs import replace


class Ballot(Struct, frozen=True):
    """One writer's choices, in the form of ballot that the round's method uses.

    A ballot without choices that is not an abstention is withdrawn: it stays in the log but does
    not count. `lines` say why songs have a star; they count for nothing, and one whose song has
    lost its star is kept.
    """

    choices: Choices | None = None
    abstained: bool = False
    receipt: str = ""
    cast_at: int = 0
    lines: StarLines = ()

    @property
    def counts(self) -> bool:
        """Whether it counts in the round: it chooses something, or it abstains."""
        return self.abstained or self.choices is not None


class Abstain(Change, frozen=True):
    """Take part without choosing any song, whatever the form."""


class Withdraw(Change, frozen=True):
    """Take back every choice, whatever the form: the ballot is empty, and counts for nothing."""

    chooses = False


_IN_ANY_FORM = (Abstain, Withdraw)


def form_of(rules: Rules) -> AnyForm:
    """Return the form of a round's ballots."""
    return method_named(rules.method).form


def starred(ballot: Ballot, rules: Rules) -> Collection[SongId]:
    """Return the songs with a star on a ballot; none where the form of the ballot has no stars."""
    return () if ballot.choices is None else form_of(rules).starred(ballot.choices)


def mark_of(choices: Choices, rules: Rules, order: Sequence[SongId]) -> int:
    """Return a number that stands for choices: others have another one."""
    text = form_of(rules).pack(choices, order)
    return int.from_bytes(sha256(text.encode()).digest()[:6])


def merge(
    ballot: Ballot,
    change: Change,
    rules: Rules,
    order: Sequence[SongId],
    own: Collection[SongId],
    sure: int | None = None,
) -> Ballot:
    """Return the ballot after a change, with the receipt and time it had before.

    Args:
        ballot: The ballot before the change; an empty one for a first vote.
        change: What the writer does.
        rules: The round's rules.
        order: The candidates in ballot order.
        own: The candidates this writer proposed.
        sure: The mark of the choices that the writer has agreed to lose, all at once.

    Raises:
        InvalidBallot: The change breaks a rule of the round; or it is `unsure`, since it takes back
            choices without a word of the writer.
    """
    if isinstance(change, SayWhy):
        lines = with_line(ballot.lines, change, starred(ballot, rules), order)
        return replace(ballot, lines=lines)
    if isinstance(change, _IN_ANY_FORM):
        abstains = isinstance(change, Abstain)
        if ballot.choices is not None and mark_of(ballot.choices, rules, order) != sure:
            raise InvalidBallot("unsure")
        abstained = abstains or ballot.abstained
        return Ballot(None, abstained, ballot.receipt, ballot.cast_at, ballot.lines)
    form = form_of(rules)
    if not isinstance(change, form.changes):
        raise InvalidBallot("wrong_method")
    barred = () if rules.own_songs_votable else own
    choices = form.merge(ballot.choices, change, rules, order, barred)
    if choices is None and ballot.choices is not None and _several(ballot.choices, form, order):
        raise InvalidBallot("unsure")
    abstained = ballot.abstained and not change.chooses
    return Ballot(choices, abstained, ballot.receipt, ballot.cast_at, ballot.lines)


def _several(choices: Choices, form: AnyForm, order: Sequence[SongId]) -> bool:
    """Return whether choices name more songs than the one that a single press takes back."""
    counted: CountedBallot = form.converter({song: str(song) for song in order})(choices)
    return len(counted.named) > 1
