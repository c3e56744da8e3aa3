"""Rounds that were voted on and counted, by every method, with everything people type."""

from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

from bot.domain.ballot_forms.form import Choices
from bot.domain.ballot_forms.picks import ChosenPicks
from bot.domain.ballot_forms.points import ChosenPoints
from bot.domain.ballot_forms.ranking import ChosenRanking
from bot.domain.ballots import Ballot
from bot.domain.counting import METHODS, method_named
from bot.domain.cut import Cut, count_tally, count_without_rulings, make_cut, songs_by_record_id
from bot.domain.model import Episode, Round, RoundState, Rules, SongId
from bot.domain.structs import replace
from bot.services.ports.read_models import RecordView, Results, TieView
from tests.cogs import shapes

SEED = "0123456789abcdef" * 2


@dataclass(frozen=True)
class Counted:
    """A round that is over, with the ballots that were cast in it, by receipt."""

    round: Round
    episode: Episode
    ballots: dict[str, Ballot]

    @property
    def tally(self) -> list[tuple[Ballot, int]]:
        return [(ballot, 1) for ballot in self.ballots.values()]

    @property
    def settled(self) -> Round:
        """The round with what was tied left to the lot."""
        tied = count_tally(self.round, self.tally).tied
        return replace(self.round, casting="lot" if tied else None, state=RoundState.CLOSED)

    @property
    def cut(self) -> Cut:
        return make_cut(self.settled, self.episode, self.ballots)


def cast(random: Random, rules: Rules, songs: list[SongId]) -> Ballot:
    """Return a ballot at random, in the form of the round's method; some choose nothing."""
    chosen = random.sample(songs, random.randint(0, len(songs)))
    match method_named(rules.method).form.name:
        case "picks":
            picks = tuple(chosen[: rules.max_picks])
            choices: Choices = ChosenPicks(picks, picks[: random.randint(0, rules.max_stars)])
        case "points":
            given = chosen[: rules.budget // rules.per_song]
            points = tuple((song, random.randint(1, rules.per_song)) for song in given)
            chosen, choices = list(given), ChosenPoints(points)
        case _:
            choices = ChosenRanking(tuple(chosen))
    return Ballot(choices) if chosen else Ballot(abstained=True)


def played(round_: Round, episode: Episode, random: Random, voters: int) -> Counted:
    """Return a round with so many ballots cast at random."""
    songs = [one.song.id for one in round_.candidates]
    receipts = random.sample(range(2**32), voters)
    ballots = {f"{receipt:08X}": cast(random, round_.rules, songs) for receipt in receipts}
    return Counted(replace(round_, seed=SEED, state=RoundState.CASTING), episode, ballots)


@st.composite
def counted_rounds(
    draw: st.DrawFn, voters: tuple[int, int] = (0, 20), methods: tuple[str, ...] = tuple(METHODS)
) -> Counted:
    round_ = draw(shapes.rounds())
    method = draw(st.sampled_from(methods))
    reasons = {song: reason or "why" for song, reason in round_.vetoed.items()}
    round_ = replace(round_, rules=replace(round_.rules, method=method), vetoed=reasons)
    random = Random(draw(st.integers(0, 2**32)))
    return played(round_, draw(shapes.episodes()), random, draw(st.integers(*voters)))


@st.composite
def results(draw: st.DrawFn) -> Results:
    counted = draw(counted_rounds())
    settled, made = counted.settled, counted.cut
    return Results(
        room=draw(shapes.rooms()),
        episode=counted.episode,
        round=settled,
        outcome=made.outcome,
        songs=songs_by_record_id(settled),
        record_sha256=made.record_sha256,
        playlist_state=draw(st.sampled_from(["synced", "waiting", "off", "trouble"])),
        alone=count_without_rulings(settled, counted.tally)
        if settled.pinned or settled.vetoed
        else None,
    )


@st.composite
def ties(draw: st.DrawFn) -> TieView:
    """Ties, mostly real ones: with few ballots almost everything is tied."""
    counted = draw(counted_rounds((1, 3), ("approval", "points")))
    round_ = counted.round
    return TieView(
        room=draw(shapes.rooms()),
        episode=counted.episode,
        round=round_,
        outcome=count_tally(round_, counted.tally),
        songs=songs_by_record_id(round_),
    )


@st.composite
def record_views(draw: st.DrawFn) -> RecordView:
    counted = draw(counted_rounds())
    made = counted.cut
    return RecordView(
        room=draw(shapes.rooms()),
        episode=counted.episode,
        round=counted.settled,
        outcome=made.outcome,
        songs=songs_by_record_id(counted.round),
        document=made.document if draw(st.booleans()) else None,
        record_sha256=made.record_sha256,
    )
