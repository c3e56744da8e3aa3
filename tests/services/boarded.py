"""A room with a music supervisor and songs on a board, to write letters for."""

from collections import Counter
from dataclasses import dataclass

from bot.domain.model import Episode, Room, SongId
from bot.domain.rights import Holder, Side, Stage
from bot.services.rights import HolderText, StepText
from bot.services.rights.letters import Drafts
from tests.builders import person
from tests.services.conftest import House

SUPERVISOR = person(77)


@dataclass(frozen=True)
class Boarded:
    """A room with a supervisor and a board of three songs of five."""

    house: House
    room: Room
    episode: Episode
    board: list[SongId]
    others: list[SongId]

    async def hold(
        self, song: SongId, name: str, side: Side = Side.SONG, contact: str = "", share: str = ""
    ) -> Holder:
        """Have somebody hold a side of a song."""
        text = HolderText(name, contact, share)
        rights = self.house.services.rights
        view = await rights.add_holder(SUPERVISOR, self.room, song, side, text, self.episode.id)
        return max(view.rights.holders, key=lambda one: one.step)

    async def step(self, holder: Holder, stage: Stage, fee: str = "") -> Holder:
        """Take a step with a holder."""
        rights, step = self.house.services.rights, StepText(stage, fee)
        view = await rights.advance(SUPERVISOR, self.room, holder.id, step, holder.step)
        return next(one for one in view.rights.holders if one.id == holder.id)

    async def draft(self, song: SongId | None = None, by: int | None = None) -> Drafts:
        """Draft the letters."""
        letters = self.house.services.rights_letters
        return await letters.draft(SUPERVISOR, self.room, self.episode, song, by)

    async def stages(self) -> Counter[Stage]:
        """Count the holders of the room by their stages."""
        holders = (await self.house.store.read.rights.of_room(self.room.id)).holders
        return Counter(one.stage for one in holders)


async def boarded(house: House) -> Boarded:
    episode, round_id = await house.opened(songs=5, seats=3)
    await house.vote(round_id, 7, 1, 2, 3)
    await house.close(episode)
    room = await house.services.rooms.name_supervisor(house.boss, house.room, SUPERVISOR.user_id)
    board = (await house.services.boards.view(room, episode)).board
    return Boarded(
        house,
        room,
        episode,
        [one.song.id for one in board.entries],
        [one.id for one in board.runners_up],
    )
