"""Whatever stops an import, each page comes once."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.domain.errors import (
    NeedsReconnect,
    NotAllowed,
    RateLimited,
    SpotifyUnavailable,
    StorageError,
)
from bot.domain.imports import ImportFault, ImportState
from bot.domain.model import Proposal, ProposalId
from bot.effect_leases import LEASE
from storage.repositories.proposals import SqlProposalRepository
from tests.builders import person, recording
from tests.services.conftest import House
from tests.services.songs.importing import (
    ID,
    LINK,
    OTHER,
    THIRTEEN_HOURS,
    begin,
    current,
    longlist,
    numbers,
    shown,
    songs,
    waiting,
)


async def go_on(house: House) -> None:
    """Work off what is left after the lease of a process that is no more."""
    house.clock.move(LEASE + 1)
    await house.work_off()


@pytest.mark.parametrize("page", range(4))
async def test_a_crash_before_a_page_is_kept_loses_nothing(house: House, page: int) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(170)

    async def dies(place: int) -> None:
        if place == page * 50:
            house.library.meanwhile = None
            raise SpotifyUnavailable("read a playlist")

    house.library.meanwhile = dies
    view = await begin(house, episode)
    await house.work_off()
    assert (await current(house, view.import_.id)).place == page * 50
    await go_on(house)
    assert numbers(await longlist(house, episode)) == list(range(1, 171))
    end = await current(house, view.import_.id)
    assert (end.added, end.present, end.changed) == (170, 0, False)


@pytest.mark.parametrize("page", range(4))
async def test_a_crash_after_a_page_is_kept_doubles_nothing(house: House, page: int) -> None:
    """The transaction is committed, and the effect not settled: it is made again."""
    episode = await house.episode()
    house.library.playlists[ID] = songs(170)
    await house.outbox.stop()
    imports, import_id = house.services.imports, (await begin(house, episode)).import_.id
    for effect_id in range(page + 1):
        await imports.read_page(import_id, effect_id + 1)
    before = (len(house.library.asked), await waiting(house))
    await imports.read_page(import_id, page + 1)
    assert (len(house.library.asked), await waiting(house)) == before
    house.outbox.start()
    await house.work_off()
    assert numbers(await longlist(house, episode)) == list(range(1, 171))
    end = await current(house, import_id)
    assert (end.state, end.added, end.present) == (ImportState.DONE, 170, 0)


@pytest.mark.parametrize("song", [1, 25, 50, 51, 60])
async def test_a_page_that_is_half_kept_is_not_kept_at_all(
    house: House, monkeypatch: pytest.MonkeyPatch, song: int
) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(60)
    put, puts = SqlProposalRepository.add, 0

    async def fails_once(
        self: SqlProposalRepository, proposal: Proposal, import_id: int | None = None
    ) -> ProposalId:
        nonlocal puts
        puts += 1
        if puts == song:
            raise StorageError("disk I/O error")
        return await put(self, proposal, import_id)

    monkeypatch.setattr(SqlProposalRepository, "add", fails_once)
    import_id = (await begin(house, episode)).import_.id
    await house.work_off()
    kept = 0 if song <= 50 else 50
    assert len(await longlist(house, episode)) == kept
    assert (await current(house, import_id)).place == kept
    await go_on(house)
    assert numbers(await longlist(house, episode)) == list(range(1, 61))
    end = await current(house, import_id)
    assert (end.state, end.added, end.present) == (ImportState.DONE, 60, 0)


async def test_two_who_read_the_same_page_bring_it_once(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(50)
    await house.outbox.stop()
    import_id = (await begin(house, episode)).import_.id
    both = [house.services.imports.read_page(import_id, effect) for effect in (1, 2)]
    await asyncio.gather(*both)
    assert len(house.library.asked) == 3
    end = await current(house, import_id)
    assert (end.added, end.present, end.place) == (50, 0, 50)


async def test_it_waits_as_long_as_spotify_says_and_shows_it(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(220)
    until = house.clock.now() + THIRTEEN_HOURS
    house.library.trouble = [None, None, None, RateLimited(until)]
    view = await begin(house, episode)
    await house.work_off()
    at_hand = await current(house, view.import_.id)
    assert (at_hand.place, at_hand.waits_until) == (100, int(until))
    assert shown(house).waits_until == int(until)
    asked = len(house.library.asked)
    house.clock.move(THIRTEEN_HOURS - 60)
    await house.work_off()
    assert len(house.library.asked) == asked
    house.clock.move(120)
    await house.work_off()
    assert [place for _, place in house.library.asked] == [-1, 0, 50, 100, 100, 150, 200]
    assert numbers(await longlist(house, episode)) == list(range(1, 221))
    end = await current(house, view.import_.id)
    assert (end.state, end.added, end.waits_until) == (ImportState.DONE, 220, 0)
    assert shown(house) == end


async def test_a_sync_does_not_wait_behind_an_import_that_waits(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(20)
    house.library.trouble = [None, RateLimited(house.clock.now() + THIRTEEN_HOURS)]
    await begin(house, episode)
    await house.work_off()
    other = await house.episode("105")
    proposals = await house.proposed(other, 3)
    await house.services.shortlists.toggle(
        house.boss, house.room, other, on=[one.id for one in proposals]
    )
    round_ = await house.services.rounds.schedule(
        house.boss, house.room, other, closes="in 2 hours", seats=2
    )
    await house.vote(round_.round.id, 7, 1, 2)
    await house.close(other)
    await house.work_off()
    assert house.playlists.boards


@pytest.mark.parametrize("trouble", [SpotifyUnavailable("x", 503), NeedsReconnect()])
async def test_other_trouble_is_waited_out(house: House, trouble: Exception) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(70)
    house.library.trouble = [None, None, trouble, trouble]
    view = await begin(house, episode)
    for _ in range(3):
        await house.work_off()
        house.clock.move(3700)
    await house.work_off()
    assert (await current(house, view.import_.id)).added == 70


async def test_a_person_may_propose_and_edit_the_playlist_meanwhile(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(120)

    async def adds(place: int) -> None:
        if place == 50:
            house.library.playlists[ID].append(recording(121))
            await house.services.proposals.propose(person(2), house.room, episode, recording(70))

    house.library.meanwhile = adds
    view = await begin(house, episode)
    await house.work_off()
    assert sorted(numbers(await longlist(house, episode))) == list(range(1, 122))
    end = await current(house, view.import_.id)
    assert (end.added, end.present, end.total, end.changed) == (120, 1, 121, True)


async def test_a_playlist_that_shrinks_comes_to_an_end(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(120)

    async def removes(place: int) -> None:
        if place == 100:
            del house.library.playlists[ID][60:]

    house.library.meanwhile = removes
    view = await begin(house, episode)
    await house.work_off()
    end = await current(house, view.import_.id)
    assert (end.state, end.changed, end.added) == (ImportState.DONE, True, 100)


async def closes(house: House) -> None:
    house.library.closed.add(ID)


async def deletes(house: House) -> None:
    house.library.playlists[OTHER] = house.library.playlists.pop(ID)


@pytest.mark.parametrize(
    ("loses", "fault"), [(closes, ImportFault.CLOSED), (deletes, ImportFault.GONE)]
)
async def test_an_import_that_is_broken_off_says_so_and_can_be_taken_up(
    house: House, loses: Callable[[House], Awaitable[None]], fault: ImportFault
) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(120)

    async def meanwhile(place: int) -> None:
        if place == 50:
            house.library.meanwhile = None
            await loses(house)

    house.library.meanwhile = meanwhile
    first = await begin(house, episode)
    await house.work_off()
    ended = await current(house, first.import_.id)
    assert (ended.state, ended.fault, ended.place) == (ImportState.FAILED, fault, 50)
    assert shown(house) == ended
    assert await waiting(house) == [(0,)]

    house.library.closed.clear()
    house.library.playlists[ID] = songs(120)
    again = await begin(house, episode)
    assert (again.import_.id, again.import_.place) == (ended.id, 50)
    await house.work_off()
    assert [what for what, _ in house.announcer.said].count("post ImportMessage") == 2
    end = await current(house, ended.id)
    assert (end.state, end.added, end.present) == (ImportState.DONE, 120, 0)


async def test_the_showrunner_stops_an_import_in_the_middle_of_a_page(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(200)
    view = await begin(house, episode)
    imports = house.services.imports

    async def meanwhile(place: int) -> None:
        if place == 50:
            house.library.meanwhile = None
            with pytest.raises(NotAllowed):
                await imports.stop(person(101), house.room, view.import_.id)
            stopped = await imports.stop(house.boss, house.room, view.import_.id)
            assert stopped.import_.state is ImportState.FAILED

    house.library.meanwhile = meanwhile
    await house.work_off()
    ended = await current(house, view.import_.id)
    assert (ended.state, ended.place, ended.added) == (ImportState.FAILED, 50, 50)
    assert shown(house) == ended
    assert await waiting(house) == [(0,)]
    assert (await begin(house, episode)).import_.place == 50
    await house.work_off()
    assert (await imports.stop(house.boss, house.room, ended.id)).import_.state is ImportState.DONE


async def test_one_given_up_by_the_outbox_can_be_taken_up_or_replaced(house: House) -> None:
    episode = await house.episode()
    for playlist in (ID, OTHER):
        house.library.playlists[playlist] = songs(60)
    for link, place in ((LINK, 50), (f"spotify:playlist:{OTHER}", 0)):
        house.library.trouble = []
        await house.outbox.stop()
        stuck = await begin(house, episode)
        if not stuck.import_.place:
            await house.services.imports.read_page(stuck.import_.id, 1)
        await house.rows("UPDATE outbox SET state = 'dropped' WHERE state = 'waiting'")
        house.outbox.start()
        again = await begin(house, episode, link)
        assert again.import_.place == place
        await house.work_off()
        assert (await current(house, again.import_.id)).state is ImportState.DONE
        assert await house.store.read.imports.running(house.room.id) == ()
