"""Whether a round takes a vote."""

import pytest

from bot.domain.ballot_forms.form import Change
from bot.domain.ballot_forms.picks import ChosenPicks, PickSongs
from bot.domain.ballots import Abstain, Ballot
from bot.domain.errors import InvalidBallot, NotAllowed, NotFound, RoundClosed
from bot.domain.model import (
    Candidate,
    Episode,
    EpisodeId,
    EpisodeState,
    RoomId,
    Round,
    RoundId,
    RoundState,
    Rules,
    Song,
    SongId,
    UserId,
)
from bot.domain.structs import replace
from bot.domain.voting import BallotBox, CastBallot, Vote, decide
from tests import chosen
from tests.builders import NOW, person, recording

ROOM = RoomId(3)
SONGS = tuple(SongId(n) for n in range(1, 5))
ROUND = Round(
    id=RoundId(7),
    episode_id=EpisodeId(5),
    room_id=ROOM,
    state=RoundState.OPEN,
    rules=Rules(seats=2, max_picks=2),
    opens_at=NOW,
    closes_at=NOW + 3600,
    closes_wall="2027-01-15 01:00",
    timezone="America/Los_Angeles",
    candidates=tuple(Candidate(Song(n, recording(n)), UserId(100 + n), "") for n in SONGS),
    scheduled_by=UserId(1),
)
EPISODE = Episode(EpisodeId(5), ROOM, "104", "", EpisodeState.ACTIVE, NOW)
BOX = BallotBox(ROUND, EPISODE, SONGS, writers_role_id=None)
FIRST = Ballot(receipt="7F3A91C2")
LAST_MOMENT = ROUND.closes_at - 0.001


def cast(
    change: Change = Abstain(),  # noqa: B008 - it is frozen
    who: int = 1,
    *roles: int,
    at: float = NOW,
    box: BallotBox = BOX,
    on_roster: bool | None = None,
    current: Ballot = FIRST,
) -> CastBallot:
    vote = Vote(ROOM, ROUND.id, person(who, *roles), change, at)
    return decide(vote, box, on_roster, current)


def test_a_ballot_keeps_its_receipt_and_gets_the_time_of_the_vote() -> None:
    first = cast(PickSongs(SONGS[:1]), at=NOW + 1.9)
    assert first == CastBallot(
        Ballot(ChosenPicks(SONGS[:1]), receipt="7F3A91C2", cast_at=NOW + 1), ROUND, EPISODE
    )
    second = cast(PickSongs(()), at=NOW + 5, current=first.ballot)
    assert second.ballot == Ballot(receipt="7F3A91C2", cast_at=NOW + 5)


@pytest.mark.parametrize(
    "state", [s for s in RoundState if s is not RoundState.OPEN], ids=lambda s: s.value
)
def test_only_an_open_round_takes_ballots(state: RoundState) -> None:
    with pytest.raises(RoundClosed) as refusal:
        cast(box=replace(BOX, round=replace(ROUND, state=state)))
    assert (refusal.value.state, refusal.value.episode) == (state.value, "104")


def test_a_vote_at_the_closing_second_is_too_late() -> None:
    assert cast(at=LAST_MOMENT).ballot.abstained
    with pytest.raises(RoundClosed):
        cast(at=float(ROUND.closes_at))


def test_a_round_of_another_room_takes_no_ballots() -> None:
    with pytest.raises(NotFound):
        cast(box=replace(BOX, round=replace(ROUND, room_id=RoomId(4))))


@pytest.mark.parametrize("on_roster", [True, None])
def test_newcomers_vote_as_those_on_the_roster_do(on_roster: bool | None) -> None:
    assert chosen.picks(cast(PickSongs(SONGS[:1]), on_roster=on_roster).ballot) == SONGS[:1]


def test_who_was_taken_off_the_roster_cannot_vote() -> None:
    with pytest.raises(NotAllowed) as refusal:
        cast(on_roster=False)
    assert refusal.value.removed


def test_a_vote_needs_the_writers_role_where_one_is_set() -> None:
    box = replace(BOX, writers_role_id=42)
    with pytest.raises(NotAllowed):
        cast(Abstain(), 1, 41, box=box)
    assert cast(Abstain(), 1, 42, box=box).ballot.abstained


def test_own_songs_are_not_votable() -> None:
    with pytest.raises(InvalidBallot, match="own_song"):
        cast(PickSongs((SONGS[2],)), 103)
    assert chosen.picks(cast(PickSongs((SONGS[2],)), 104).ballot) == (SONGS[2],)
