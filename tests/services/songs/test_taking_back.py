"""An import is taken back whole, less what people have touched since; and comes back for a day."""

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.errors import EpisodeLocked, InvalidInput, NotAllowed
from bot.domain.imports import BRING_BACK_WITHIN, ImportState, Touch
from bot.domain.model import Episode, EpisodeState, Proposal
from bot.services.ports.read_models import TakeBackView
from bot.services.songs.import_sources import FileSongs
from bot.songfiles import read
from tests.builders import person, recording
from tests.services.conftest import House
from tests.services.songs.importing import (
    ID,
    begin,
    current,
    longlist,
    numbers,
    shown,
    songs,
)

Touching = Callable[[House, Episode, Proposal], Awaitable[object]]


async def imported(house: House, episode: Episode, count: int = 4, first: int = 1) -> int:
    """Import a playlist of so many songs, and return the import."""
    house.library.playlists[ID] = songs(count, first)
    import_id = (await begin(house, episode)).import_.id
    await house.work_off()
    return import_id


async def take_back(house: House, import_id: int) -> TakeBackView:
    return await house.services.taking_back.take_back(house.boss, house.room, import_id)


async def bring_back(house: House, import_id: int) -> int:
    _, back = await house.services.taking_back.bring_back(house.boss, house.room, import_id)
    return back


async def seconds(house: House, _: Episode, song: Proposal) -> object:
    return await house.services.proposals.second(person(7), house.room, song.id)


async def notes(house: House, _: Episode, song: Proposal) -> object:
    return await house.services.proposals.note(person(7), house.room, song.id, "Mine")


async def shortlists(house: House, episode: Episode, song: Proposal) -> object:
    pick = house.services.shortlists.toggle
    return await pick(house.boss, house.room, episode, on=[song.id])


async def gives(house: House, _: Episode, song: Proposal) -> object:
    maya = (await house.services.characters.create(house.boss, house.room, "Maya")).character
    return await house.services.characters.assign(person(7), house.room, song.id, maya.id)


async def votes(house: House, episode: Episode, song: Proposal) -> object:
    """Put the song into a vote, and take it off the shortlist once that is over."""
    pick = house.services.shortlists.toggle
    own = await house.proposed(episode, 2)
    on = [song.id, *(one.id for one in own)]
    await pick(house.boss, house.room, episode, on=on)
    await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=1
    )
    await house.close(episode)
    return await pick(house.boss, house.room, episode, off=on)


async def adds_to_board(house: House, episode: Episode, song: Proposal) -> object:
    own = await house.proposed(episode, 3)
    pick = house.services.shortlists.toggle
    await pick(house.boss, house.room, episode, on=[one.id for one in own])
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=1
    )
    await house.vote(view.round.id, 7, 1)
    await house.close(episode)
    add = house.services.boards.add_song
    return await add(house.boss, house.room, episode, song.id, reason="It has to be")


TOUCHED: dict[Touch, Touching] = {
    Touch.SECOND: seconds,
    Touch.NOTE: notes,
    Touch.SHORTLIST: shortlists,
    Touch.CHARACTER: gives,
    Touch.VOTE: votes,
    Touch.BOARD: adds_to_board,
}


def test_every_reason_to_stay_is_tried() -> None:
    assert TOUCHED.keys() == set(Touch)


async def test_all_that_an_import_brought_is_withdrawn_at_once(house: House) -> None:
    episode = await house.episode()
    [own] = await house.proposed(episode, 1)
    import_id = await imported(house, episode, 120, first=500)
    view = await take_back(house, import_id)
    assert (len(view.untouched), len(view.touched)) == (120, 0)
    assert [one.id for one in await longlist(house, episode)] == [own.id]
    await house.work_off()
    end = await current(house, import_id)
    assert (end.state, end.taken, end.kept) == (ImportState.TAKEN_BACK, 120, 0)
    assert shown(house) == end


@pytest.mark.parametrize("touch", Touch)
async def test_what_people_have_touched_since_stays(house: House, touch: Touch) -> None:
    episode = await house.episode()
    import_id = await imported(house, episode, 4, first=500)
    song = (await longlist(house, episode))[1]
    await TOUCHED[touch](house, episode, song)
    look = await house.services.taking_back.look(house.boss, house.room, import_id)
    assert [(one.id, one.touch) for one in look.touched] == [(song.id, touch)]
    assert len(look.untouched) == 3
    await take_back(house, import_id)
    left = [one for one in await longlist(house, episode) if one.song.title >= "Song 500"]
    assert [one.id for one in left if one.proposer_id == 0] == [song.id]
    assert (await current(house, import_id)).kept == 1


async def test_what_was_on_the_longlist_before_is_not_touched(house: House) -> None:
    episode = await house.episode()
    own = await house.services.proposals.propose(person(2), house.room, episode, recording(2))
    import_id = await imported(house, episode, 3)
    await take_back(house, import_id)
    assert [one.id for one in await longlist(house, episode)] == [own.id]


async def test_what_was_said_before_an_import_keeps_no_song(house: House) -> None:
    """A song that was withdrawn and comes back with an import has its old notes again."""
    episode = await house.episode()
    services = house.services
    own = await services.proposals.propose(person(2), house.room, episode, recording(2), "Mine")
    await services.proposals.second(person(3), house.room, own.id)
    await services.withdrawals.withdraw(person(2), house.room, own.id)
    house.clock.move(60)
    import_id = await imported(house, episode, 3)
    assert len((await take_back(house, import_id)).untouched) == 3


async def test_what_somebody_has_put_forward_anew_is_theirs(house: House) -> None:
    episode = await house.episode()
    import_id = await imported(house, episode, 3)
    first = (await longlist(house, episode))[0]
    await house.services.withdrawals.withdraw(house.boss, house.room, first.id)
    await house.services.proposals.propose(person(2), house.room, episode, recording(1))
    assert len((await take_back(house, import_id)).songs) == 2
    assert numbers(await longlist(house, episode)) == [1]


async def test_one_that_is_running_stops_first(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(120)
    import_id = 0

    async def meanwhile(place: int) -> None:
        if place == 100:
            assert (await current(house, import_id)).state is ImportState.RUNNING
            assert len((await take_back(house, import_id)).untouched) == 100

    house.library.meanwhile = meanwhile
    import_id = (await begin(house, episode)).import_.id
    await house.work_off()
    house.library.meanwhile = None
    assert await longlist(house, episode) == []
    end = await current(house, import_id)
    assert (end.state, end.place, end.taken) == (ImportState.TAKEN_BACK, 100, 100)
    assert await bring_back(house, import_id) == 100
    assert (await current(house, import_id)).state is ImportState.FAILED
    await begin(house, episode)
    await house.work_off()
    assert numbers(await longlist(house, episode)) == list(range(1, 121))
    assert (await current(house, import_id)).state is ImportState.DONE


async def test_it_can_be_brought_back_for_a_day(house: House) -> None:
    episode = await house.episode()
    import_id = await imported(house, episode, 4)
    before = await longlist(house, episode)
    await house.services.withdrawals.withdraw(house.boss, house.room, before[3].id)
    await take_back(house, import_id)
    house.clock.move(BRING_BACK_WITHIN - 1)
    assert await bring_back(house, import_id) == 3
    await house.work_off()
    assert await longlist(house, episode) == before[:3], "what was withdrawn alone stays so"
    assert shown(house).state is ImportState.DONE
    await take_back(house, import_id)
    house.clock.move(BRING_BACK_WITHIN)
    with pytest.raises(InvalidInput) as told:
        await bring_back(house, import_id)
    assert told.value.what == "takeback.late"


async def test_what_has_come_another_way_meanwhile_does_not_come_twice(house: House) -> None:
    episode = await house.episode()
    import_id = await imported(house, episode, 3)
    await take_back(house, import_id)
    propose = house.services.proposals.propose
    await propose(person(2), house.room, episode, recording(1))
    await propose(
        person(2), house.room, episode, house.services.songs.by_hand("Song 2", "Artist 2")
    )
    assert await bring_back(house, import_id) == 1
    assert sorted(numbers(await longlist(house, episode))) == [1, 2, 3]


async def test_the_same_can_be_imported_again_after_it_was_taken_back(house: House) -> None:
    episode = await house.episode()
    first = await imported(house, episode, 3)
    await take_back(house, first)
    second = await imported(house, episode, 3)
    assert second != first
    assert numbers(await longlist(house, episode)) == [1, 2, 3]
    assert await bring_back(house, first) == 0
    await take_back(house, second)
    assert await longlist(house, episode) == []


async def test_a_file_is_taken_back_like_a_playlist(house: House) -> None:
    episode = await house.episode()
    content = "".join(f"Band {n} - Tune {n}\n" for n in range(70)).encode()
    file = FileSongs("a.txt", "f" * 64, read(content, "a.txt"))
    begin_file = house.services.imports.begin_file
    view = await begin_file(house.boss, house.room, episode, file)
    await house.work_off()
    assert len(await longlist(house, episode)) == 70
    await take_back(house, view.import_.id)
    assert await longlist(house, episode) == []
    assert await bring_back(house, view.import_.id) == 70


@pytest.mark.parametrize(("again", "what"), [(take_back, "twice"), (bring_back, "not")])
async def test_neither_is_done_twice(
    house: House, again: Callable[[House, int], Awaitable[object]], what: str
) -> None:
    episode = await house.episode()
    import_id = await imported(house, episode, 3)
    await take_back(house, import_id)
    if again is bring_back:
        await bring_back(house, import_id)
    with pytest.raises(InvalidInput) as told:
        await again(house, import_id)
    assert told.value.what == f"takeback.{what}"


async def test_where_nothing_is_left_it_says_so(house: House) -> None:
    episode = await house.episode()
    import_id = await imported(house, episode, 1)
    [song] = await longlist(house, episode)
    await house.services.proposals.second(person(7), house.room, song.id)
    with pytest.raises(InvalidInput) as told:
        await take_back(house, import_id)
    assert told.value.what == "takeback.nothing"


async def test_only_the_showrunner_and_only_while_the_episode_can_be_changed(house: House) -> None:
    episode = await house.episode()
    import_id = await imported(house, episode, 2)
    for method in ("look", "take_back", "bring_back"):
        with pytest.raises(NotAllowed):
            await getattr(house.services.taking_back, method)(person(7), house.room, import_id)
    async with house.store.transaction(None) as unit:
        await unit.episodes.set_state(episode.id, EpisodeState.ACTIVE, EpisodeState.LOCKED)
    with pytest.raises(EpisodeLocked):
        await take_back(house, import_id)
    assert len(await longlist(house, episode)) == 2
