"""Random rooms that held a vote, with what anybody in them can see afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from bot.domain.ballot_forms.form import Choices
from bot.domain.ballot_forms.picks import ChosenPicks
from bot.domain.ballot_forms.points import ChosenPoints
from bot.domain.ballot_forms.ranking import ChosenRanking
from bot.domain.ballots import Ballot
from bot.domain.counting import METHODS
from bot.domain.counting.crowds import Hiding
from bot.domain.cut import make_cut
from bot.domain.model import Round, SongId, UserId
from bot.domain.secrecy import hiding_of
from bot.domain.structs import replace
from tests.cogs.own_ballots import EPISODE, round_of

SONGS, SEATS = 12, 6


@dataclass(frozen=True)
class Vote:
    """A vote that is over.

    Attributes:
        hiding: What the bot decided about its record.
        document: The record.
        own: The songs of each of those who voted for songs.
        truth: Whose each ballot is, by receipt; nobody sees this.
    """

    hiding: Hiding
    document: Mapping[str, Any]
    own: Mapping[str, frozenset[str]]
    truth: Mapping[str, str]


def hold_vote(random: Random, method: str, size: int, proposed: int) -> Vote:
    """Hold a vote among `size` writers, who proposed `proposed` of the twelve songs."""
    round_ = _round(random, method, size, proposed)
    liked = {candidate.song.id: random.random() for candidate in round_.candidates}
    ballots: dict[str, Ballot] = {}
    truth: dict[str, str] = {}
    for who in range(1, size + 1):
        receipt = f"{random.getrandbits(32):08X}"
        if random.random() < 0.05:
            ballots[receipt] = Ballot(abstained=True)
            continue
        ballots[receipt] = Ballot(_choices(random, round_, UserId(who), liked))
        truth[receipt] = str(who)
    cut = make_cut(round_, EPISODE, ballots)
    own = {
        who: frozenset(
            f"s{n}" for n, one in enumerate(round_.candidates, 1) if str(one.proposer_id) == who
        )
        for who in truth.values()
    }
    proposers = {UserId(int(who)): UserId(int(who)) for who, songs in own.items() if songs}
    return Vote(hiding_of(round_, cut.record, proposers), cut.document, own, truth)


def _round(random: Random, method: str, size: int, proposed: int) -> Round:
    round_ = round_of(method, SONGS, seats=SEATS, max_picks=SEATS)
    proposers = [random.randint(1, size) for _ in range(proposed)] + [0] * (SONGS - proposed)
    return replace(
        round_,
        seed=f"{random.getrandbits(128):032x}",
        casting="lot",
        candidates=tuple(
            replace(candidate, proposer_id=UserId(proposer))
            for candidate, proposer in zip(round_.candidates, proposers, strict=True)
        ),
    )


def _choices(random: Random, round_: Round, who: UserId, liked: Mapping[SongId, float]) -> Choices:
    """Return what somebody chooses: songs that all like, by their own taste too, none their own."""
    votable = [one.song.id for one in round_.candidates if one.proposer_id != who]
    order = sorted(votable, key=lambda song: liked[song] + random.random())
    match METHODS[round_.rules.method].form.name:
        case "picks":
            return ChosenPicks(tuple(order[: random.randint(3, SEATS)]), tuple(order[:2]))
        case "points":
            return ChosenPoints(tuple((song, 2) for song in order[:5]))
        case _:
            return ChosenRanking(tuple(order[: random.choice([SEATS, SONGS])]))
