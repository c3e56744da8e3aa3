"""A round from its schedule to the playlist, each step exactly once."""

import asyncio
import sqlite3

import pytest

from bot.domain.ballot_forms.picks import PickSongs, StarSongs
from bot.domain.ballots import Abstain
from bot.domain.errors import (
    DiscordUnavailable,
    IllegalMove,
    InvalidBallot,
    InvalidInput,
    NeedsTime,
    NotAllowed,
    NotFound,
    PlaylistGone,
    RateLimited,
    RoundClosed,
    RoundLive,
    RoundTooSmall,
    SpotifyUnavailable,
    StorageError,
)
from bot.domain.model import (
    ChannelId,
    GuildId,
    RoundState,
    SongId,
    UserId,
)
from bot.services.ports.announcements import BallotMessage
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.spotify import PlaylistIntent, SyncReport
from tests import chosen
from tests.builders import person
from tests.parts import SEED
from tests.services.conftest import House

HOUR = 3600


def mentioned(house: House) -> list[tuple[UserId, ...]]:
    """Return whom each ballot message that was posted called to the vote."""
    return [one.mention for one in house.announcer.posted if isinstance(one, BallotMessage)]


async def test_a_round_without_an_opening_opens_at_once(house: House) -> None:
    _, round_id = await house.opened()
    await house.outbox.idle()
    view = await house.services.rounds.view(round_id)
    assert (view.round.state, view.round.seed) == (RoundState.OPEN, SEED)
    assert view.round.message_id is not None
    assert ("post BallotMessage", round_id) in house.announcer.said
    assert mentioned(house) == [(101, 102, 103, 104)]
    assert house.agenda.due["rounds"] == view.round.closes_at


async def test_a_round_opens_and_closes_at_its_times(house: House) -> None:
    episode, _ = await house.shortlisted(4)
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, opens="in 1 hour", closes="in 3 hours", seats=2
    )
    round_id = view.round.id
    assert house.agenda.due["rounds"] == view.round.opens_at
    for moved, state in ((HOUR - 1, "scheduled"), (1, "open"), (2 * HOUR - 1, "open")):
        house.clock.move(moved)
        await house.look(round_id)
        assert (await house.services.rounds.view(round_id)).round.state == state
    await house.vote(round_id, 1, 1, 2)
    house.clock.move(1)
    await house.look(round_id)
    assert (await house.services.rounds.view(round_id)).round.state == RoundState.CLOSED


async def test_the_close_counts_posts_and_syncs_in_order(house: House) -> None:
    _, round_id = await house.opened()
    await house.vote(round_id, 1, 1, 2)
    await house.vote(round_id, 2, 1, 2)
    await house.services.voting.change(person(3), house.room, round_id, Abstain())
    house.clock.move(2 * HOUR)
    await house.look(round_id)
    said = [what for what, _ in house.announcer.said]
    edits = said[said.index("post BallotMessage") + 1 :].count("edit BallotMessage")
    assert edits in (1, 2), "to listen, to end"
    assert said[-2:] == ["post ResultsMessage", "edit ResultsMessage"]
    results = await house.services.results.results_of(round_id)
    assert [seat.decided_by for seat in results.outcome.seats] == ["approvals", "approvals"]
    assert (results.outcome.ballots, results.outcome.abstentions) == (3, 1)
    seated = [results.songs[seat.song].recording.uri for seat in results.outcome.seats]
    assert list(house.playlists.boards[-1].wanted) == seated
    assert (results.playlist_state, results.playlist_missing) == ("synced", ())
    assert results.round.results_message_id is not None


async def test_many_looks_at_once_close_a_round_once(house: House) -> None:
    _, round_id = await house.opened()
    await house.vote(round_id, 1, 1)
    house.clock.move(2 * HOUR)
    await asyncio.gather(*(house.services.due_rounds.step(round_id) for _ in range(8)))
    await house.outbox.idle()
    assert [what for what, _ in house.announcer.said].count("post ResultsMessage") == 1
    assert len(house.playlists.boards) == 1


async def test_what_fell_due_while_the_bot_was_away_is_caught_up(house: House) -> None:
    episode, _ = await house.shortlisted(4)
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, opens="in 1 hour", closes="in 3 hours", seats=2
    )
    house.clock.move(48 * HOUR)
    house.agenda.due.clear()
    await house.services.due_rounds.plan()
    assert list(house.agenda.due) == ["rounds"]
    await house.look(view.round.id)
    late = (await house.services.rounds.view(view.round.id)).round
    assert late.state is RoundState.OPEN, "a round nobody could vote in is not closed at once"
    assert late.closes_at - house.clock.now() == 2 * HOUR


@pytest.mark.parametrize("opens", ["now", " Now ", ""])
async def test_now_is_a_time_to_open_at(house: House, opens: str) -> None:
    episode, _ = await house.shortlisted(4)
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, opens=opens, closes="in 2 hours", seats=2
    )
    assert view.round.state is RoundState.OPEN


@pytest.mark.parametrize(
    ("closes", "opens", "why"),
    [
        ("yesterday 17:00", None, "past"),
        ("whenever", None, "unreadable"),
        ("in 1 hour", "in 2 hours", "before_opening"),
        ("now", None, "before_opening"),
    ],
)
async def test_times_that_cannot_be_meant_are_asked_about(
    house: House, closes: str, opens: str | None, why: str
) -> None:
    episode, _ = await house.shortlisted(4)
    with pytest.raises(NeedsTime) as refusal:
        await house.services.rounds.schedule(
            house.boss, house.room, episode, closes=closes, opens=opens, seats=2
        )
    assert refusal.value.why == why
    assert refusal.value.given == closes


@pytest.mark.parametrize(("songs", "seats"), [(0, 6), (1, 1), (4, 4), (4, 6)])
async def test_a_round_needs_more_candidates_than_seats(
    house: House, songs: int, seats: int
) -> None:
    episode, _ = await house.shortlisted(songs)
    with pytest.raises(RoundTooSmall) as refusal:
        await house.services.rounds.schedule(
            house.boss, house.room, episode, closes="in 2 hours", seats=seats
        )
    assert (refusal.value.candidates, refusal.value.seats) == (songs, seats)


async def test_a_round_needs_a_seat(house: House) -> None:
    episode, _ = await house.shortlisted(4)
    with pytest.raises(InvalidInput):
        await house.services.rounds.schedule(
            house.boss, house.room, episode, closes="in 2 hours", seats=0
        )


async def test_one_round_of_an_episode_is_live_at_a_time(house: House) -> None:
    episode, round_id = await house.opened()
    with pytest.raises(RoundLive):
        await house.services.rounds.schedule(
            house.boss, house.room, episode, closes="in 2 hours", seats=2
        )
    await house.services.control.cancel(house.boss, house.room, episode)
    again = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )
    assert again.round.id != round_id


async def test_what_was_frozen_stays_as_it_was(house: House) -> None:
    episode, round_id = await house.opened()
    longlist = await house.services.proposals.longlist(house.room, episode)
    await house.services.shortlists.toggle(
        house.boss, house.room, episode, off=[p.id for p in longlist]
    )
    await house.services.proposals.note(person(9), house.room, longlist[0].id, "Later.")
    view = await house.services.rounds.view(round_id)
    assert [c.note for c in view.round.candidates] == ["Why 1", "Why 2", "Why 3", "Why 4"]


async def test_only_the_showrunner_schedules_closes_and_cancels(house: House) -> None:
    episode, _ = await house.opened()
    rounds = house.services.rounds
    for attempt in (
        rounds.schedule(person(2), house.room, episode, closes="in 2 hours"),
        house.services.control.close(person(2), house.room, episode),
        house.services.control.cancel(person(2), house.room, episode),
        house.services.shortlists.toggle(person(2), house.room, episode),
        house.services.shortlists.fill(person(2), house.room, episode),
        house.services.shortlists.present(person(2), house.room, episode),
    ):
        with pytest.raises(NotAllowed):
            await attempt


async def test_closing_by_hand_is_a_close_like_any_other(house: House) -> None:
    episode, round_id = await house.opened()
    await house.vote(round_id, 1, 4)
    view = await house.services.control.close(house.boss, house.room, episode)
    await house.outbox.idle()
    assert view.round.state is RoundState.CLOSED
    assert ("post ResultsMessage", round_id) in house.announcer.said
    with pytest.raises(IllegalMove) as refusal:
        await house.services.control.close(house.boss, house.room, episode)
    assert refusal.value.possible == ()


async def test_a_cancelled_round_keeps_its_ballots_and_has_no_results(house: House) -> None:
    episode, round_id = await house.opened()
    await house.vote(round_id, 1, 1)
    await house.outbox.idle()
    await house.services.control.cancel(house.boss, house.room, episode)
    await house.outbox.idle()
    assert house.announcer.said[-1] == ("edit BallotMessage", round_id)
    round_ = (await house.services.rounds.view(round_id)).round
    assert len(await house.store.read.rounds.ballots(round_)) == 1
    with pytest.raises(NotFound):
        await house.services.results.results(house.room, episode)
    with pytest.raises(RoundClosed):
        await house.vote(round_id, 2, 1)


async def test_a_ballot_shows_what_was_chosen_and_leaves_own_songs_out(house: House) -> None:
    _, round_id = await house.opened()
    await house.outbox.idle()
    voting = house.services.voting
    view = await voting.ballot(person(102), house.room, round_id)
    assert [c.song.title for c in view.choices] == ["Song 1", "Song 3", "Song 4"]
    assert [c.song.title for c in view.own] == ["Song 2"]
    assert view.ballot is None
    await house.vote(round_id, 102, 1, 3)
    await house.turnout_shown()
    one = view.choices[0].song.id
    after = await voting.change(person(102), house.room, round_id, StarSongs((one,)))
    again = await voting.ballot(person(102), house.room, round_id)
    assert again == after
    assert again.ballot is not None
    assert (chosen.stars(again.ballot), len(again.ballot.receipt)) == ((one,), 8)
    await house.turnout_shown()
    assert house.announcer.said[-2:] == [("edit BallotMessage", round_id)] * 2


async def test_a_vote_for_anything_else_changes_nothing(house: House) -> None:
    _, round_id = await house.opened()
    await house.vote(round_id, 1, 1)
    before = await house.services.voting.ballot(person(1), house.room, round_id)
    with pytest.raises(InvalidBallot):
        await house.services.voting.change(person(1), house.room, round_id, PickSongs((SongId(1),)))
    assert await house.services.voting.ballot(person(1), house.room, round_id) == before


async def test_rooms_cannot_reach_each_others_rounds(house: House) -> None:
    _, round_id = await house.opened()
    other = await house.services.rooms.setup(
        person(8, manages=True), GuildId(6), ChannelId(20), title="Rivals", timezone="UTC"
    )
    with pytest.raises(NotFound):
        await house.services.voting.ballot(person(8), other, round_id)
    with pytest.raises(NotFound):
        await house.services.voting.change(person(8), other, round_id, Abstain())


async def test_who_left_the_roster_still_sees_the_ballot_they_cast(house: House) -> None:
    _, round_id = await house.opened()
    await house.vote(round_id, 2, 1)
    await house.services.rooms.edit_roster(house.boss, house.room, remove=[UserId(2)])
    view = await house.services.voting.ballot(person(2), house.room, round_id)
    assert view.ballot is not None
    turnout = (await house.services.rounds.view(round_id)).turnout
    assert (turnout.voted, turnout.of) == (1, 5)
    await house.services.rooms.edit_roster(house.boss, house.room, remove=[UserId(3)])
    with pytest.raises(NotAllowed):
        await house.services.voting.ballot(person(3), house.room, round_id)


async def test_discord_down_at_the_close_delays_the_results_and_loses_none(house: House) -> None:
    episode, round_id = await house.opened()
    await house.outbox.idle()
    await house.vote(round_id, 1, 1)
    house.announcer.trouble = [DiscordUnavailable("edit")] * 2
    await house.services.control.close(house.boss, house.room, episode)
    await house.outbox.idle()
    assert ("post ResultsMessage", round_id) not in house.announcer.said
    (waiting,) = (await house.services.rooms.status(house.room)).waiting
    assert (waiting.what, waiting.attempts) == ("ballot.edit", 1)
    for _ in range(3):
        house.clock.move(house.agenda.due.pop("outbox", house.clock.now()) - house.clock.now())
        await house.work_off()
    assert [what for what, _ in house.announcer.said[-3:]] == [
        "edit BallotMessage",
        "post ResultsMessage",
        "edit ResultsMessage",
    ]
    assert not (await house.services.rooms.status(house.room)).waiting


async def test_a_second_attempt_at_a_message_says_that_it_is_one(house: House) -> None:
    house.announcer.trouble = [DiscordUnavailable("post")]
    episode = await house.episode()
    await house.proposed(episode, 1)
    await house.outbox.idle()
    house.clock.move(60)
    await house.work_off()
    assert [d.retry for d in house.announcer.deliveries] == [True]


async def test_a_spotify_that_says_come_back_later_never_holds_up_discord(house: House) -> None:
    house.playlists.trouble = RateLimited(house.clock.now() + 48_925)
    episode, round_id = await house.opened()
    await house.vote(round_id, 1, 1)
    await house.services.control.close(house.boss, house.room, episode)
    await house.outbox.idle()
    assert house.announcer.said[-1] == ("post ResultsMessage", round_id)
    results = await house.services.results.results(house.room, episode)
    assert results.playlist_state == "waiting"
    house.playlists.trouble = None
    house.clock.move(48_925)
    await house.work_off()
    assert len(house.playlists.boards) == 1
    house.clock.move(1)
    await house.work_off()
    results = await house.services.results.results(house.room, episode)
    assert results.playlist_state == "synced"
    assert house.announcer.said[-1] == ("edit ResultsMessage", round_id)


async def test_spotify_down_is_tried_again_ever_more_rarely(house: House) -> None:
    house.playlists.trouble = SpotifyUnavailable("sync")
    episode, round_id = await house.opened()
    await house.vote(round_id, 1, 1)
    await house.services.control.close(house.boss, house.room, episode)
    waits = []
    for _ in range(13):
        await house.outbox.idle()
        waits.append(house.agenda.due.pop("outbox", house.clock.now()) - house.clock.now())
        house.clock.move(waits[-1])
        house.outbox.wake()
    assert waits == sorted(waits)
    assert waits[0] < 5
    assert waits[-1] <= 15 * 60 * 1.25


async def test_the_playlist_holds_the_winners_of_every_episode_in_order(house: House) -> None:
    episode, round_id = await house.opened()
    await house.vote(round_id, 1, 4)
    await house.services.control.close(house.boss, house.room, episode)
    house.clock.move(60)
    second = await house.episode("105")
    await house.proposed(second, 5)
    await house.services.shortlists.fill(house.boss, house.room, second, 5)
    view = await house.services.rounds.schedule(
        house.boss, house.room, second, closes="in 2 hours", seats=2
    )
    await house.vote(view.round.id, 1, 5)
    await house.services.control.close(house.boss, house.room, second)
    await house.outbox.idle()
    wanted = [uri[-2:].lstrip("0") for uri in house.playlists.boards[-1].wanted]
    assert wanted == ["4", "5"]
    assert house.playlists.boards[-1].playlist_id == "p" * 22


async def test_without_spotify_the_results_say_so(house: House) -> None:
    house.playlists.configured = False
    episode, round_id = await house.opened()
    await house.vote(round_id, 1, 1)
    await house.services.control.close(house.boss, house.room, episode)
    await house.outbox.idle()
    results = await house.services.results.results(house.room, episode)
    assert results.playlist_state == "off"
    assert house.playlists.boards == []


async def test_filling_takes_the_most_seconded_then_the_earliest(house: House) -> None:
    episode = await house.episode()
    proposals = await house.proposed(episode, 6)
    for who in (1, 2):
        await house.services.proposals.second(person(who), house.room, proposals[4].id)
    await house.services.shortlists.toggle(house.boss, house.room, episode, on=[proposals[5].id])
    view, added = await house.services.shortlists.fill(house.boss, house.room, episode, 4)
    assert [p.song.title for p in added] == ["Song 5", "Song 1", "Song 2"]
    assert [p.song.title for p in view.shortlist] == ["Song 1", "Song 2", "Song 5", "Song 6"]


async def test_two_people_picking_at_once_do_not_undo_each_other(house: House) -> None:
    episode = await house.episode()
    one, two, three = await house.proposed(episode, 3)
    toggle = house.services.shortlists.toggle
    await asyncio.gather(
        toggle(house.boss, house.room, episode, on=[one.id]),
        toggle(house.boss, house.room, episode, on=[two.id], off=[three.id]),
    )
    view = await house.services.shortlists.view(house.room, episode)
    assert [p.id for p in view.shortlist] == [one.id, two.id]


async def test_presenting_needs_a_shortlist_a_round_can_be_held_on(house: House) -> None:
    episode, _ = await house.shortlisted(1)
    with pytest.raises(RoundTooSmall):
        await house.services.shortlists.present(house.boss, house.room, episode)
    await house.proposed(await house.episode("105"), 3)
    other = await house.services.episodes.find(house.room, "105")
    await house.services.shortlists.fill(house.boss, house.room, other, 3)
    await house.services.shortlists.present(house.boss, house.room, other)
    await house.outbox.idle()
    assert house.announcer.said[-1] == ("post ShortlistMessage", other.id)


async def test_a_deleted_playlist_is_asked_about_every_hour_and_never_made_anew(
    house: House,
) -> None:
    house.playlists.trouble = PlaylistGone("p" * 22)
    episode, round_id = await house.opened()
    await house.vote(round_id, 1, 1)
    await house.services.control.close(house.boss, house.room, episode)
    await house.outbox.idle()
    (waiting,) = (await house.services.rooms.status(house.room)).waiting
    assert (waiting.what, waiting.last_error) == ("playlist.sync", "PlaylistGone")
    house.playlists.trouble = None
    house.clock.move(3601)
    await house.work_off()
    results = await house.services.results.results(house.room, episode)
    assert results.playlist_state == "synced"


async def test_an_effect_that_fails_unforeseen_does_not_hold_up_its_channel_for_ever(
    house: House,
) -> None:
    house.announcer.trouble = [ValueError("a bug of ours")] * 8
    episode = await house.episode()
    first, second = await house.proposed(episode, 2)
    for _ in range(8):
        await house.outbox.idle()
        house.clock.move(1000)
        house.outbox.wake()
    await house.outbox.idle()
    assert house.announcer.said == [("post ProposalCard", second.id)]
    state = await house.store.read.outbox.state_of(EffectKind.POST_PROPOSAL, first.id)
    assert state == "dropped"


async def test_nobody_is_called_to_a_vote_that_is_over(house: House) -> None:
    episode, _ = await house.shortlisted(4)
    await house.outbox.idle()
    house.announcer.trouble = [DiscordUnavailable("post")]
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )
    round_id = view.round.id
    await house.outbox.idle()
    await house.services.control.close(house.boss, house.room, episode)
    house.clock.move(60)
    await house.work_off()
    assert ("post BallotMessage", round_id) in house.announcer.said
    assert mentioned(house) == [(101, 102, 103, 104), ()]


async def test_a_cancelled_round_is_not_posted_late(house: House) -> None:
    house.announcer.trouble = [DiscordUnavailable("post")] * 9
    episode, round_id = await house.opened()
    await house.outbox.idle()
    await house.services.control.cancel(house.boss, house.room, episode)
    house.announcer.trouble = []
    house.clock.move(3600)
    await house.work_off()
    assert ("post BallotMessage", round_id) not in house.announcer.said


async def test_winners_entered_by_hand_are_no_trouble_of_the_playlist(house: House) -> None:
    episode = await house.episode()
    proposals = house.services.proposals
    by_hand = house.services.songs.by_hand
    made = [
        await proposals.propose(
            person(100 + n), house.room, episode, by_hand(f"Hand {n}", "Somebody")
        )
        for n in range(3)
    ]
    await house.services.shortlists.toggle(house.boss, house.room, episode, on=[p.id for p in made])
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=1
    )
    await house.vote(view.round.id, 1, 1)
    await house.services.control.close(house.boss, house.room, episode)
    await house.outbox.idle()
    results = await house.services.results.results(house.room, episode)
    assert (results.playlist_state, results.playlist_missing) == ("synced", ("Hand 0",))


async def test_a_slow_spotify_holds_up_nothing_else_and_no_wake_is_lost(house: House) -> None:
    gate, begun = asyncio.Event(), asyncio.Event()
    sync = house.playlists.sync

    async def slow(intent: PlaylistIntent) -> SyncReport:
        begun.set()
        await gate.wait()
        return await sync(intent)

    house.playlists.sync = slow  # type: ignore[method-assign]
    episode, round_id = await house.opened()
    await house.vote(round_id, 1, 1)
    await house.services.control.close(house.boss, house.room, episode)
    await begun.wait()
    other = await house.episode("105")
    (late,) = await house.proposed(other, 1)
    async with asyncio.timeout(10):
        while ("post ProposalCard", late.id) not in house.announcer.said:
            await asyncio.wait([asyncio.create_task(asyncio.sleep(0.001))])
    gate.set()
    await house.outbox.idle()
    assert house.announcer.said[-1] == ("edit ResultsMessage", round_id)


async def test_scheduling_and_opening_is_one_thing(house: House) -> None:
    episode, _ = await house.shortlisted(4)
    await house.outbox.stop()
    await house.store.patience(0)
    with sqlite3.connect(house.path, isolation_level=None) as rival:
        rival.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError):
            await house.services.rounds.schedule(
                house.boss, house.room, episode, closes="in 2 hours", seats=2
            )
        rival.execute("ROLLBACK")
    rival.close()
    with pytest.raises(NotFound):
        await house.services.rounds.live(house.room, episode)
