"""What Spotify may still be asked, as it is kept: counted for whom, across restarts."""

import asyncio

from bot.domain.allowance import Limit, Payer
from bot.domain.model import ChannelId, GuildId
from bot.services.ports.allowance import Allowance, Ledger, Pause
from storage.database import Database
from tests.builders import person
from tests.services.conftest import House, house

__all__ = ["house"]

DANA, EVE = Payer(1, 7), Payer(2, 8)
HOUR = 480_000


async def spend(allowance: Allowance, payer: Payer, hour: int, times: int = 1) -> None:
    for _ in range(times):
        assert await allowance.spend(payer, hour - 24, hour, lambda _: 1) == 1


async def counted(allowance: Allowance, payer: Payer, hour: int) -> list[tuple[int, ...]]:
    spent = (await allowance.ledger(payer, hour - 24, hour + 1)).spent
    return [(one.hour, one.calls, one.of_room, one.of_person) for one in spent.hours]


async def test_calls_are_counted_by_the_hour_and_for_whom(store: Database) -> None:
    allowance = store.allowance("spotify:host")
    await spend(allowance, DANA, HOUR, 2)
    await spend(allowance, EVE, HOUR)
    await spend(allowance, Payer(1), HOUR + 1)
    await spend(store.allowance("spotify:other"), DANA, HOUR, 9)
    again = store.allowance("spotify:host")
    assert await counted(again, DANA, HOUR + 1) == [(HOUR, 3, 2, 2), (HOUR + 1, 1, 1, 0)]
    assert await counted(again, EVE, HOUR + 1) == [(HOUR, 3, 1, 1), (HOUR + 1, 1, 0, 0)]
    assert await counted(again, EVE, HOUR + 25) == [(HOUR + 1, 1, 0, 0)]


async def test_calls_are_whole_numbers_whatever_the_database_makes_of_a_sum(
    store: Database,
) -> None:
    allowance = store.allowance("spotify:host")
    await spend(allowance, DANA, HOUR, 2)
    [counts] = await counted(allowance, DANA, HOUR)
    assert {type(count) for count in counts} == {int}


async def test_what_is_refused_is_not_counted_however_many_ask_at_once(store: Database) -> None:
    allowance = store.allowance("spotify:host")

    def allowed(ledger: Ledger) -> int:
        return min(2, 5 - sum(one.calls for one in ledger.spent.hours))

    answers = await asyncio.gather(
        *(allowance.spend(DANA, HOUR - 24, HOUR, allowed) for _ in range(12))
    )
    assert sorted(answers, reverse=True)[:4] == [2, 2, 1, 0]
    assert await counted(allowance, DANA, HOUR) == [(HOUR, 5, 5, 5)]


async def test_what_was_not_made_is_given_back_to_the_hour_it_was_taken_in(store: Database) -> None:
    allowance = store.allowance("spotify:host")
    await spend(allowance, DANA, HOUR, 3)
    await spend(allowance, EVE, HOUR)
    await spend(allowance, DANA, HOUR + 1)
    await allowance.give_back(DANA, HOUR, 2)
    await allowance.give_back(EVE, HOUR, 2)
    await allowance.give_back(DANA, HOUR - 1, 1)
    assert await counted(allowance, DANA, HOUR + 1) == [(HOUR, 2, 1, 1), (HOUR + 1, 1, 1, 1)]


async def test_what_is_old_or_of_a_clock_that_was_ahead_is_swept(store: Database) -> None:
    allowance = store.allowance("spotify:host")
    for hour in (HOUR, HOUR + 9_000, HOUR + 30):
        await spend(allowance, DANA, hour)
    assert await counted(allowance, DANA, HOUR + 30) == [(HOUR + 30, 1, 1, 1)]
    ledger = await allowance.ledger(DANA, 0, HOUR * 2)
    assert len(ledger.spent.hours) == 1


async def test_rooms_share_what_is_the_hosts_once_there_are_two(house: House) -> None:
    async def shared() -> tuple[bool, bool]:
        own = await one.ledger(DANA, HOUR - 24, HOUR)
        hosts = await shared_by_all.ledger(DANA, HOUR - 24, HOUR)
        return own.spent.rooms_share, hosts.spent.rooms_share

    one = house.store.allowance("spotify:app:x")
    shared_by_all = house.store.allowance("spotify:host", shared=True)
    for allowance in (one, shared_by_all):
        await spend(allowance, DANA, HOUR)

    assert await shared() == (False, False)
    await house.services.rooms.setup(
        house.boss, GuildId(5), ChannelId(11), title="Other", timezone="UTC"
    )
    assert await shared() == (False, True)


async def test_the_last_pause_of_each_kind_is_kept(store: Database) -> None:
    allowance = store.allowance("spotify:host")
    assert await allowance.pauses() == ()
    for pause in (Pause(Limit.SPOTIFY, 1.0, 2.0), Pause(Limit.LOOKUPS, 3.0, 4.5)):
        await allowance.pause(pause)
    await allowance.pause(Pause(Limit.SPOTIFY, 5.0, 6.0))
    assert set(await store.allowance("spotify:host").pauses()) == {
        Pause(Limit.SPOTIFY, 5.0, 6.0),
        Pause(Limit.LOOKUPS, 3.0, 4.5),
    }
    assert await store.allowance("spotify:other").pauses() == ()


async def test_the_pauses_are_there_where_calls_are_counted(store: Database) -> None:
    allowance, seen = store.allowance("spotify:host"), list[Ledger]()
    pause = Pause(Limit.LOOKUPS, 3.0, 4.5)
    await allowance.pause(pause)
    await store.allowance("spotify:other").pause(Pause(Limit.SPOTIFY, 1.0, 2.0))
    await spend(allowance, DANA, HOUR)

    def allowed(ledger: Ledger) -> int:
        seen.append(ledger)
        return 0

    assert await allowance.spend(DANA, HOUR - 24, HOUR, allowed) == 0
    assert [ledger.pauses for ledger in seen] == [(pause,)]
    assert (await allowance.ledger(DANA, HOUR - 24, HOUR)).pauses == (pause,)
    assert [len(ledger.spent.hours) for ledger in seen] == [1]


async def test_nobody_is_named_once_they_are_forgotten(house: House) -> None:
    allowance = house.store.allowance("spotify:host")
    await spend(allowance, Payer(house.room.id, 7), HOUR)
    await house.services.privacy.forget(person(7), house.room)
    assert await counted(allowance, Payer(house.room.id, 7), HOUR) == [(HOUR, 1, 1, 0)]
