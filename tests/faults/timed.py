"""A round whose end is near, through lives of the bot on clocks that jump."""

from bot.domain.model import Round, RoundId, RoundState
from tests.services.conftest import House

HOUR = 3600
DAY = 24 * HOUR
GONE = (RoundState.CLOSED, RoundState.CASTING)


async def scheduled(house: House, closes: str = "in 4 hours") -> RoundId:
    episode, _ = await house.shortlisted(4)
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes=closes, seats=2
    )
    for who in (101, 102):
        await house.vote(view.round.id, who, 3)
    await house.outbox.idle()
    house.announcer.said.clear()
    await house.services.due_rounds.heartbeat()
    return view.round.id


async def round_of(house: House, round_id: RoundId) -> Round:
    return (await house.services.rounds.view(round_id)).round


async def lives(house: House, seconds: int, every: int = 60) -> None:
    """Let time pass with signs of life, and with looks, as they come in a process that runs."""
    for _ in range(seconds // every):
        house.clock.move(every)
        await house.services.due_rounds.heartbeat()
        await house.services.due_rounds.look()
        await house.work_off()


def ends(house: House) -> int:
    """Return how often an end was told: with results, or with the question who breaks a tie."""
    told = ("post ResultsMessage", "post TieMessage")
    return sum(what in told for what, _ in house.announcer.said)
