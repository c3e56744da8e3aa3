"""The showrunner's word: pins, vetoes and the casting vote; and what the record says of them."""

import asyncio
import json

import pytest

from bot.domain.ballot_forms.picks import PickSongs, StarSongs
from bot.domain.ballot_forms.points import GivePoints
from bot.domain.ballot_forms.ranking import RankSong
from bot.domain.ballots import Abstain
from bot.domain.counting.record import recount, to_bytes
from bot.domain.errors import (
    IllegalMove,
    InvalidCasting,
    InvalidInput,
    InvalidRuling,
    NotAllowed,
    NotFound,
)
from bot.domain.model import ChannelId, GuildId, RoundId, RoundState, SongId
from bot.services.rounds.rulings import Rulings
from tests.builders import person
from tests.services.conftest import House

HOUR = 3600
WINDOW = 12 * HOUR


async def tied(house: House) -> RoundId:
    """Return a round whose first song is in, with three songs tied for the second seat."""
    _, round_id = await house.opened(songs=4, seats=2)
    for who, places in ((1, (1, 2)), (2, (1, 3)), (3, (1, 4)), (4, ())):
        if places:
            await house.vote(round_id, who, *places)
        else:
            await house.change(round_id, who, Abstain())
    await house.work_off()
    return round_id


async def ended(house: House, round_id: RoundId) -> None:
    """Let the voting end by itself."""
    house.clock.move(2 * HOUR + 1)
    await house.look(round_id)


async def test_a_tie_waits_for_the_casting_vote(house: House) -> None:
    round_id = await tied(house)
    house.announcer.said.clear()
    await ended(house, round_id)
    view = await house.services.rounds.view(round_id)
    assert view.round.state is RoundState.CASTING
    assert view.round.casting_until == house.clock.now() + WINDOW
    assert house.agenda.due["rounds"] == view.round.casting_until
    assert sorted(what for what, _ in house.announcer.said) == [
        "edit BallotMessage",
        "post TieMessage",
        "tell CastingRequest to 1",
    ]
    with pytest.raises(NotFound):
        await house.services.results.results_of(round_id)
    tie = await house.services.rulings.awaited_tie(house.boss, house.room, round_id)
    assert {song.title for song in tie.tied} == {"Song 2", "Song 3", "Song 4"}
    assert tie.outcome.open_seats == 1
    assert [seat.song for seat in tie.outcome.seats] == ["s1"]


async def test_the_showrunner_breaks_the_tie_and_the_round_closes(house: House) -> None:
    round_id = await tied(house)
    await ended(house, round_id)
    house.announcer.said.clear()
    (third,) = await house.songs(round_id, 3)
    await house.services.rulings.cast(house.boss, house.room, round_id, [third])
    await house.outbox.idle()
    results = await house.services.results.results_of(round_id)
    assert [(seat.song, seat.decided_by) for seat in results.outcome.seats] == [
        ("s1", "approvals"),
        ("s3", "casting"),
    ]
    said = [what for what, _ in house.announcer.said]
    assert said[:3] == ["edit TieMessage", "edit BallotMessage", "post ResultsMessage"]
    assert len(house.playlists.boards) == 1


async def test_a_window_that_passes_unused_leaves_it_to_the_lot(house: House) -> None:
    round_id = await tied(house)
    await ended(house, round_id)
    house.clock.move(WINDOW - 1)
    await house.look(round_id)
    assert (await house.services.rounds.view(round_id)).round.state is RoundState.CASTING
    house.clock.move(1)
    await asyncio.gather(*(house.look(round_id) for _ in range(5)))
    results = await house.services.results.results_of(round_id)
    assert [seat.decided_by for seat in results.outcome.seats] == ["approvals", "lot"]
    assert results.round.casting == "lot"
    assert [what for what, _ in house.announcer.said].count("post ResultsMessage") == 1


async def test_the_window_is_found_again_after_a_restart(house: House) -> None:
    round_id = await tied(house)
    await ended(house, round_id)
    house.agenda.due.clear()
    await house.services.due_rounds.plan()
    assert "rounds" in house.agenda.due


@pytest.mark.parametrize(
    "places", [(), (1,), (2, 3), (2, 2)], ids=["none", "not tied", "too many", "twice the same"]
)
async def test_only_tied_songs_can_be_chosen_and_exactly_as_many(
    house: House, places: tuple[int, ...]
) -> None:
    round_id = await tied(house)
    await ended(house, round_id)
    songs = await house.songs(round_id, *places)
    with pytest.raises(InvalidCasting) as refusal:
        await house.services.rulings.cast(house.boss, house.room, round_id, songs)
    assert (refusal.value.seats, refusal.value.tied) == (1, 3)
    assert (await house.services.rounds.view(round_id)).round.state is RoundState.CASTING


async def test_a_second_casting_vote_comes_too_late(house: House) -> None:
    round_id = await tied(house)
    await ended(house, round_id)
    second, third = await house.songs(round_id, 2, 3)
    votes = [
        house.services.rulings.cast(house.boss, house.room, round_id, [song])
        for song in (second, third)
    ]
    answers = await asyncio.gather(*votes, return_exceptions=True)
    assert sum(isinstance(answer, IllegalMove) for answer in answers) == 1
    results = await house.services.results.results_of(round_id)
    assert results.round.casting in ((second,), (third,))


async def test_nobody_else_breaks_the_tie(house: House) -> None:
    round_id = await tied(house)
    await ended(house, round_id)
    songs = await house.songs(round_id, 2)
    with pytest.raises(NotAllowed):
        await house.services.rulings.cast(person(101), house.room, round_id, songs)
    with pytest.raises(NotAllowed):
        await house.services.rulings.awaited_tie(person(101), house.room, round_id)
    other = await house.services.rooms.setup(
        house.boss, GuildId(6), ChannelId(77), title="Other", timezone="UTC"
    )
    with pytest.raises(NotFound):
        await house.services.rulings.cast(house.boss, other, round_id, songs)


async def test_before_the_close_there_is_no_tie_to_break(house: House) -> None:
    round_id = await tied(house)
    with pytest.raises(IllegalMove):
        await house.services.rulings.awaited_tie(house.boss, house.room, round_id)


async def test_closing_by_hand_waits_too_and_closing_again_goes_to_the_lot(house: House) -> None:
    round_id = await tied(house)
    view = await house.services.rounds.view(round_id)
    closed = await house.services.control.close(house.boss, house.room, view.episode)
    assert closed.round.state is RoundState.CASTING
    house.agenda.due.clear()
    await house.services.due_rounds.plan()
    assert house.agenda.due["rounds"] == closed.round.casting_until
    closed = await house.services.control.close(house.boss, house.room, view.episode)
    assert closed.round.state is RoundState.CLOSED
    assert closed.round.casting == "lot"


async def test_a_casting_vote_after_the_window_is_refused_before_the_schedule_looks(
    house: House,
) -> None:
    round_id = await tied(house)
    await ended(house, round_id)
    (third,) = await house.songs(round_id, 3)
    house.clock.move(WINDOW)
    with pytest.raises(IllegalMove) as refusal:
        await house.services.rulings.cast(house.boss, house.room, round_id, [third])
    assert (refusal.value.move, refusal.value.state) == ("cast", "closed")
    await house.look(round_id)
    assert (await house.services.results.results_of(round_id)).round.casting == "lot"


async def test_a_casting_vote_in_the_last_second_counts(house: House) -> None:
    round_id = await tied(house)
    await ended(house, round_id)
    (third,) = await house.songs(round_id, 3)
    house.clock.move(WINDOW - 1)
    await house.services.rulings.cast(house.boss, house.room, round_id, [third])
    assert (await house.services.results.results_of(round_id)).round.casting == (third,)


@pytest.mark.parametrize("verb", ["pin", "veto"])
@pytest.mark.parametrize("undo", [False, True])
async def test_a_ruling_after_the_close_is_refused_before_the_schedule_looks(
    house: House, verb: str, undo: bool
) -> None:
    _, round_id = await house.opened(songs=4, seats=2)
    (first,) = await house.songs(round_id, 1)
    act = house.services.rulings.pin if verb == "pin" else house.services.rulings.veto
    house.clock.move(2 * HOUR - 1)
    if undo:
        await act(house.boss, house.room, round_id, first, reason="because")
    before = (await house.services.rounds.view(round_id)).round
    house.clock.move(1)
    with pytest.raises(IllegalMove) as refusal:
        await act(house.boss, house.room, round_id, first, reason="because", undo=undo)
    assert (refusal.value.move, refusal.value.state) == (verb, "closed")
    after = (await house.services.rounds.view(round_id)).round
    assert (after.pinned, after.vetoed) == (before.pinned, before.vetoed)


async def test_a_pause_has_no_end_after_which_nothing_can_be_ruled(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    (first,) = await house.songs(round_id, 1)
    await house.services.control.pause(house.boss, house.room, episode)
    house.clock.move(3 * HOUR)
    assert (await house.services.rulings.pin(house.boss, house.room, round_id, first)).pinned


async def test_a_tie_can_be_cancelled(house: House) -> None:
    round_id = await tied(house)
    await ended(house, round_id)
    view = await house.services.rounds.view(round_id)
    house.announcer.said.clear()
    await house.services.control.cancel(house.boss, house.room, view.episode)
    await house.outbox.idle()
    assert [what for what, _ in house.announcer.said] == ["edit BallotMessage", "edit TieMessage"]


async def test_a_pin_takes_a_seat_and_a_veto_a_song_out(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    first, second, fourth = await house.songs(round_id, 1, 2, 4)
    rulings = house.services.rulings
    await rulings.pin(house.boss, house.room, round_id, fourth, reason="the finale needs it")
    await rulings.veto(house.boss, house.room, round_id, first, reason="rights denied")
    for who in (1, 2, 3):
        await house.vote(round_id, who, 1, 2)
    await house.services.control.close(house.boss, house.room, episode)
    results = await house.services.results.results_of(round_id)
    assert [(seat.song, seat.decided_by) for seat in results.outcome.seats] == [
        ("s4", "pin"),
        ("s2", "approvals"),
    ]
    assert results.round.vetoed == {first: "rights denied"}
    assert results.alone is not None
    assert {seat.song for seat in results.alone.seats} == {"s1", "s2"}
    assert second not in results.round.pinned


async def test_pins_and_vetoes_can_be_taken_back_until_the_close_and_are_shown(
    house: House,
) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    (first,) = await house.songs(round_id, 1)
    rulings = house.services.rulings
    house.announcer.said.clear()
    assert (await rulings.pin(house.boss, house.room, round_id, first)).pinned == {first: ""}
    assert (await rulings.pin(house.boss, house.room, round_id, first, undo=True)).pinned == {}
    vetoed = await rulings.veto(house.boss, house.room, round_id, first, reason="no")
    assert vetoed.vetoed == {first: "no"}
    view = await house.change(round_id, 1, Abstain())
    assert view.round.vetoed == {first: "no"}
    await rulings.veto(house.boss, house.room, round_id, first, undo=True)
    await house.outbox.idle()
    assert [what for what, _ in house.announcer.said].count("edit BallotMessage") >= 1
    await house.services.control.close(house.boss, house.room, episode)
    results = await house.services.results.results_of(round_id)
    assert results.alone is None
    with pytest.raises(IllegalMove):
        await rulings.pin(house.boss, house.room, round_id, first)


@pytest.mark.parametrize(
    ("before", "asked", "rule"),
    [
        (("pin", 1), ("pin", 1), "pinned"),
        (("pin", 1), ("veto", 1), "pinned"),
        (("veto", 1), ("pin", 1), "vetoed"),
        (("veto", 1), ("veto", 1), "vetoed"),
        (("pin", 1), ("unpin", 2), "not_pinned"),
        (("veto", 1), ("unveto", 2), "not_vetoed"),
        (("veto", 1), ("blank veto", 2), "no_reason"),
        (("pin", 1), ("bare veto", 2), "no_reason"),
        (("pin", 1), ("pin", 2), "too_many_pins"),
    ],
)
async def test_a_ruling_that_cannot_be_is_refused(
    house: House, before: tuple[str, int], asked: tuple[str, int], rule: str
) -> None:
    _, round_id = await house.opened(songs=3, seats=1)

    async def rule_on(what: str, place: int) -> None:
        (song,) = await house.songs(round_id, place)
        act = Rulings.pin if what.endswith("pin") else Rulings.veto
        reason = {"bare": "", "blank": "\u200b\u2060"}.get(what.partition(" ")[0], "because")
        await act(
            house.services.rulings,
            house.boss,
            house.room,
            round_id,
            song,
            reason=reason,
            undo=what.startswith("un"),
        )

    await rule_on(*before)
    with pytest.raises(InvalidRuling) as refusal:
        await rule_on(*asked)
    assert refusal.value.rule == rule


async def test_only_the_showrunner_pins_and_vetoes_songs_of_the_round(house: House) -> None:
    _, round_id = await house.opened(songs=3, seats=1)
    (first,) = await house.songs(round_id, 1)
    rulings = house.services.rulings
    for act in (rulings.pin, rulings.veto):
        with pytest.raises(NotAllowed):
            await act(person(101), house.room, round_id, first, reason="mine")
        with pytest.raises(NotFound):
            await act(house.boss, house.room, round_id, SongId(12345), reason="which?")
        with pytest.raises(InvalidInput):
            await act(house.boss, house.room, round_id, first, reason="x" * 201)


async def test_every_ruling_is_written_down(house: House) -> None:
    _, round_id = await house.opened(songs=3, seats=1)
    (first,) = await house.songs(round_id, 1)
    rulings = house.services.rulings
    await rulings.veto(house.boss, house.room, round_id, first, reason="rights")
    await rulings.veto(house.boss, house.room, round_id, first, undo=True)
    log = await house.rows("SELECT ruling, undone, reason, user_id FROM ruling_log ORDER BY id")
    assert log == [("veto", 0, "rights", house.boss.user_id), ("veto", 1, "", house.boss.user_id)]


async def five_votes(house: House, round_id: RoundId) -> None:
    for who in (1, 2, 3, 4, 5):
        await house.vote(round_id, who, 1 + who % 3)


async def test_the_record_recounts_to_what_the_room_was_told(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    await five_votes(house, round_id)
    (fourth,) = await house.songs(round_id, 4)
    await house.services.rulings.veto(house.boss, house.room, round_id, fourth, reason="rights")
    await ended(house, round_id)
    tie = await house.services.rulings.tie(round_id)
    if tie.tied:
        chosen = [song.id for song in tie.tied[-tie.outcome.open_seats :]]
        await house.services.rulings.cast(house.boss, house.room, round_id, chosen)
    view = await house.services.results.record(house.boss, house.room, episode)
    assert view.document is not None
    again = recount(to_bytes(view.document))
    results = await house.services.results.results_of(round_id)
    assert again.outcome == results.outcome
    assert again.sha256 == results.record_sha256 == view.record_sha256
    assert again.as_json() | {"episode": "104"} == results.round.outcome
    assert not results.altered
    assert not view.altered


async def test_a_record_tells_nobody_who_voted_or_when(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    await five_votes(house, round_id)
    await house.services.control.close(house.boss, house.room, episode)
    view = await house.services.results.record(house.boss, house.room, episode)
    assert view.document is not None
    ballots = view.document["ballots"]
    assert isinstance(ballots, list)
    receipts = [ballot["receipt"] for ballot in ballots]
    assert receipts == sorted(receipts)
    assert {key for ballot in ballots for key in ballot} == {"receipt", "picks", "stars"}
    text = json.dumps(view.document)
    assert str(int(house.clock.now()))[:6] not in text
    assert not any(str(person(who).user_id) in receipts for who in range(1, 6))


async def test_the_record_is_for_the_roster(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    await five_votes(house, round_id)
    with pytest.raises(NotFound):
        await house.services.results.record(person(1), house.room, episode)
    await ended(house, round_id)
    assert (await house.services.results.record(person(2), house.room, episode)).document
    with pytest.raises(NotAllowed) as refusal:
        await house.services.results.record(person(999), house.room, episode)
    assert refusal.value.needs == "roster"


async def test_below_five_ballots_the_record_is_withheld(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=1)
    for who in (1, 2, 3):
        await house.vote(round_id, who, 1)
    await house.change(round_id, 4, Abstain())
    await ended(house, round_id)
    view = await house.services.results.record(house.boss, house.room, episode)
    assert view.document is None
    assert view.outcome.ballots == 4
    assert len(view.record_sha256) == 64
    mine = await house.services.voting.ballot(person(1), house.room, round_id)
    assert mine.withheld
    assert mine.in_record


@pytest.mark.parametrize("method", ["approval", "spread", "points", "ranked"])
async def test_a_ballot_of_each_method_is_counted_as_cast(house: House, method: str) -> None:
    episode, round_id = await house.opened(songs=4, seats=2, method=method)
    songs = await house.songs(round_id, 1, 2, 3)
    for who in range(1, 7):
        first, second = songs[who % 3], songs[(who + 1) % 3]
        if method == "points":
            await house.change(round_id, who, GivePoints(((first, 5), (second, 1))))
        elif method == "ranked":
            await house.change(round_id, who, RankSong(first, 1))
            await house.change(round_id, who, RankSong(second, 2))
        else:
            await house.vote(round_id, who, 1 + who % 3, 1 + (who + 1) % 3)
            await house.change(round_id, who, StarSongs((first,)))
    before = await house.services.voting.ballot(person(1), house.room, round_id)
    assert before.in_record is None
    await house.services.control.close(house.boss, house.room, episode)
    if (await house.services.rounds.view(round_id)).round.state is RoundState.CASTING:
        await house.services.control.close(house.boss, house.room, episode)
    mine = await house.services.voting.ballot(person(1), house.room, round_id)
    assert mine.ballot is not None
    assert mine.ballot == before.ballot
    assert mine.in_record is True
    view = await house.services.results.record(house.boss, house.room, episode)
    assert view.document is not None
    again = recount(to_bytes(view.document))
    assert again.as_json() | {"episode": "104"} == view.round.outcome
    assert not (await house.services.results.results_of(round_id)).altered


async def test_a_ballot_altered_behind_the_bots_back_is_noticed(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=1)
    for who in range(1, 6):
        await house.vote(round_id, who, 1)
    await house.services.control.close(house.boss, house.room, episode)
    await house.work_off()
    await house.rows("UPDATE ballots SET choices = '2' WHERE voter_id = 1")
    mine = await house.services.voting.ballot(person(2), house.room, round_id)
    assert mine.in_record is False
    view = await house.services.results.record(house.boss, house.room, episode)
    assert view.altered
    assert view.document is not None
    assert view.record_sha256 == recount(to_bytes(view.document)).sha256
    assert view.record_sha256 != view.round.record_sha256


@pytest.mark.parametrize(("method", "choices"), [("approval", "2"), ("ranked", ">2")])
async def test_results_that_no_longer_follow_from_the_ballots_say_so(
    house: House, method: str, choices: str
) -> None:
    episode, round_id = await house.opened(songs=4, seats=1, method=method)
    (first,) = await house.songs(round_id, 1)
    for who in range(1, 6):
        await house.change(
            round_id, who, RankSong(first, 1) if method == "ranked" else PickSongs((first,))
        )
    await house.services.control.close(house.boss, house.room, episode)
    await house.work_off()
    assert not (await house.services.results.results_of(round_id)).altered
    await house.rows(f"UPDATE ballots SET choices = '{choices}'")  # noqa: S608 - our own
    assert (await house.services.results.results_of(round_id)).altered


async def test_another_number_of_the_episode_leaves_old_records_alone(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    await five_votes(house, round_id)
    await house.services.control.close(house.boss, house.room, episode)
    await house.work_off()
    before = await house.services.results.record(house.boss, house.room, episode)
    await house.rows("UPDATE episodes SET number = '105'")
    after = await house.services.results.record(house.boss, house.room, episode)
    assert after.document == before.document
    assert not after.altered
    assert not (await house.services.results.results_of(round_id)).altered
    mine = await house.services.voting.ballot(person(2), house.room, round_id)
    assert mine.in_record


async def test_a_round_that_kept_no_number_goes_by_its_episodes(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    await five_votes(house, round_id)
    await house.services.control.close(house.boss, house.room, episode)
    await house.work_off()
    await house.rows("UPDATE rounds SET outcome = json_remove(outcome, '$.episode')")
    view = await house.services.results.record(house.boss, house.room, episode)
    assert not view.altered
    assert not (await house.services.results.results_of(round_id)).altered
