"""A holder who is still to be asked, and the letter to them, in the room of the table."""

from bot.domain.model import Person, SongId
from bot.domain.rights import LettersId, Side
from bot.services.rights import HolderText
from tests.wire.house import House


async def drafted(house: House, boss: Person, number: str, song: SongId) -> LettersId:
    """Add a holder of a song of an episode; return what the letter to them is marked as sent by."""
    services, room = house.app.services, await house.room()
    episode = await services.episodes.find(room, number)
    text = HolderText("Hush Music", "Hush, sync@hush.example")
    await services.rights.add_holder(boss, room, song, Side.SONG, text)
    drafts = await services.rights_letters.draft(boss, room, episode, song)
    assert drafts.id is not None
    return drafts.id
