"""Who gets the record of a vote: everybody on the roster, or only its scrutineers."""

from collections.abc import Iterable, Mapping

from bot.domain.ballots import Ballot, starred
from bot.domain.counting.crowds import Hiding, NoMatch, hiding
from bot.domain.counting.record import Record
from bot.domain.cut import songs_by_record_id
from bot.domain.model import Person, Room, Round, SongId, UserId
from bot.domain.permissions import is_showrunner
from bot.domain.star_lines import by_song, starred_lines

LEAST_WRITERS = 3
"""How many of those who voted must be able to have written a line that is shown without a name.

Whoever knows that they did not write it themselves must be left with two who may have.
"""
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


def lines_to_show(
    round_: Round, ballots: Iterable[Ballot], voters: Mapping[UserId, UserId]
) -> dict[SongId, list[str]]:
    """Return the lines that say why songs have stars, by song, as they are shown after the close.

    Those of a song are left out where so few of those who chose songs could have starred it that
    one of these would know whose they are.

    Args:
        round_: The round.
        ballots: The ballots that count.
        voters: As for `hiding_of`.
    """
    rules, who = round_.rules, frozenset(voters.values())
    said = by_song(starred_lines(one.lines, starred(one, rules)) for one in ballots if one.lines)
    own: dict[SongId, UserId | None] = {}
    if not rules.own_songs_votable:
        own = {one.song.id: voters.get(one.proposer_id) for one in round_.candidates}
    return {
        song: lines for song, lines in said.items() if len(who - {own.get(song)}) >= LEAST_WRITERS
    }


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
