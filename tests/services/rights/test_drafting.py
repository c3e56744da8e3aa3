"""Which songs letters are drafted for, and how much is read for them."""

import pytest

from bot.domain.board import Clearance
from bot.domain.model import RoomId, SongId
from bot.domain.rights import Money, Side, Stage
from bot.services.ports.repositories.rights import StoredStep
from bot.services.rights import letters
from storage.repositories.rights import SqlRightsRepository
from tests.services.boarded import boarded
from tests.services.conftest import House


async def test_the_steps_of_a_song_are_read_once_and_only_for_letters_that_are_drafted(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = await boarded(house)
    first, second, third = room.board
    for song in (first, first, first, second, third):
        await room.step(await room.hold(song, "Offered"), Stage.TO_ASK, "500 USD")
    read: list[SongId] = []
    steps = SqlRightsRepository.steps

    async def noted(
        self: SqlRightsRepository, room_id: RoomId, song_id: SongId
    ) -> tuple[StoredStep, ...]:
        read.append(song_id)
        return await steps(self, room_id, song_id)

    monkeypatch.setattr(SqlRightsRepository, "steps", noted)
    monkeypatch.setattr(letters, "LETTERS_MAX", 4)
    drafts = await room.draft()
    assert [one.offers for one in drafts.letters] == [(Money(50_000, "USD"),)] * 4
    assert drafts.waiting == 1
    assert sorted(read) == sorted([first, second])


async def test_denied_songs_are_left_out_and_named_unless_one_is_asked_for_by_itself(
    house: House,
) -> None:
    room = await boarded(house)
    first, second, third = room.board
    for song in room.board:
        await room.hold(song, f"Publisher of {room.board.index(song)}")
    label = await room.hold(first, "A label", Side.RECORDING)
    await room.step(label, Stage.REFUSED)
    at = (house.boss, room.room, room.episode)
    await house.services.boards.set_clearance(*at, third, Clearance.DENIED)
    drafts = await room.draft()
    assert [one.name for one in drafts.letters] == ["Publisher of 1"]
    assert [one.id for one in drafts.denied] == [first, third]
    assert [one.id for one in drafts.unheld] == [second]
    alone = await room.draft(first)
    assert [one.name for one in alone.letters] == ["Publisher of 0"]
    assert alone.denied == ()
