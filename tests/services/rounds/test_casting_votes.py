"""A tie waits for the showrunner's casting vote, and goes to the lot without one."""

import asyncio

import pytest

from bot.domain.errors import IllegalMove, InvalidCasting, NotAllowed, NotFound
from bot.domain.model import ChannelId, GuildId, RoundState
from tests.builders import person
from tests.services.conftest import House
from tests.services.rounds.ties import WINDOW, ended, tied


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
    closed = await house.close(view.episode)
    assert closed.round.state is RoundState.CASTING
    house.agenda.due.clear()
    await house.services.due_rounds.plan()
    assert house.agenda.due["rounds"] == closed.round.casting_until
    closed = await house.close(view.episode)
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


async def test_a_tie_can_be_cancelled(house: House) -> None:
    round_id = await tied(house)
    await ended(house, round_id)
    view = await house.services.rounds.view(round_id)
    house.announcer.said.clear()
    await house.cancel(view.episode)
    await house.outbox.idle()
    said = [what for what, _ in house.announcer.said]
    assert said == ["edit BallotMessage", "say NewsLine", "edit TieMessage"]
