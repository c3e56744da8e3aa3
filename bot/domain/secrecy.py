"""Who gets the record of a vote: everybody on the roster, or only its scrutineers."""

from collections.abc import Mapping

from bot.domain.counting.crowds import Hiding, NoMatch, hiding
from bot.domain.counting.record import Record
from bot.domain.cut import songs_by_record_id
from bot.domain.model import Person, Room, Round, UserId
from bot.domain.permissions import is_showrunner

_STORED = "hiding"


def hiding_of(round_: Round, record: Record, voters: Mapping[UserId, UserId]) -> Hiding:
    """Return how well the ballots of a record hide from somebody who knows who proposed what.

    Args:
        round_: The round.
        record: Its record.
        voters: Who cast a ballot with choices, by each name under which they may have proposed
            songs: their own, and the one they had before they were forgotten.
    """
    ballots = [ballot.named for ballot in record.ballots.values() if not ballot.abstains]
    own: dict[UserId, set[str]] = {}
    if not round_.rules.own_songs_votable:
        for name, candidate in zip(songs_by_record_id(round_), round_.candidates, strict=True):
            if candidate.proposer_id in voters:
                own.setdefault(voters[candidate.proposer_id], set()).add(name)
    barred = [frozenset(songs) for songs in own.values()]
    free = [frozenset[str]()] * (len(ballots) - len(barred))
    try:
        return hiding(ballots, barred + free)
    except NoMatch:
        # A ballot names its voter's own song, though the rules of the round refuse that.
        return Hiding.SMALL_CROWD


def with_hiding(outcome: dict[str, object], found: Hiding) -> dict[str, object]:
    """Return an outcome as it is stored, with how well the ballots hide."""
    return {**outcome, _STORED: found.value}


def stored_hiding(round_: Round) -> Hiding | None:
    """Return what was stored at the close; None for a round that closed before it was stored."""
    stored = (round_.outcome or {}).get(_STORED)
    return Hiding(stored) if isinstance(stored, str) else None


def is_scrutineer(person: Person, room: Room, round_: Round) -> bool:
    """Return whether somebody may see the ballots of a round, without names, in any case.

    Whoever has become the showrunner or a delegate since no longer may.
    """
    return person.user_id in round_.rules.scrutineers and not is_showrunner(person, room)
