"""The largest ballots, plans and results there can be fit into Discord's limits."""

import pytest
from discord import ui

from bot.domain.board import Clearance
from bot.domain.counting import Outcome, Seat, TieBreak
from bot.domain.model import (
    REASON_MAX,
    Candidate,
    Cause,
    ChannelId,
    Episode,
    EpisodeId,
    EpisodeState,
    EpisodeSummary,
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
from bot.domain.rights import Rights, RightsStep
from bot.domain.structs import replace
from bot.services.ports.read_models import Results, RoundView
from bot.services.ports.statuses import RoomStatus, Waiting
from cogs.ui import status
from cogs.ui.ballots.post import ballot_message
from cogs.ui.ballots.which_vote import MeantButton, Verb, question
from cogs.ui.kit import texts
from cogs.ui.rounds import direct_messages, endings, replies
from cogs.ui.rounds.results import results_message
from tests.cogs import shapes
from tests.cogs.limits import check, texts_of


def plain_song(number: int) -> Song:
    return Song(
        SongId(number),
        Recording(
            f"Song {number}",
            ("Somebody",),
            uri="spotify:track:0123456789abcdefghijAB",
            cover_url="https://i.scdn.co/image/abc",
        ),
    )


def test_twelve_songs_with_covers_fit_with_the_vote_button(sample_view: RoundView) -> None:
    message = ballot_message(sample_view)
    kinds = [item.type.name for item in message.walk_children()]
    assert kinds.count("thumbnail") == 12
    assert len(kinds) == 39  # a header, twelve times three, a row and its button


@pytest.mark.parametrize("candidates", range(13, 26))
def test_more_than_twelve_songs_share_text_blocks(sample_view: RoundView, candidates: int) -> None:
    message = ballot_message(with_candidates(sample_view, candidates))
    assert message.total_children_count <= 10
    text = "\n".join(texts_of(message))
    assert all(f"Song {n}]" in text for n in range(candidates))


def with_candidates(view: RoundView, number: int) -> RoundView:
    candidates = tuple(Candidate(plain_song(n), UserId(1), "why" * 99) for n in range(number))
    return replace(view, round=replace(view.round, candidates=candidates))


@pytest.fixture
def sample_view() -> RoundView:
    episode = Episode(EpisodeId(1), RoomId(1), "104", "", EpisodeState.ACTIVE, 0)
    room = Room(RoomId(1), GuildId(1), ChannelId(1), "Show", "UTC", UserId(1))
    round_ = Round(
        id=RoundId(1),
        episode_id=episode.id,
        room_id=room.id,
        state=RoundState.OPEN,
        rules=Rules(),
        opens_at=1,
        closes_at=2,
        closes_wall="",
        timezone="UTC",
        candidates=(),
        scheduled_by=UserId(1),
        seed="ab" * 16,
    )
    return with_candidates(RoundView(room, episode, round_, Turnout(3, 9)), 12)


@pytest.mark.parametrize("seats", [6, 12, 24])
@pytest.mark.parametrize("typed", ["*" * 300, "<" * 300, "e\u0301" * 150, "ש" * 300, "@" * 300])
def test_the_worst_results_fit(sample_view: RoundView, seats: int, typed: str) -> None:
    """Every title escaped to twice its length, every list full, every kind of tie."""
    songs = {f"s{n}": Song(SongId(n), Recording(typed, (typed,))) for n in range(1, 26)}
    names = tuple(songs)
    figures = (("approvals", 11), ("stars", 11))
    steps = ("stars", "spread", "casting", "lot")
    outcome = Outcome(
        "approval",
        tuple(Seat(song, n, "unopposed", figures) for n, song in enumerate(names[:seats], 1)),
        names,
        24,
        2,
        names[seats:],
        1000,
        1000,
        (),
        tuple(TieBreak(names, 24, step, names, names) for step in steps),
    )
    check(
        results_message(
            Results(
                sample_view.room,
                replace(sample_view.episode, number=typed[:20], title=typed[:100]),
                sample_view.round,
                outcome,
                songs,
                "ab" * 32,
                "synced",
                "https://open.spotify.com/playlist/" + "a" * 22,
                tuple(song.title for song in songs.values()),
            )
        )
    )


@pytest.mark.parametrize("candidates", [12, 13, 25])
@pytest.mark.parametrize("typed", ["*" * 300, "@" * 300, "ש" * 300])
def test_the_worst_ballots_fit(sample_view: RoundView, candidates: int, typed: str) -> None:
    view = with_candidates(sample_view, candidates)
    songs = [
        replace(one.song, recording=replace(one.song.recording, title=typed, artists=(typed,)))
        for one in view.round.candidates
    ]
    full = tuple(Candidate(song, UserId(1), typed) for song in songs)
    view = replace(view, round=replace(view.round, candidates=full))
    check(ballot_message(view, [UserId(shapes.ID)] * 100))


@pytest.mark.parametrize("typed", ["*" * 300, "@" * 300, "ש" * 300])
def test_a_ballot_whose_songs_are_all_denied_fits_and_says_so(
    sample_view: RoundView, typed: str
) -> None:
    songs = [
        replace(
            plain_song(n), recording=Recording(typed, (typed,), uri=plain_song(n).recording.uri)
        )
        for n in range(25)
    ]
    steps = [
        RightsStep(song, Clearance.DENIED, EpisodeId(2), typed[:20], 1_789_000_000, n)
        for n, song in enumerate(songs, 1)
    ]
    full = tuple(Candidate(song, UserId(1), typed) for song in songs)
    round_ = replace(sample_view.round, candidates=full)
    view = replace(sample_view, round=round_, rights=Rights(steps))
    message = ballot_message(view, [UserId(shapes.ID - n) for n in range(100)])
    check(message)
    assert "\n".join(texts_of(message)).count("rights denied") == 25


@pytest.mark.parametrize("verb", [Verb.EXTEND, Verb.VETO])
@pytest.mark.parametrize("state", RoundState)
@pytest.mark.parametrize("typed", ["*" * 500, "@" * 500, "ש" * 500])
def test_the_longest_question_which_vote_is_meant_fits(
    sample_view: RoundView, state: RoundState, verb: Verb, typed: str
) -> None:
    left = 400_000 if state is RoundState.PAUSED else None
    votes = [
        replace(
            sample_view,
            episode=replace(sample_view.episode, number=typed[:20], title=typed[:100]),
            round=replace(
                sample_view.round, id=RoundId(shapes.ID - n), state=state, time_left=left
            ),
        )
        for n in range(12)
    ]
    buttons = [MeantButton.make(one, verb) for one in votes]
    # A veto keeps a song and a reason; the end of a vote is longer than both.
    given = [typed] if verb is Verb.EXTEND else [typed[:100], typed[:REASON_MAX]]
    kept = [
        ui.TextDisplay[ui.LayoutView](texts.escape(words), id=910 + n)
        for n, words in enumerate(given)
    ]
    check(question("Which one do you mean?", votes, buttons, kept))


@pytest.mark.parametrize("cause", Cause)
@pytest.mark.parametrize("state", RoundState)
@pytest.mark.parametrize("typed", ["*" * 100, "@" * 100, "ש" * 100])
def test_the_longest_plans_fit(
    sample_view: RoundView, state: RoundState, cause: Cause, typed: str
) -> None:
    view = with_candidates(sample_view, 25)
    rules = replace(view.round.rules, seats=24, quorum=100)
    round_ = replace(view.round, state=state, cause=cause, rules=rules, casting_until=2**31)
    later = tuple(replace(round_, rules=replace(rules, seats=23 - n)) for n in range(20))
    view = replace(
        view,
        room=replace(view.room, title=typed),
        episode=replace(view.episode, number=typed[:20], title=typed),
        round=replace(round_, time_left=400_000 if state is RoundState.PAUSED else None),
        awaited=tuple(UserId(shapes.ID - n) for n in range(100)),
        later=later,
    )
    summary = EpisodeSummary(view.episode, 100, 25, 1, state)
    owed = (Waiting("results.post", "channel:1", 3, 1, "ChannelGone"),) * 9
    for screen in (
        ballot_message(view, [UserId(shapes.ID - n) for n in range(100)]),
        status.round_status(view, names=True),
        status.room_status(RoomStatus(view.room, 9, summary, view, owed, "reconnect")),
        replies.scheduled(view),
        replies.extended(view),
        replies.paused(view),
        replies.closed(view, view),
        endings.ended(view, view),
        endings.cancel_question(view),
        endings.close_question(view),
        direct_messages.decision_request(view, shapes.ID),
        direct_messages.decision_made(view),
    ):
        check(screen)
