"""There is an end to what one person can add, and whoever meets it is told so kindly."""

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.bounds import BOUNDS
from bot.domain.errors import InvalidInput
from bot.domain.model import Episode, Proposal, UserId
from bot.domain.rights import Side
from bot.services.rights import HolderText
from bot.services.rights.credits import CreditsText
from bot.services.songs.import_sources import FileSongs
from bot.songfiles import read
from cogs.ui.kit.bound_error_texts import INVALID
from tests.builders import person, recording
from tests.services.conftest import House

WRITER = person(7)
Add = Callable[[House, Episode, Proposal, int], Awaitable[object]]


async def proposes(house: House, episode: Episode, _: Proposal, n: int) -> object:
    return await house.services.proposals.propose(WRITER, house.room, episode, recording(100 + n))


async def notes(house: House, _: Episode, song: Proposal, n: int) -> object:
    return await house.services.proposals.note(WRITER, house.room, song.id, f"Word {n}")


async def names(house: House, _: Episode, __: Proposal, n: int) -> object:
    return await house.services.characters.create(house.boss, house.room, f"Character {n}")


async def begins(house: House, _: Episode, __: Proposal, n: int) -> object:
    return await house.services.episodes.create(house.boss, house.room, f"20{n}")


async def enlists(house: House, _: Episode, __: Proposal, n: int) -> object:
    return await house.services.rooms.edit_roster(house.boss, house.room, add=[UserId(900 + n)])


async def imports(house: House, episode: Episode, _: Proposal, n: int) -> object:
    file = read(f"Band {n} - Tune {n}".encode(), "a.txt")
    songs = FileSongs("a.txt", f"{n:064}", file)
    begun = await house.services.imports.begin_file(house.boss, house.room, episode, songs)
    await house.work_off()
    return begun


async def holds(house: House, _: Episode, song: Proposal, n: int) -> object:
    holder = HolderText(f"Publisher {n}")
    return await house.services.rights.add_holder(
        house.boss, house.room, song.song.id, Side.SONG, holder
    )


async def credits_of(house: House, _: Episode, song: Proposal, n: int) -> object:
    text = CreditsText(f"Writer {n}")
    return await house.services.credits.write(house.boss, house.room, song.song.id, text)


ADDED: dict[str, tuple[Add, int]] = {
    "proposals": (proposes, 0),
    "notes": (notes, 0),
    "characters": (names, 0),
    "episodes": (begins, 1),
    "roster": (enlists, 1),
    "imports": (imports, 0),
    "holders": (holds, 0),
    "credits": (credits_of, 0),
}
"""Who adds one of each, and how many there are before they begin."""


def test_every_bound_is_tried_and_has_a_text() -> None:
    assert ADDED.keys() | {"import"} == BOUNDS.keys()
    assert {f"many.{what}" for what in BOUNDS} == INVALID.keys()


@pytest.mark.parametrize("what", ADDED)
async def test_one_more_than_there_can_be_is_refused(
    house: House, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    episode = await house.episode()
    [song] = await house.proposed(episode, 1)
    add, there = ADDED[what]
    monkeypatch.setitem(BOUNDS, what, there + 3)
    for n in range(3):
        await add(house, episode, song, n)
    with pytest.raises(InvalidInput) as told:
        await add(house, episode, song, 3)
    assert (told.value.what, told.value.facts) == (f"many.{what}", {"limit": there + 3})
    if what in ("proposals", "notes"):  # a writer's own: others go on
        await house.services.proposals.note(person(8), house.room, song.id, "Mine")
        await house.services.proposals.propose(person(8), house.room, episode, recording(500))


async def test_an_hour_later_there_can_be_more_imports(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BOUNDS, "imports", 1)
    episode = await house.episode()
    [song] = await house.proposed(episode, 1)
    await imports(house, episode, song, 1)
    house.clock.move(3600)
    with pytest.raises(InvalidInput) as told:
        await imports(house, episode, song, 2)
    assert told.value.given == "a.txt"
    house.clock.move(1)
    await imports(house, episode, song, 2)
    assert len(await house.services.proposals.longlist(house.room, episode)) == 3


async def test_withdrawing_does_not_make_room_for_more(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has a card in the channel, which stays."""
    monkeypatch.setitem(BOUNDS, "proposals", 1)
    episode = await house.episode()
    propose = house.services.proposals.propose
    made = await propose(WRITER, house.room, episode, recording(1))
    await house.services.withdrawals.withdraw(WRITER, house.room, made.id)
    with pytest.raises(InvalidInput):
        await propose(WRITER, house.room, episode, recording(2))


async def test_a_playlist_that_is_too_long_is_not_begun(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BOUNDS, "import", 3)
    episode = await house.episode()
    for length, name in ((3, "a" * 22), (4, "b" * 22)):
        house.library.playlists[name] = [recording(n) for n in range(1, length + 1)]
    words = "https://open.spotify.com/playlist/"
    with pytest.raises(InvalidInput) as told:
        await house.services.imports.begin(house.boss, house.room, episode, words + "b" * 22)
    assert told.value.what == "many.import"
    await house.services.imports.begin(house.boss, house.room, episode, words + "a" * 22)
