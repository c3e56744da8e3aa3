"""How well the ballots of a closed round hide."""

from bot.domain.counting.crowds import Hiding
from bot.domain.cut import make_cut
from bot.domain.model import Episode, Round
from bot.domain.secrecy import hiding_of, stored_hiding
from bot.services.ports.unit_of_work import UnitOfWork


async def hiding_in(read: UnitOfWork, round_: Round, episode: Episode) -> Hiding:
    """Return what was found at the close; for rounds closed before this was stored, find it now."""
    found = stored_hiding(round_)
    if found is None:
        record = make_cut(round_, episode, await read.rounds.ballots(round_)).record
        voters = {one: one for one in await read.rounds.voters(round_)}
        found = hiding_of(round_, record, voters)
    return found
