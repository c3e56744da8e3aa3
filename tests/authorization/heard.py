"""The stages of the table's room, and those before a vote: presented, and listened to."""

from bot.domain.model import Episode, Person
from bot.services.listening.sessions import Move
from tests.wire.house import House

UNVOTED = ("presented", "heard", "listed")
"""Without a vote: `presented` has a shortlist to listen to, `heard` a session over one."""
STAGES = ("called_off", "held", "decided", "tied", *UNVOTED, "points", "ranked", "open")
"""The room's episodes by how far they have come, the current one last."""


async def unvoted(house: House, boss: Person, episode: Episode, stage: str) -> dict[str, object]:
    """Bring an episode to a stage before its vote; return the names of what is there then."""
    if stage == "listed":
        return {}
    services, room = house.app.services, await house.room()
    await services.shortlists.present(boss, room, episode)
    await house.bot.settled()
    episode = await services.episodes.get(room, episode.id)
    if stage == "presented":
        return {}
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
