"""What the room of the table knows of rights, and what few of its people may read of that."""

import re

from bot.domain.model import Episode, Person, Room, SongId
from bot.domain.rights import Side, Stage
from bot.services.rights import HolderText, StepText
from tests.wire.house import CHANNEL, House
from tests.wire.shapes import User

LABEL, CONTACT, FEE, NOTE = "Zither Holdings", "zither@quiet.example", "98,765 USD", "Tell nobody"
PRIVY = re.compile(rf"Zither|{re.escape(CONTACT)}|98,765|(?<!\d)98765(?!\d)|{NOTE}")
"""What is read of holders, of their quotes and of budgets, however it is written.

An id has so many digits that the same ones may be among them.
"""


def privy_in(text: str) -> list[str]:
    """Return what a text tells that only some people may read."""
    return PRIVY.findall(text)


async def rights_known(house: House, boss: Person, names: dict[str, object]) -> None:
    """Let the room know of the rights to its songs, and add what comes of it to the names.

    Holders quote what they want, for each episode has a budget; the first song on the shortlist
    of the listed one is denied. Another song was on it and was taken off.
    """
    services, room = house.app.services, await house.room()
    listed = await services.episodes.find(room, str(names["listed_no"]))
    denied, *_ = (await services.shortlists.view(room, listed)).shortlist
    for summary in await services.episodes.summaries(room):
        await services.budgets.set(boss, room, summary.episode, FEE)
        for one in await services.proposals.longlist(room, summary.episode):
            stage = Stage.REFUSED if one.id == denied.id else Stage.QUOTED
            await _asked(house, boss, room, summary.episode, one.song.id, stage)
    longlist = await services.proposals.longlist(room, listed)
    [spare] = [one.id for one in longlist if one.id == names["listed_spare"]]
    await services.shortlists.toggle(boss, room, listed, on=[spare])
    view = await services.shortlists.toggle(boss, room, listed, off=[spare])
    decided = await services.episodes.find(room, str(names["decided_no"]))
    board = (await services.boards.view(room, decided)).board
    names |= {"listed_seen": view.revision, "board_mark": board.mark}
    await house.bot.settled()


async def supervisors_met(house: House, *members: User) -> None:
    """Have those with the music supervisors' role do something, so that the bot knows them."""
    for one in members:
        await house.discord.command("rights due", {}, one, CHANNEL)


async def _asked(
    house: House, boss: Person, room: Room, episode: Episode, song: SongId, stage: Stage
) -> None:
    rights, holder = house.app.services.rights, HolderText(LABEL, CONTACT)
    known = await rights.add_holder(boss, room, song, Side.RECORDING, holder, episode.id)
    made, step = known.rights.holders[-1], StepText(stage, FEE, note=NOTE)
    await rights.advance(boss, room, made.id, step, made.step, episode.id)
