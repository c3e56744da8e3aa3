"""Pins and vetoes: by whom, until when, and that they are written down."""

import pytest

from bot.domain.ballots import Abstain
from bot.domain.errors import IllegalMove, InvalidInput, InvalidRuling, NotAllowed, NotFound
from bot.domain.model import SongId
from bot.services.rounds.rulings import Rulings
from tests.builders import person
from tests.services.conftest import House
from tests.services.rounds.ties import HOUR


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


async def test_a_pin_takes_a_seat_and_a_veto_a_song_out(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    first, second, fourth = await house.songs(round_id, 1, 2, 4)
    rulings = house.services.rulings
    await rulings.pin(house.boss, house.room, round_id, fourth, reason="the finale needs it")
    await rulings.veto(house.boss, house.room, round_id, first, reason="rights denied")
    for who in (1, 2, 3):
        await house.vote(round_id, who, 1, 2)
    await house.close(episode)
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
    await house.close(episode)
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
