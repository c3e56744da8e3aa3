"""A round in a room with settings of its own, and time that passes."""

from bot.domain.model import Round, RoundId
from bot.domain.structs import replace
from tests.services.conftest import House

HOUR = 3600
DAY = 24 * HOUR


async def settings(house: House, **changes: object) -> None:
    """Give the room other settings than those of the other tests: no quorum, no reminders."""
    view = await house.services.rooms.change_settings(
        house.boss,
        house.room,
        lambda settings: replace(settings, **changes),  # type: ignore[arg-type]
    )
    house.room = view.room


async def scheduled(house: House, closes: str = "in 48 hours", **rest: str) -> RoundId:
    episode, _ = await house.shortlisted(4)
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes=closes, seats=2, **rest
    )
    await house.outbox.idle()
    house.announcer.said.clear()
    return view.round.id


async def round_of(house: House, round_id: RoundId) -> Round:
    return (await house.services.rounds.view(round_id)).round


async def passes(house: House, seconds: float) -> None:
    """Let time pass while the bot is there, and do what is due."""
    await house.outbox.idle()  # what is being made would lose its lease
    house.clock.move(seconds)
    await house.services.due_rounds.reset_heartbeat()
    await house.services.due_rounds.look()
    await house.work_off()


async def closes(house: House, seconds: float = 2 * HOUR) -> None:
    """Let a vote come to its end, and the bot do what it can at once."""
    await house.outbox.idle()  # what is being made would lose its lease
    house.clock.move(seconds)
    await house.services.due_rounds.reset_heartbeat()
    await house.services.due_rounds.look()
    await house.outbox.idle()


def said(house: House) -> list[str]:
    """Return what was said since the last call, in order."""
    words = [what for what, _ in house.announcer.said]
    house.announcer.said.clear()
    return words


async def away(house: House, seconds: float) -> None:
    """Let time pass while the bot is not there, and have it come back."""
    await house.outbox.idle()  # what is being made would lose its lease
    await house.services.due_rounds.heartbeat()
    house.clock.move(seconds)
