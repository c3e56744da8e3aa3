"""What a room knows of the rights to the songs that a round votes on."""

from bot.domain.model import Round
from bot.domain.rights import NOTHING_KNOWN, Rights
from bot.services.ports.unit_of_work import UnitOfWork


async def rights_in(read: UnitOfWork, round_: Round) -> Rights:
    """Return what is known of the rights to a round's songs; nothing once the round is over."""
    if round_.over:
        return NOTHING_KNOWN
    return await read.rights.of_songs(round_.room_id, [one.song.id for one in round_.candidates])
