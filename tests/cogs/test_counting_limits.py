"""What is shown of voting and counting fits into Discord's limits, by every method."""

from random import Random

import discord
import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballot_forms.form import Choices
from bot.domain.ballot_forms.picks import ChosenPicks
from bot.domain.ballot_forms.points import ChosenPoints
from bot.domain.ballot_forms.ranking import ChosenRanking
from bot.domain.ballots import Ballot, form_of
from bot.domain.counting import METHODS, TieBreak
from bot.domain.cut import count_tally, count_without_rulings, songs_by_record_id
from bot.domain.model import (
    REASON_MAX,
    Candidate,
    ChannelId,
    Episode,
    EpisodeId,
    EpisodeState,
    GuildId,
    Recording,
    Room,
    RoomId,
    Round,
    RoundId,
    RoundState,
    Rules,
    Song,
    SongId,
    Turnout,
    UserId,
)
from bot.domain.structs import replace
from bot.services.ports.read_models import BallotView, RecordView, Results, RoundView, TieView
from cogs.rounds import METHOD_CHOICES
from cogs.ui.ballots import own
from cogs.ui.ballots.post import ballot_message
from cogs.ui.ballots.registry import SCREENS
from cogs.ui.rounds import casting_vote, replies, rulings
from cogs.ui.rounds.record import record_message
from cogs.ui.rounds.results import results_message
from tests.cogs import counted, shapes, view_shapes
from tests.cogs.limits import check, few, texts_of

TYPED = ["*" * 300, "@" * 300, "ש" * 300, "e\u0301" * 150, "https://evil.example/" + "a" * 279]
ROOM = Room(RoomId(1), GuildId(1), ChannelId(1), "Show", "UTC", UserId(1))


@few
@given(counted.results(), st.booleans())
def test_results_that_were_counted(results: Results, pictured: bool) -> None:
    message = results_message(results, pictured=pictured)
    check(message)
    galleries = [item for item in message.walk_children() if isinstance(item, ui.MediaGallery)]
    assert len(galleries) == pictured
    for gallery in galleries:
        [picture] = gallery.items
        assert picture.media.url == "attachment://results.png"
        assert 1 <= len(picture.description or "") <= 1024


@few
@given(counted.ties(), st.data())
def test_ties(view: TieView, data: st.DataObject) -> None:
    check(casting_vote.casting_message(view))
    check(casting_vote.casting_request(view))
    if not view.outcome.tied:
        return
    places = [n for n, c in enumerate(view.round.candidates, 1) if c.song in view.tied]
    order = data.draw(st.permutations(places))
    for chosen in range(view.outcome.open_seats + 1):
        check(casting_vote.casting_screen(view, order[:chosen]))
    songs = [view.round.candidates[place - 1].song.id for place in order]
    for how in ("lot", tuple(songs[: view.outcome.open_seats])):
        done = replace(view, round=replace(view.round, casting=how, state=RoundState.CLOSED))
        check(casting_vote.casting_done(done))
        check(casting_vote.casting_message(done))
    cancelled = replace(view, round=replace(view.round, state=RoundState.CANCELLED))
    assert not pressable(casting_vote.casting_message(cancelled))


def pressable(view: ui.LayoutView) -> list[ui.DynamicItem[ui.Item[ui.LayoutView]]]:
    return [item for item in view.walk_children() if isinstance(item, ui.DynamicItem)]


@few
@given(counted.record_views())
def test_records(view: RecordView) -> None:
    message, files = record_message(view)
    check(message)
    enclosed = [item for item in message.walk_children() if isinstance(item, ui.File)]
    assert [f"attachment://{file.filename}" for file in files] == [
        item.media.url for item in enclosed
    ]
    assert len(files) == (0 if view.document is None else 2)
    for file in files:
        # Discord changes other names, and then nothing is found under them.
        assert file.filename.isascii()
        assert file.filename.replace("-", "").replace(".", "").isalnum()
        file.close()


@few
@given(shapes.rounds(), shapes.episodes())
def test_rulings(round_: Round, episode: Episode) -> None:
    for candidate in round_.candidates:
        check(rulings.pin_reply(episode, round_, candidate.song.id))
        check(rulings.veto_reply(episode, round_, candidate.song.id))


def full_round(typed: str, method: str, *, vetoes: int = 0, pins: int = 0) -> Round:
    """Return a round of 25 songs called the same thing, some of them pinned or vetoed."""
    songs = [Song(SongId(shapes.ID - n), Recording(typed, (typed,))) for n in range(25)]
    return Round(
        id=RoundId(shapes.ID),
        episode_id=EpisodeId(1),
        room_id=RoomId(1),
        state=RoundState.OPEN,
        rules=Rules(method=method, seats=24, max_picks=24),
        opens_at=1,
        closes_at=2_000_000_000,
        closes_wall="",
        timezone="UTC",
        candidates=tuple(Candidate(song, UserId(1), typed * 3) for song in songs),
        scheduled_by=UserId(1),
        seed=counted.SEED,
        pinned={song.id: typed[:REASON_MAX] for song in songs[:pins]},
        vetoed={song.id: typed[:REASON_MAX] for song in songs[pins : pins + vetoes]},
    )


def named(typed: str) -> Episode:
    return Episode(
        EpisodeId(1), RoomId(1), typed[:20], typed[:100], EpisodeState.ACTIVE, created_at=0
    )


@pytest.mark.parametrize(("pins", "vetoes"), [(0, 0), (1, 24), (12, 13), (24, 1)])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("typed", TYPED)
def test_the_worst_ballot_messages_fit(typed: str, method: str, pins: int, vetoes: int) -> None:
    round_ = full_round(typed, method, pins=pins, vetoes=vetoes)
    view = RoundView(ROOM, named(typed), round_, Turnout(1000, 1000))
    message = ballot_message(view, [UserId(shapes.ID)] * 100)
    check(message)
    text = "\n".join(texts_of(message))
    assert ("Pinned by the showrunner" in text) == bool(pins)
    assert ("Vetoed by the showrunner" in text) == bool(vetoes)
    check(replies.scheduled(view))
    check(rulings.veto_reply(view.episode, round_, round_.candidates[-1].song.id))


def fullest(round_: Round) -> Ballot:
    songs = [one.song.id for one in round_.candidates]
    fullest: dict[str, Choices] = {
        "picks": ChosenPicks(tuple(songs[:24]), tuple(songs[:2])),
        "points": ChosenPoints(tuple((song, 1) for song in songs[:10])),
        "ranking": ChosenRanking(tuple(songs)),
    }
    return Ballot(fullest[form_of(round_.rules).name], receipt="7F3A91C2", cast_at=1)


@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.CLOSED])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("typed", TYPED)
def test_the_fullest_own_ballots_fit(typed: str, method: str, state: RoundState) -> None:
    round_ = replace(full_round(typed, method, pins=12, vetoes=13), state=state)
    ballot, candidates = fullest(round_), round_.candidates
    view = BallotView(named(typed), round_, candidates, candidates[:12], ballot, in_record=False)
    message = own.my_ballot(view)
    check(message)
    text = "\n".join(texts_of(message))
    assert "pinned: has its seat already" in text
    assert "does not match" in text


@pytest.mark.parametrize("pins", [0, 3])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("typed", TYPED[:3])
@pytest.mark.parametrize("seats", [1, 22])
def test_the_worst_counts_fit(typed: str, method: str, pins: int, seats: int) -> None:
    round_ = full_round(typed, method, pins=pins if seats > pins else 0, vetoes=pins)
    round_ = replace(round_, rules=replace(round_.rules, seats=seats))
    over = counted.played(round_, named(typed), Random(seats), 40)
    outcome = over.cut.outcome
    names = tuple(songs_by_record_id(round_))
    steps = METHODS[method].steps
    ties = tuple(TieBreak(names, 24, step, names, names) for step in steps) * 2
    message = results_message(
        Results(
            ROOM,
            over.episode,
            over.settled,
            replace(outcome, ties=ties),
            songs_by_record_id(round_),
            "ab" * 32,
            "synced",
            "https://open.spotify.com/playlist/" + "a" * 22,
            tuple(one.song.title for one in round_.candidates),
            count_without_rulings(over.settled, over.tally),
        ),
        pictured=True,
    )
    check(message)


@pytest.mark.parametrize("typed", TYPED)
def test_the_largest_tie_fits(typed: str) -> None:
    round_ = full_round(typed, "approval")
    songs = tuple(one.song.id for one in round_.candidates)
    ballots = {"7F3A91C2": Ballot(ChosenPicks(songs))}
    over = counted.Counted(replace(round_, state=RoundState.CASTING), named(typed), ballots)
    view = TieView(
        ROOM,
        over.episode,
        over.round,
        count_tally(over.round, over.tally),
        songs_by_record_id(round_),
    )
    assert (len(view.tied), view.outcome.open_seats) == (25, 24)
    check(casting_vote.casting_message(view))
    check(casting_vote.casting_request(view))
    for chosen in range(25):
        check(casting_vote.casting_screen(view, range(25, 25 - chosen, -1)))


def test_there_is_a_choice_for_every_method_and_a_screen_for_every_form() -> None:
    assert [choice.value for choice in METHOD_CHOICES] == list(METHODS)
    for method, choice in zip(METHODS.values(), METHOD_CHOICES, strict=True):
        assert len(choice.name) <= 100
        assert choice.name == f"{method.title}: {method.gist}"
    assert set(SCREENS) == {method.form.name for method in METHODS.values()}


@few
@given(view_shapes.ballot_views())
def test_own_songs_are_not_offered(view: BallotView) -> None:
    message = own.my_ballot(view)
    own_songs = {str(one.song.id) for one in view.own}
    for item in pressable(message):
        if isinstance(item.item, ui.Select) and item.item.min_values == 0:
            assert own_songs.isdisjoint(option.value for option in item.item.options)
    assert isinstance(message, discord.ui.LayoutView)
