"""Writers who could not be called to a vote before somebody closed it by hand."""

import pytest

from bot.domain.errors import DiscordUnavailable
from bot.domain.timing import UNDO
from bot.services.ports.announcements import BallotMessage, WritersCall
from bot.services.ports.repositories.outbox import EffectKind
from tests.claims import claim_one
from tests.services.conftest import House
from tests.services.rounds.timed import passes


@pytest.mark.parametrize("undone", [True, False])
async def test_who_is_left_is_called_if_the_close_is_undone(house: House, undone: bool) -> None:
    episode, _ = await house.shortlisted(4)
    await house.outbox.idle()
    house.announcer.trouble = [DiscordUnavailable("post")]
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )
    await house.outbox.idle()
    await house.services.control.close_round(house.boss, house.room, view.round.id)
    await passes(house, 60)
    assert house.announcer.of_type(BallotMessage)[-1].mention == ()
    if undone:
        await house.services.control.take_back(house.boss, house.room, view.round.id)
    await passes(house, UNDO + 60)
    calls = [one.mention for one in house.announcer.of_type(WritersCall)]
    assert calls == ([(101, 102, 103, 104)] if undone else [])


async def test_a_ballot_that_was_being_posted_when_its_vote_was_cancelled_is_posted(
    house: House,
) -> None:
    """Whoever posts it has seen the vote cancelled, and ends only once it is back."""
    episode, _ = await house.shortlisted(4)
    await house.outbox.idle()
    house.announcer.trouble = [DiscordUnavailable("post")]
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )
    await house.outbox.idle()
    await house.cancel(episode)
    async with house.store.transaction(house.room.id) as unit:
        found = await claim_one(unit, house.clock.now() + 60, 60)
    assert found is not None
    assert found.kind is EffectKind.POST_BALLOT
    await house.services.control.take_back(house.boss, house.room, view.round.id)
    async with house.store.transaction(house.room.id) as unit:
        await unit.outbox.done(found.id)
    await passes(house, 120)
    assert house.announcer.of_type(BallotMessage)
    assert (await house.services.rounds.view(view.round.id)).round.message_id is not None
