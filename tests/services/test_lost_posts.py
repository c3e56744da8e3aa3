"""Posts whose answer was lost, of messages that are not wanted any more by the next attempt."""

import pytest

from bot.domain.errors import DiscordUnavailable
from bot.domain.model import MessageId
from tests.builders import person
from tests.services.conftest import House
from tests.services.rounds.ties import ended, tied

LOST = DiscordUnavailable("post")
arrived = pytest.mark.parametrize("arrived", [True, False])


async def tried_again(house: House, kind: str, arrived: bool) -> None:
    """Have everything be tried again; see that the message is looked for, and shown as it is."""
    house.announcer.arrived = [MessageId(7)] if arrived else []
    house.announcer.said.clear()
    house.clock.move(60)
    await house.work_off()
    said = [what for what, _ in house.announcer.said if what.endswith(kind)]
    assert said[0] == f"look for {kind}"
    assert set(said[1:]) == ({f"edit {kind}"} if arrived else set())
    assert not (await house.services.rooms.status(house.room)).waiting


@arrived
async def test_the_card_of_a_song_that_was_withdrawn(house: House, arrived: bool) -> None:
    house.announcer.trouble = [LOST]
    [song] = await house.proposed(await house.episode(), 1)
    await house.outbox.idle()
    await house.services.withdrawals.withdraw(person(101), house.room, song.id)
    await house.outbox.idle()
    await tried_again(house, "ProposalCard", arrived)


@arrived
async def test_a_tie_that_was_broken(house: House, arrived: bool) -> None:
    round_id = await tied(house)
    house.announcer.trouble = [LOST] * 3  # with the edit of the ballot and the direct message
    await ended(house, round_id)
    assert not house.announcer.trouble
    await house.services.rulings.cast(
        house.boss, house.room, round_id, await house.songs(round_id, 3)
    )
    await house.outbox.idle()
    await tried_again(house, "TieMessage", arrived)


@arrived
async def test_the_ballot_of_a_vote_that_was_canceled(house: House, arrived: bool) -> None:
    episode, _ = await house.shortlisted(4)
    await house.outbox.idle()
    house.announcer.trouble = [LOST]
    await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )
    await house.outbox.idle()
    await house.cancel(episode)
    await house.outbox.idle()
    await tried_again(house, "BallotMessage", arrived)
