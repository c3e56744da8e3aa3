"""Steps are in the order in which they were taken, though the clock of a process was ahead."""

from bot.domain.board import Clearance
from bot.domain.model import SongId
from bot.domain.rights import Holder, Side, SongRights, Stage
from bot.domain.structs import replace
from bot.services.ports.repositories.rights import StoredStep
from bot.services.rights import HolderText, StepText
from tests.services.boarded import SUPERVISOR, Boarded, boarded
from tests.services.conftest import House

HOUR = 3600 << 32
"""By about how much ids grow in an hour."""


async def _heard_ahead(room: Boarded, song: SongId, stage: Stage) -> Holder:
    """Have a holder take a step in a process whose clock is an hour ahead; return them."""
    rights, store = room.house.services.rights, room.house.store
    view = await rights.add_holder(SUPERVISOR, room.room, song, Side.SONG, HolderText("Publisher"))
    holder = view.rights.holders[-1]
    step = StoredStep(store.new_id() + HOUR, song, stage, SUPERVISOR.user_id, 0)
    async with store.transaction(room.room.id) as unit:
        ahead = replace(step, holder_id=holder.id)
        assert await unit.rights.advance(room.room.id, ahead, holder.step)
    return (await rights.holder(SUPERVISOR, room.room, holder.id))[1]


async def _known(room: Boarded, song: SongId) -> SongRights:
    return (await room.house.services.rights.view(SUPERVISOR, room.room, song)).rights


async def test_the_last_word_on_a_song_is_the_one_that_was_said_last(house: House) -> None:
    room = await boarded(house)
    song = room.board[0]
    await _heard_ahead(room, song, Stage.QUOTED)
    at = (SUPERVISOR, room.room, room.episode)
    await house.services.boards.set_clearance(*at, song, Clearance.DENIED)
    assert (await _known(room, song)).clearance is Clearance.DENIED
    [holder] = (await _known(room, song)).holders
    step = StepText(Stage.ASKED)
    await house.services.rights.advance(SUPERVISOR, room.room, holder.id, step, holder.step)
    assert (await _known(room, song)).clearance is Clearance.PENDING


async def test_the_log_of_a_song_ends_in_its_latest_step(house: House) -> None:
    room = await boarded(house)
    song, rights = room.board[0], house.services.rights
    holder = await _heard_ahead(room, song, Stage.TO_ASK)
    step = StepText(Stage.QUOTED, "12 USD")
    await rights.advance(SUPERVISOR, room.room, holder.id, step, holder.step)
    await rights.say_whole(SUPERVISOR, room.room, song, Side.SONG, whole=True)
    await rights.say_whole(SUPERVISOR, room.room, song, Side.SONG, whole=False)
    await rights.add_holder(SUPERVISOR, room.room, song, Side.SONG, HolderText("Another"))
    said = [one.status for one in (await rights.view(SUPERVISOR, room.room, song)).steps]
    assert said == [Stage.TO_ASK, Stage.TO_ASK, Stage.QUOTED, True, False, Stage.TO_ASK]


async def test_letters_are_sent_after_all_that_was_said(house: House) -> None:
    room = await boarded(house)
    song = room.board[0]
    await _heard_ahead(room, song, Stage.TO_ASK)
    drafts = await room.draft()
    assert drafts.id is not None
    await house.services.rights_letters.mark_sent(SUPERVISOR, room.room, drafts.id)
    view = await house.services.rights.view(SUPERVISOR, room.room, song)
    assert view.steps[-1].status is Stage.ASKED
