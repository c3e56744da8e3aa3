"""What follows when a grant ends."""

from bot.domain.errors import NeedsReconnect
from bot.domain.model import UserId
from bot.services.playlists.accounts import REMINDER_DAYS
from bot.services.ports.announcements import ReconnectNotice
from bot.services.ports.destinations import person as person_of
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.repositories.spotify import AccountState
from tests.services.conftest import House
from tests.services.playlists.connected import account_of, connect
from tests.services.playlists.test_accounts import closed

DAY = 24 * 3600


def reconnects(house: House) -> list[str]:
    """Return who was told that a connection ends, and in how many days."""
    return [
        f"reconnect {who} {notice.days_left}"
        for who, notice in house.announcer.told
        if isinstance(notice, ReconnectNotice)
    ]


async def test_an_ended_grant_is_told_once_and_asked_for_again(house: House) -> None:
    await connect(house)
    house.playlists.trouble = NeedsReconnect()
    await closed(house)
    await house.outbox.idle()  # what is being made would lose its lease
    for _ in range(3):
        house.clock.move(3700)
        await house.work_off()
    assert reconnects(house) == ["reconnect 1 0"]
    assert (await account_of(house)).state is AccountState.ENDED
    house.playlists.trouble = None
    await connect(house)
    await house.work_off()
    results = await house.services.results.results(
        house.room, await house.services.episodes.find(house.room)
    )
    assert results.playlist_state == "synced"


async def test_the_end_is_pointed_out_thrice_each_once(house: House) -> None:
    await connect(house)
    begun = house.clock.now()
    told = []
    for day in range(140, 185):
        house.clock.instant = begun + day * DAY
        for _ in range(2):
            await house.services.accounts.remind_of_end()
            await house.work_off()
        told += [(day, what) for what in reconnects(house)]
        house.announcer.told.clear()
    assert told == [(day, f"reconnect 1 {180 - day}") for day in REMINDER_DAYS]


async def test_after_a_long_silence_it_is_pointed_out_once(house: House) -> None:
    await connect(house)
    house.clock.move(178 * DAY)
    await house.services.accounts.remind_of_end()
    await house.work_off()
    assert reconnects(house) == ["reconnect 1 2"]


async def test_where_the_owner_has_left_the_showrunner_is_told(house: House) -> None:
    house.room = await house.services.rooms.setup(
        house.boss,
        house.room.guild_id,
        house.room.channel_id,
        title="Soundtrack",
        timezone="UTC",
        showrunner_id=UserId(7),
    )
    await connect(house)
    house.discord.left = {1}
    account = await account_of(house)
    async with house.store.transaction(None) as unit:
        await unit.outbox.promise(
            EffectKind.REQUEST_RECONNECT,
            person_of(UserId(1)),
            account.id,
            house.room.id,
            int(house.clock.now()),
        )
    await house.outbox.idle()
    assert reconnects(house) == ["reconnect 7 180"]
    [(_, notice)] = house.announcer.told
    assert isinstance(notice, ReconnectNotice)
    assert notice.owner_left
