"""Each session's next step is taken at its time, whatever becomes of the others'."""

from bot.domain.listening import Stage
from bot.services.listening.due import AGAIN_AFTER, LEFT_ALONE
from bot.services.listening.sessions import Move
from tests.backends import ONLY_SQLITE
from tests.services.conftest import House
from tests.services.listening.sessions import Session, begun, passes

pytestmark = ONLY_SQLITE


async def broken(house: House) -> Session:
    """Return a session whose first step fails, a minute after it was begun."""
    session = await begun(house, minutes=1)
    await session.next()
    await house.outbox.idle()
    await house.rows(f"UPDATE listenings SET stage = 'nowhere' WHERE id = {session.begun.id}")  # noqa: S608 - a number
    return session


async def mended(house: House, session: Session) -> None:
    """Mend a session that was broken."""
    await house.rows(f"UPDATE listenings SET stage = 'hidden' WHERE id = {session.begun.id}")  # noqa: S608 - a number


async def planned(house: House) -> float | None:
    """Return when the next look is planned, by whoever plans now."""
    house.agenda.due.pop("listening", None)
    await house.services.due_listenings.plan()
    return house.agenda.due.get("listening")


async def test_a_step_that_failed_puts_off_no_other(house: House) -> None:
    await broken(house)
    other = await begun(house, minutes=1, number="105")
    house.clock.move(10)
    await other.next()
    await passes(house, 50)
    assert house.agenda.due["listening"] == (await other.now()).due_at
    await passes(house, 10)
    assert (await other.now()).stage is Stage.SHOWN


async def test_a_step_is_planned_that_is_overdue_beside_one_that_failed(house: House) -> None:
    first = await broken(house)
    await passes(house, 60)
    other = await begun(house, minutes=1, number="105")
    await other.next()
    await house.rows(
        f"UPDATE listenings SET due_at = due_at - 70 WHERE id = {other.begun.id}"  # noqa: S608 - a number
    )
    assert await planned(house) == (await other.now()).due_at
    await mended(house, first)


async def test_a_step_that_failed_is_tried_again_in_a_minute(house: House) -> None:
    session = await broken(house)
    await passes(house, 60)
    assert await planned(house) == house.clock.now() + AGAIN_AFTER
    await mended(house, session)
    await passes(house, AGAIN_AFTER)
    assert (await session.now()).stage is Stage.SHOWN


async def test_a_session_that_failed_and_was_moved_by_hand_keeps_its_new_time(
    house: House,
) -> None:
    session = await broken(house)
    await passes(house, 60)
    await mended(house, session)
    await session.move(Move.PAUSE)
    await session.move(Move.GO_ON)
    await house.rows(f"UPDATE listenings SET due_at = {int(house.clock.now()) + 10}")  # noqa: S608 - a number
    assert await planned(house) == house.clock.now() + 10
    await passes(house, 10)
    assert (await session.now()).stage is Stage.SHOWN


async def test_a_clock_that_was_ahead_keeps_no_failed_step_waiting(house: House) -> None:
    house.clock.move(86_400)
    session = await broken(house)
    await passes(house, 60)
    await mended(house, session)
    house.clock.move(-86_400)
    await house.services.due_listenings.look()
    house.clock.move(86_400)
    await house.services.due_listenings.look()
    assert (await session.now()).stage is Stage.SHOWN


async def test_all_sessions_left_alone_end_in_one_sweep(house: House) -> None:
    sessions = [await begun(house, 2, 0, number=str(201 + n)) for n in range(12)]
    await house.outbox.idle()
    house.clock.move(LEFT_ALONE + 1)
    await house.services.due.sweep()
    assert all([(await one.now()).over for one in sessions])
