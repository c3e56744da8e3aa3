"""A file of songs comes onto a longlist; nobody is asked, and nothing is trusted that it says."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.domain.errors import EpisodeArchived, InvalidInput, NotAllowed, StorageError
from bot.domain.imports import ImportFault, ImportState
from bot.domain.model import ChannelId, Episode, GuildId, Recording, Room, SongId
from bot.domain.song_files import FileEntry, FileKind, LeftOut, Omission, SongFile
from bot.domain.structs import replace
from bot.effect_leases import LEASE
from bot.services.ports.read_models import ImportView
from bot.services.songs.import_sources import FILE_PAGE, FileSongs
from storage.repositories.imports import SqlImportRepository
from tests.builders import person, recording
from tests.services.conftest import House
from tests.services.songs.importing import current, longlist, shown, waiting


def file_of(*songs: Recording, left_out: int = 0, fingerprint: str = "f" * 64) -> FileSongs:
    entries = tuple(FileEntry(place, song) for place, song in enumerate(songs, 2))
    omissions = tuple(Omission(99, "?", LeftOut.NO_ARTIST) for _ in range(left_out))
    return FileSongs("a.csv", fingerprint, SongFile(FileKind.CSV, entries, omissions))


def told(number: int, **facts: str) -> Recording:
    """Return a song as a file tells of it: with the link of song `number`, under another name."""
    uri = f"spotify:track:{number:022}"
    return replace(Recording(f"Told {number}", ("Somebody",), uri), **facts)  # type: ignore[arg-type]


def many(count: int) -> list[Recording]:
    return [Recording(f"Song {n}", (f"Singer {n}",)) for n in range(count)]


async def begin(
    house: House, episode: Episode, songs: FileSongs, room: Room | None = None
) -> ImportView:
    return await house.services.imports.begin_file(house.boss, room or house.room, episode, songs)


async def test_it_comes_in_order_and_says_what_was_left_out(house: House) -> None:
    episode = await house.episode()
    begun = await begin(house, episode, file_of(*many(2 * FILE_PAGE + 3), left_out=4))
    await house.work_off()
    end = await current(house, begun.import_.id)
    assert (end.state, end.added, end.present, end.left_out) == (ImportState.DONE, 103, 0, 4)
    assert [one.song.title for one in await longlist(house, episode)] == [
        f"Song {n}" for n in range(103)
    ]
    assert shown(house) == replace(end, message_id=shown(house).message_id)
    assert await house.rows("SELECT count(*) FROM import_pages") == [(0,)]
    assert house.library.asked == []
    assert house.catalogue.asked == []


async def test_the_same_song_is_known_by_link_code_and_name(house: House) -> None:
    episode = await house.episode()
    stored = await house.services.proposals.propose(
        person(1), house.room, await house.episode("105"), recording(1)
    )
    by_hand = await house.services.proposals.propose(
        person(1), house.room, await house.episode("106"), Recording("Blue", ("Joni",))
    )
    songs = file_of(told(1), Recording("BLUE", ("Joni",), isrc="GBUM71600001"))
    await begin(house, episode, songs)
    await house.work_off()
    first, second = [one.song for one in await longlist(house, episode)]
    assert first == stored.song
    assert second == by_hand.song


async def test_what_one_rooms_file_says_is_not_what_another_room_sees(house: House) -> None:
    episode = await house.episode()
    await begin(house, episode, file_of(told(7, title="Slander")))
    await house.work_off()
    [mine] = await longlist(house, episode)
    assert mine.song.recording.uri == recording(7).uri
    rival = person(8, manages=True)
    other = await house.services.rooms.setup(
        rival, GuildId(6), ChannelId(20), title="Rivals", timezone="UTC"
    )
    found = await house.services.songs.look_up(rival, other, recording(7).uri)
    assert found.song == recording(7)
    theirs = await house.services.episodes.create(rival, other, "1")
    await house.services.imports.begin_file(
        person(8, manages=True), other, theirs, file_of(told(7))
    )
    await house.work_off()
    [their] = await longlist(house, theirs)
    assert their.song.title == "Told 7"


async def test_the_song_behind_a_files_link_is_on_the_list_already(house: House) -> None:
    episode = await house.episode()
    await begin(house, episode, file_of(told(7)))
    await house.work_off()
    [mine] = await longlist(house, episode)
    same = await house.store.read.proposals.same_recording(
        episode.id, replace(mine.song, id=SongId(mine.song.id + 1), recording=recording(7))
    )
    assert same == mine
    again = file_of(recording(7), *many(1), fingerprint="a" * 64)
    assert await house.services.imports.present(house.room, episode, again) == (True, False)


async def test_the_winners_links_are_wanted_in_the_playlist(house: House) -> None:
    episode = await house.episode()
    await begin(house, episode, file_of(told(7), told(8)))
    await house.work_off()
    proposals = await longlist(house, episode)
    await house.services.shortlists.toggle(
        house.boss, house.room, episode, on=[one.id for one in proposals]
    )
    await house.services.shortlists.present(house.boss, house.room, episode)
    await house.work_off()
    wanted = [intent.wanted for intent in house.playlists.intents]
    assert (recording(7).uri, recording(8).uri) in wanted


def at_second_page(monkeypatch: pytest.MonkeyPatch, act: Callable[[], Awaitable[object]]) -> None:
    """Have something happen once, when the second page of a file is read."""
    page, done = SqlImportRepository.page, list[int]()

    async def read(self: SqlImportRepository, import_id: int, place: int) -> tuple[Recording, ...]:
        if place == FILE_PAGE and not done:
            done.append(place)
            await act()
        return await page(self, import_id, place)

    monkeypatch.setattr(SqlImportRepository, "page", read)


async def test_a_crash_between_two_pages_loses_and_doubles_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode = await house.episode()

    async def crash() -> None:
        raise StorageError("gone")

    at_second_page(monkeypatch, crash)
    begun = await begin(house, episode, file_of(*many(3 * FILE_PAGE)))
    await house.work_off()
    assert (await current(house, begun.import_.id)).place == FILE_PAGE
    house.clock.move(LEASE + 1)
    await house.work_off()
    end = await current(house, begun.import_.id)
    assert (end.added, end.present) == (3 * FILE_PAGE, 0)
    assert len(await longlist(house, episode)) == 3 * FILE_PAGE
    assert await waiting(house) == [(0,)]


async def test_what_was_stopped_goes_on_with_the_same_file(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode, songs = await house.episode(), file_of(*many(2 * FILE_PAGE))
    imports = house.services.imports

    async def stop() -> None:
        [view] = (await house.services.rooms.status(house.room)).imports
        await imports.stop(house.boss, house.room, view.import_.id)

    at_second_page(monkeypatch, stop)
    begun = await begin(house, episode, songs)
    await house.work_off()
    assert (await current(house, begun.import_.id)).state is ImportState.FAILED
    again = await begin(house, episode, songs)
    assert (again.import_.id, again.import_.place) == (begun.import_.id, FILE_PAGE)
    await house.work_off()
    assert len(await longlist(house, episode)) == 2 * FILE_PAGE


async def test_another_file_takes_the_place_of_a_stopped_one(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode = await house.episode()

    async def archive() -> None:
        await house.services.episodes.archive(house.boss, house.room, episode)

    at_second_page(monkeypatch, archive)
    begun = await begin(house, episode, file_of(*many(2 * FILE_PAGE)))
    await house.work_off()
    assert (await current(house, begun.import_.id)).fault is ImportFault.OVER
    other = file_of(*many(FILE_PAGE + 1), fingerprint="a" * 64)
    with pytest.raises(EpisodeArchived):
        await begin(house, episode, other)
    await house.services.episodes.archive(house.boss, house.room, episode, undo=True)
    assert (await begin(house, episode, other)).import_.id != begun.import_.id
    await house.work_off()
    assert len(await longlist(house, episode)) == FILE_PAGE + 1
    assert await house.rows("SELECT count(*) FROM import_pages") == [(0,)]


async def test_only_the_showrunner_and_one_at_a_time(house: House) -> None:
    episode = await house.episode()
    with pytest.raises(NotAllowed):
        await house.services.imports.begin_file(person(7), house.room, episode, file_of(*many(1)))
    one, two = file_of(*many(1)), file_of(*many(2), fingerprint="a" * 64)
    await house.outbox.stop()  # none ends before the other begins
    begins = (begin(house, episode, one), begin(house, episode, two))
    ends = await asyncio.gather(*begins, return_exceptions=True)
    refused = [end for end in ends if isinstance(end, InvalidInput)]  # whichever came second
    assert [refusal.what for refusal in refused] == ["import.running"]
    assert len(ends) - len(refused) == 1
