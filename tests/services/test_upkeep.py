"""What is kept for a while alone: it is there for that while, and gone after it."""

from bot.domain.errors import SpotifyUnavailable
from bot.domain.model import RoundId
from bot.domain.timing import UNDO
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.upkeep import EFFECTS_KEPT_FOR, LINKS_KEPT_FOR, MOST_AT_ONCE
from tests.claims import claim_one
from tests.services.conftest import House


async def closed(house: House) -> RoundId:
    episode, round_id = await house.opened()
    await house.vote(round_id, 2, 1, 2)
    await house.close(episode)
    await house.work_off()
    return round_id


async def settled(house: House) -> object:
    return (await house.rows("SELECT count(*) FROM outbox WHERE state <> 'waiting'"))[0][0]


async def test_what_was_done_is_kept_for_a_week_and_no_longer(house: House) -> None:
    await closed(house)
    done = await settled(house)
    assert done
    house.clock.move(EFFECTS_KEPT_FOR - UNDO - 60)
    await house.services.upkeep.sweep()
    assert await settled(house) == done
    house.clock.move(UNDO + 120)
    await house.services.upkeep.sweep()
    assert await settled(house) == 0


async def test_what_waits_is_never_forgotten(house: House) -> None:
    house.playlists.trouble = SpotifyUnavailable("sync", 503)
    await closed(house)
    waiting = await house.rows("SELECT count(*) FROM outbox WHERE state = 'waiting'")
    house.clock.move(10 * EFFECTS_KEPT_FOR)
    await house.services.upkeep.sweep()
    assert await house.rows("SELECT count(*) FROM outbox WHERE state = 'waiting'") == waiting
    assert waiting != [(0,)]


async def test_what_was_given_up_is_kept_from_then_on(house: House) -> None:
    async with house.store.transaction(None) as unit:
        now = int(house.clock.now())
        await unit.outbox.promise(EffectKind.REMIND, "channel:10", 1, house.room.id, now)
        effect = await claim_one(unit, now, 60)
        assert effect is not None
        await unit.outbox.drop(effect.id, "Lapsed", now + EFFECTS_KEPT_FOR)
    for moved, left in ((EFFECTS_KEPT_FOR + 60, 1), (EFFECTS_KEPT_FOR, 0)):
        house.clock.move(moved)
        await house.services.upkeep.sweep()
        assert await settled(house) == left


async def test_many_are_forgotten_a_few_at_a_time(house: House) -> None:
    async with house.store.transaction(None) as unit:
        now = int(house.clock.now())
        for number in range(MOST_AT_ONCE + 3):
            await unit.outbox.promise(EffectKind.REMIND, "channel:10", number, house.room.id, now)
            effect = await claim_one(unit, now, 60)
            assert effect is not None
            await unit.outbox.done(effect.id)
    house.clock.move(EFFECTS_KEPT_FOR + 60)
    for left in (3, 0):
        await house.services.upkeep.sweep()
        assert await settled(house) == left


async def test_results_still_say_that_the_playlist_is_in_line(house: House) -> None:
    round_id = await closed(house)
    before = (await house.services.results.results_of(round_id)).playlist_state
    house.clock.move(EFFECTS_KEPT_FOR + 60)
    await house.services.upkeep.sweep()
    assert (await house.services.results.results_of(round_id)).playlist_state == before == "synced"


async def test_a_link_that_nobody_used_is_forgotten_with_its_secret(house: House) -> None:
    invited = await house.services.authorization.invite(house.boss, house.room)
    assert await house.rows("SELECT count(*) FROM spotify_links") == [(1,)]
    house.clock.move(invited.expires_at + LINKS_KEPT_FOR + 60 - house.clock.now())
    await house.services.upkeep.sweep()
    assert await house.rows("SELECT count(*) FROM spotify_links") == [(0,)]
