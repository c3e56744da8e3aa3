"""A clock that was ahead, and is set right: what waits for an instant it named is looked at."""

import pytest

from bot.domain.errors import RateLimited, SpotifyUnavailable
from bot.domain.model import RoomId
from bot.effect_leases import LEASE
from bot.services.ports.repositories.outbox import EffectKind
from tests.claims import claim_one
from tests.services.conftest import House

YEAR = 365 * 24 * 3600


async def closed(house: House) -> None:
    episode, round_id = await house.opened()
    await house.vote(round_id, 1, 1)
    await house.close(episode)
    await house.outbox.idle()


async def set_right(house: House) -> None:
    house.clock.move(-YEAR)
    await house.outbox.sweep()
    await house.outbox.idle()


@pytest.mark.parametrize("fault", ["limit", "outage"])
async def test_what_was_put_off_by_a_clock_that_was_ahead_is_tried_at_once(
    house: House, fault: str
) -> None:
    house.clock.move(YEAR)
    until = RateLimited(house.clock.now() + 7200)
    house.playlists.trouble = until if fault == "limit" else SpotifyUnavailable("sync")
    await closed(house)
    house.playlists.trouble = None
    before = len(house.playlists.boards)
    await house.outbox.sweep()
    await house.outbox.idle()
    assert len(house.playlists.boards) == before, "the pause holds while the clock goes on"
    await set_right(house)
    assert len(house.playlists.boards) == before + 1
    assert (await house.services.rooms.status(house.room)).waiting == ()


async def test_what_was_promised_by_a_clock_that_was_ahead_is_made_at_once(house: House) -> None:
    _, round_id = await house.opened()
    await house.outbox.idle()
    house.clock.move(YEAR)
    async with house.store.transaction(None) as unit:
        await unit.outbox.promise(
            EffectKind.EDIT_BALLOT, "channel:10", round_id, house.room.id, int(house.clock.now())
        )
        house.clock.move(-YEAR)
    await house.outbox.sweep()
    await house.outbox.idle()
    assert house.announcer.said[-1] == ("edit BallotMessage", round_id)


async def test_what_somebody_had_leased_by_then_is_begun_again_and_unsure(house: House) -> None:
    await house.app.stop()
    async with house.store.transaction(None) as unit:
        await unit.outbox.promise(EffectKind.SYNC_PLAYLIST, "x", 1, RoomId(1), 0)
        assert await claim_one(unit, house.clock.now() + YEAR, LEASE) is not None
    now = int(house.clock.now())
    assert await house.store.read.outbox.ahead(now)
    async with house.store.transaction(None) as unit:
        assert await claim_one(unit, now, LEASE) is None
        await unit.outbox.look_again(now)
        again = await claim_one(unit, now, LEASE)
    assert again is not None
    assert again.unsure
    assert not await house.store.read.outbox.ahead(now)


async def test_what_is_meant_for_later_stays_for_later(house: House) -> None:
    house.playlists.trouble = RateLimited(house.clock.now() + 7200)
    await closed(house)
    before = len(house.playlists.boards)
    house.playlists.trouble = None
    house.clock.move(3600)
    assert not await house.store.read.outbox.ahead(int(house.clock.now()))
    await house.outbox.sweep()
    await house.outbox.idle()
    assert len(house.playlists.boards) == before
