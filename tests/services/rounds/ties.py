"""A round that ends in a tie."""

from bot.domain.ballots import Abstain
from bot.domain.model import RoundId
from tests.services.conftest import House

HOUR = 3600
WINDOW = 12 * HOUR


async def tied(house: House) -> RoundId:
    """Return a round whose first song is in, with three songs tied for the second seat."""
    _, round_id = await house.opened(songs=4, seats=2)
    for who, places in ((1, (1, 2)), (2, (1, 3)), (3, (1, 4)), (4, ())):
        if places:
            await house.vote(round_id, who, *places)
        else:
            await house.change(round_id, who, Abstain())
    await house.work_off()
    return round_id


async def ended(house: House, round_id: RoundId) -> None:
    """Let the voting end by itself."""
    house.clock.move(2 * HOUR + 1)
    await house.look(round_id)
