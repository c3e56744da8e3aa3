"""What a counting method must bring, so that it can be one file and one line of the registry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.domain.counting.fields import Fields
from bot.domain.counting.outcome import Outcome
from bot.domain.counting.profile import Ballot, Profile


@dataclass(frozen=True, slots=True)
class CountingMethod:
    """One way to turn ballots into seats.

    Attributes:
        name: What records and settings call it.
        limits: The limits its ballots keep, each with the least value it may have.
        reasons: Every word that may stand in `decided_by`.
        count: The count itself.
        read_ballot: Reads the choices of a record's ballot. It is given the ballot, the place of
            each song on it, and the limits, and raises BadRecord.
        write_ballot: The reverse, for a ballot that does not abstain.
    """

    name: str
    limits: Mapping[str, int]
    reasons: tuple[str, ...]
    count: Callable[[Profile], Outcome]
    read_ballot: Callable[[Fields, Mapping[str, int], Mapping[str, int]], Ballot]
    write_ballot: Callable[[Ballot, Mapping[str, int]], dict[str, object]]
