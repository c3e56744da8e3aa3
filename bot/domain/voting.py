"""Whether a round takes a vote, and the ballot it leads to."""

from dataclasses import dataclass

from bot.domain.ballot_forms.form import Change
from bot.domain.ballots import Ballot, merge
from bot.domain.errors import NotFound, RoundClosed
from bot.domain.model import Episode, Person, RoomId, Round, RoundId, RoundState, SongId
from bot.domain.permissions import require_writer


@dataclass(frozen=True, slots=True)
class Vote:
    """A change that somebody makes to their ballot. `at` is UTC seconds."""

    room_id: RoomId
    round_id: RoundId
    person: Person
    change: Change
    at: float


@dataclass(frozen=True, slots=True)
class BallotBox:
    """A round as a vote finds it.

    `choices` are the candidates' songs in ballot order. `writers_role_id` is the role a writer must
    hold, None where the room asks for none.
    """

    round: Round
    episode: Episode
    choices: tuple[SongId, ...]
    writers_role_id: int | None


@dataclass(frozen=True, slots=True)
class CastBallot:
    """A writer's ballot after a vote, with the round as it was at that moment."""

    ballot: Ballot
    round: Round
    episode: Episode


def decide(vote: Vote, box: BallotBox, on_roster: bool | None, current: Ballot) -> CastBallot:
    """Return the ballot a vote leads to; it keeps the receipt of the current one.

    Args:
        vote: Who changes what, and when.
        box: The round at this moment.
        on_roster: True or False for somebody on or taken off the roster, None for a newcomer.
        current: The writer's ballot before; one with nothing but a receipt for a first vote.

    Raises:
        NotFound, NotAllowed, RoundClosed, InvalidBallot: The vote is refused.
    """
    round_, number = box.round, box.episode.number
    if round_.room_id != vote.room_id:
        raise NotFound("round")
    if round_.state is not RoundState.OPEN:
        raise RoundClosed(round_.state.value, number)
    if vote.at >= round_.closes_at:
        raise RoundClosed(RoundState.CLOSED.value, number)
    require_writer(vote.person, box.writers_role_id, on_roster)
    own = [one.song.id for one in round_.candidates if one.proposer_id == vote.person.user_id]
    merged = merge(current, vote.change, round_.rules, box.choices, own)
    # Written out: `replace` takes a third of the time of a vote.
    ballot = Ballot(merged.choices, merged.abstained, current.receipt, int(vote.at))
    return CastBallot(ballot, round_, box.episode)
