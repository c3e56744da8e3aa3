"""Which songs letters are drafted for, and how much is read for them."""

import pytest

from bot.domain.board import Clearance
from bot.domain.model import RoomId, SongId
from bot.domain.rights import Beside, Money, Side, Stage
from bot.export.letter_text import letter_text
from bot.services.board.pairing import PairText
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


async def test_a_song_that_is_woven_with_another_says_so_and_not_with_which(house: House) -> None:
    room = await boarded(house)
    first, _, third = room.board
    for song in room.board:
        await room.hold(song, f"Publisher of {room.board.index(song)}")
    boards, at = house.services.boards, (house.boss, room.room, room.episode)
    await boards.pair(*at, third, PairText(first, begins=True, how="She hums it over the other"))
    letters = {one.name[-1]: one for one in (await room.draft()).letters}
    woven = {name: one.why.beside for name, one in letters.items()}
    assert woven == {"0": Beside.AFTER, "1": Beside.NOTHING, "2": Beside.BEFORE}
    for name, other in (("0", "2"), ("2", "0")):
        said = letter_text(letters[name])
        assert "Heard with: " in said
        assert letters[other].song.title not in said
        assert "hums" not in said
    assert "Heard with" not in letter_text(letters["1"])
    # By itself it is the same song in the same slot; alone in its slot, it is woven with nothing.
    [letter] = (await room.draft(third)).letters
    assert letter.why.beside is Beside.BEFORE
    await boards.remove_song(*at, first, "No")
    [letter] = (await room.draft(third)).letters
    assert letter.why.beside is Beside.NOTHING
