"""A presented shortlist, and a session at its first song, in the room of the table."""

from bot.domain.model import Episode, Person
from bot.services.listening.sessions import Move
from tests.wire.house import House


async def presented(house: House, boss: Person, episode: Episode) -> Episode:
    """Have an episode's shortlist presented, with its thread."""
    services, room = house.app.services, await house.room()
    await services.shortlists.present(boss, room, episode)
    await house.bot.settled()
    return await services.episodes.get(room, episode.id)


async def heard(house: House, boss: Person, episode: Episode) -> dict[str, object]:
    """Begin a session over a presented shortlist by hand; return the names of its things."""
    services, room = house.app.services, await house.room()
    begun = await services.listenings.begin(boss, room, episode, minutes=0)
    assert begun is not None
    now = await services.listenings.move(boss, room, begun.id, begun.revision, Move.NEXT)
    await house.bot.settled()
    card = (await house.app.database.read.listening.cards(begun.id))[1]
    return {
        "session": begun.id,
        "session_revision": now.revision,
        "session_card": card.id,
        "heard_song": card.proposal_id,
    }
