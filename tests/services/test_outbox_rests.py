"""The outbox sends nothing while Discord refuses too much."""

from bot.outbox import KEY
from bot.request_budget import REFUSED_MOST
from bot.services.ports.repositories.outbox import EffectKind
from tests.services.conftest import House


async def test_the_outbox_puts_off_what_it_may_not_send(house: House) -> None:
    for _ in range(REFUSED_MOST):
        house.outbox.budget.count(403)
    async with house.store.transaction(house.room.id) as unit:
        now = int(house.clock.now())
        await unit.outbox.promise(EffectKind.SYNC_PLAYLIST, "x", 1, house.room.id, now)
    house.agenda.due.clear()
    await house.work_off()
    assert house.agenda.due[KEY] > house.clock.now()
    assert (await house.rows("SELECT attempts, state FROM outbox ORDER BY id DESC LIMIT 1")) == [
        (0, "waiting")
    ]
