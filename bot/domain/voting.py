"""Whether a round accepts a vote, and the ballot that results."""

from msgspec import Struct

from bot.domain.ballot_forms.form import Change
from bot.domain.ballots import Ballot, merge
from bot.domain.errors import InvalidBallot, NotFound, RoundClosed
from bot.domain.model import Episode, Person, RoomId, Round, RoundId, RoundState, SongId, UserId
from bot.domain.permissions import require_writer
from bot.domain.rights import NOTHING_KNOWN, Rights
from bot.domain.timing import counted_at


class Vote(Struct, frozen=True):
    """A change that somebody makes to their ballot.

    `at` is UTC seconds; `sure` is the mark of the choices that they agreed to lose by it.
    `formerly` is who they were in this room if they were forgotten there. `only_clears` says
    whether they are a music supervisor there who does not run the show.
    """

    room_id: RoomId
    round_id: RoundId
    person: Person
    change: Change
    at: float
    sure: int | None = None
    formerly: UserId | None = None
    only_clears: bool = False


class BallotBox(Struct, frozen=True):
    """What a vote needs to know about its round.

    `ballot_order` lists the candidates' songs. `writers_role_id` is the role that writers need;
    None if the room requires none. `rights` is what the room knows of the songs' rights, which
    decides nothing, and is shown to whoever votes.
    """

    round: Round
    episode: Episode
    ballot_order: tuple[SongId, ...]
    writers_role_id: int | None
    rights: Rights = NOTHING_KNOWN


class CastBallot(Struct, frozen=True):
    """A writer's ballot after a vote, with the round and its songs' rights at that moment."""

    ballot: Ballot
    round: Round
    episode: Episode
    rights: Rights = NOTHING_KNOWN


def decide(
    vote: Vote,
    box: BallotBox,
    on_roster: bool | None,
    current: Ballot,
    *,
    cast_formerly: bool = False,
) -> CastBallot:
    """Return the ballot after a vote; it keeps its receipt.

    Args:
        vote: Who changes what, and when.
        box: The round at this moment.
        on_roster: True on the roster, False for somebody removed from it, None for a newcomer.
        current: The writer's ballot so far; only a receipt before the first vote.
        cast_formerly: Whether they voted in this round before they were forgotten.

    Raises:
        NotFound, NotAllowed, RoundClosed, InvalidBallot: The vote is refused.
    """
    round_, number = box.round, box.episode.number
    if round_.room_id != vote.room_id:
        raise NotFound("round")
    if round_.state is not RoundState.OPEN:
        until = counted_at(round_) if round_.state is RoundState.CLOSING else 0
        raise RoundClosed(round_.state.value, number, until)
    if vote.at >= round_.closes_at:
        raise RoundClosed(RoundState.CLOSED.value, number)
    require_writer(vote.person, box.writers_role_id, on_roster, only_clears=vote.only_clears)
    if cast_formerly:
        raise InvalidBallot("cast_formerly")
    selves = (vote.person.user_id, vote.formerly)
    own = [c.song.id for c in round_.candidates if c.proposer_id in selves]
    merged = merge(current, vote.change, round_.rules, box.ballot_order, own, vote.sure)
    # Not `replace`, which would take a third of the time of a vote.
    cast_at = int(vote.at) if vote.change.counts else current.cast_at
    ballot = Ballot(merged.choices, merged.abstained, current.receipt, cast_at, merged.lines)
    return CastBallot(ballot, round_, box.episode, box.rights)
