"""An import that was taken back, in the room of the table."""

from bot.domain.model import Person
from tests.wire.house import House


async def taken_back(house: House, boss: Person, number: str, playlist: str) -> int:
    """Return an import for an episode that was taken back, and can be brought back."""
    services, room = house.app.services, await house.room()
    episode = await services.episodes.find(room, number)
    job = (await services.imports.begin(boss, room, episode, playlist)).import_
    await house.bot.settled()
    await services.taking_back.take_back(boss, room, job.id)
    await house.bot.settled()
    return job.id
