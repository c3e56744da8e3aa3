"""Shortlists: filled, picked by several hands, and presented."""

import asyncio

import pytest

from bot.domain.errors import RoundTooSmall
from tests.builders import person
from tests.services.conftest import House


async def test_filling_takes_the_most_seconded_then_the_earliest(house: House) -> None:
    episode = await house.episode()
    proposals = await house.proposed(episode, 6)
    for who in (1, 2):
        await house.services.proposals.second(person(who), house.room, proposals[4].id)
    await house.services.shortlists.toggle(house.boss, house.room, episode, on=[proposals[5].id])
    view, filling = await house.services.shortlists.fill(house.boss, house.room, episode, 4)
    assert [p.song.title for p in filling.added] == ["Song 5", "Song 1", "Song 2"]
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
    assert ("post ShortlistMessage", other.id) in house.announcer.said
