"""A board with songs on it, and what it shows."""

import simcord

from bot.domain.ballot_forms.picks import PickSongs
from bot.domain.model import ChannelId, Person, UserId
from tests.cogs.conftest import Studio
from tests.cogs.longlists import opened
from tests.cogs.messages import menu
from tests.cogs.steps import propose, set_up
from tests.endings import closed


def seats(shown: simcord.ResponseMessage) -> list[str]:
    """Return the titles on a board, in order."""
    [found] = [menu(shown, "boardslot:")]
    return [option["label"].partition(". ")[2] for option in found["options"]]


async def decide(studio: Studio, songs: int = 5, seated: int = 3) -> None:
    """Have a vote decide between the songs on the longlist."""
    services = studio.now.services
    room = await services.rooms.at(ChannelId(studio.channel.id))
    episode = await services.episodes.find(room)
    boss = Person(UserId(studio.boss.id), frozenset(), True)
    longlist = await services.proposals.longlist(room, episode)
    on = [one.id for one in longlist[:songs]]
    await services.shortlists.toggle(boss, room, episode, on=on)
    view = await services.rounds.schedule(boss, room, episode, closes="in 2 hours", seats=seated)
    for place, candidate in enumerate(view.round.candidates):
        for voter in range(songs - place):
            person = Person(UserId(1000 * place + voter + 1), frozenset(), False)
            pick = PickSongs((candidate.song.id,))
            await services.voting.change(person, room, view.round.id, pick)
    await closed(services, studio.house.clock, boss, room, episode)
    await studio.work_off()


async def boarded(studio: Studio) -> None:
    """Set up a room with a board of three songs, and two in waiting."""
    await set_up(studio)
    await propose(studio, 5)
    await decide(studio)


async def locked_by(studio: Studio) -> simcord.ResponseMessage:
    """Lock the board through the question about what is not cleared."""
    asked = await opened(studio.boss, studio, "board lock")
    await studio.boss.click(asked, label="Lock it anyway")
    return asked
