"""A whole playlist onto the longlist: each page once, whatever happens between two of them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.domain.errors import (
    InvalidInput,
    NeedsReconnect,
    NotAllowed,
    NotFound,
    RateLimited,
    SpotifyRefused,
    SpotifyUnavailable,
    StorageError,
)
from bot.domain.imports import NOBODY, Import, ImportFault, ImportState
from bot.domain.model import ChannelId, Episode, GuildId, Proposal, ProposalId, Recording
from bot.outbox import LEASE
from bot.services.ports.announcements import ImportMessage
from bot.services.ports.read_models import ImportView
from bot.services.ports.repositories.outbox import EffectKind
from storage.repositories.proposals import SqlProposalRepository
from tests.builders import person, recording
from tests.services.conftest import House

ID, OTHER = "p" * 22, "q" * 22
LINK = f"https://open.spotify.com/playlist/{ID}?si=1"
THIRTEEN_HOURS = 48925


async def begin(house: House, episode: Episode, link: str = LINK) -> ImportView:
    return await house.services.imports.begin(house.boss, house.room, episode, link)


async def longlist(house: House, episode: Episode) -> list[Proposal]:
    return list(await house.store.read.proposals.longlist(episode.id))


async def current(house: House, import_id: int) -> Import:
    return (await house.services.imports.view(import_id)).import_


def shown(house: House) -> Import:
    """Return the import as its message shows it."""
    return house.announcer.of_type(ImportMessage)[-1].view.import_


def songs(count: int, first: int = 1) -> list[Recording | None]:
    return [recording(n) for n in range(first, first + count)]


def numbers(proposals: list[Proposal]) -> list[int]:
    return [int(one.song.title.removeprefix("Song ")) for one in proposals]


async def test_a_playlist_comes_in_its_order_without_cards(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(120)
    view = await begin(house, episode)
    assert (view.import_.total, view.import_.place) == (120, 0)
    assert house.library.asked[0] == (ID, -1)
    await house.work_off()
    proposals = await longlist(house, episode)
    assert numbers(proposals) == list(range(1, 121))
    assert {one.proposer_id for one in proposals} == {NOBODY}
    assert [place for _, place in house.library.asked] == [-1, 0, 50, 100]
    end = await current(house, view.import_.id)
    assert (end.state, end.added, end.present, end.left_out) == (ImportState.DONE, 120, 0, 0)
    assert not end.changed
    said = {what for what, _ in house.announcer.said}
    assert said == {"post ImportMessage", "edit ImportMessage"}
    assert shown(house) == end


async def test_2500_songs_take_51_calls_and_a_handful_of_edits(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(2500)
    view = await begin(house, episode)
    await house.work_off()
    assert len(await longlist(house, episode)) == 2500
    assert len(house.library.asked) == 51
    said = [what for what, _ in house.announcer.said]
    assert said.count("post ImportMessage") == 1
    assert said.count("edit ImportMessage") <= 2500 // 200 + 1
    assert (await current(house, view.import_.id)).added == 2500


async def test_nobody_is_kept_from_voting_for_what_was_imported(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(3)
    await begin(house, episode)
    await house.work_off()
    proposals = await longlist(house, episode)
    await house.services.shortlists.toggle(
        house.boss, house.room, episode, on=[one.id for one in proposals]
    )
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )
    await house.vote(view.round.id, house.boss.user_id, 1, 2)


@pytest.mark.parametrize(
    "there",
    [
        recording(2),
        recording(2, uri="spotify:track:" + "9" * 22, title="Song 2 (Remaster)"),
        recording(2, uri="", isrc="", title="  song  2", artists=("ARTIST 2",)),
        recording(2, uri="spotify:track:" + "9" * 22, isrc=""),
    ],
    ids=["same URI", "same ISRC", "by hand", "one without an ISRC"],
)
async def test_what_is_there_already_is_not_added_again(house: House, there: Recording) -> None:
    episode = await house.episode()
    first = await house.services.proposals.propose(person(2), house.room, episode, there)
    house.library.playlists[ID] = [recording(1), recording(2), None, recording(1), None]
    view = await begin(house, episode)
    await house.work_off()
    proposals = await longlist(house, episode)
    assert (proposals[0].id, len(proposals)) == (first.id, 2)
    end = await current(house, view.import_.id)
    assert (end.added, end.present, end.left_out) == (1, 2, 2)


async def test_another_version_is_another_song(house: House) -> None:
    episode = await house.episode()
    live = recording(1, uri="spotify:track:" + "8" * 22, isrc="OTHER")
    await house.services.proposals.propose(person(2), house.room, episode, live)
    house.library.playlists[ID] = songs(1)
    await begin(house, episode)
    await house.work_off()
    assert len(await longlist(house, episode)) == 2


async def test_what_is_imported_is_told_apart_as_single_proposals_are(house: House) -> None:
    """The rule is written twice: in SQL for one song, in Python for many. They agree."""
    pool = [
        replace(recording(1), uri=f"spotify:track:{number:022}", isrc=isrc, title=title)
        for number, (isrc, title) in enumerate(
            (isrc, title) for isrc in ("", "A", "B") for title in ("Song 1", "song  1", "Song 2")
        )
    ]
    pool += [Recording(title, ("Artist 1",)) for title in ("Song 1", "Song 2")]
    for number, first in enumerate(pool):
        for second in pool:
            one = await house.episode(f"{number}-{pool.index(second)}")
            async with house.store.transaction() as unit:
                known = [await unit.proposals.know(house.room.id, it) for it in (first, second)]
                await unit.proposals.put_missing(house.room.id, one.id, [first], NOBODY, 1)
                same = await unit.proposals.same_recording(one.id, known[1])
                added = await unit.proposals.put_missing(
                    house.room.id, one.id, [second, second], NOBODY, 1
                )
            assert (same is None) == (added == 1), (first, second)


async def test_a_withdrawn_song_comes_back_with_an_import(house: House) -> None:
    episode = await house.episode()
    made = await house.services.proposals.propose(person(2), house.room, episode, recording(1))
    await house.services.proposals.withdraw(person(2), house.room, made.id)
    house.library.playlists[ID] = songs(1)
    await begin(house, episode)
    await house.work_off()
    [back] = await longlist(house, episode)
    assert (back.proposer_id, back.withdrawn) == (NOBODY, False)


# Whatever stops it.


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


async def waiting(house: House) -> object:
    return await house.rows("SELECT count(*) FROM outbox WHERE state = 'waiting'")


@pytest.mark.parametrize("song", [1, 25, 50, 51, 60])
async def test_a_page_that_is_half_kept_is_not_kept_at_all(
    house: House, monkeypatch: pytest.MonkeyPatch, song: int
) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(60)
    put, puts = SqlProposalRepository.put, 0

    async def fails_once(self: SqlProposalRepository, proposal: Proposal) -> ProposalId:
        nonlocal puts
        puts += 1
        if puts == song:
            raise StorageError("disk I/O error")
        return await put(self, proposal)

    monkeypatch.setattr(SqlProposalRepository, "put", fails_once)
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
    await house.services.control.close(house.boss, house.room, other)
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


# Asking for it.


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("our songs", "import.no_link"),
        ("", "import.no_link"),
        (f"https://open.spotify.com/track/{1:022}", "import.track"),
        ("https://open.spotify.com/album/" + "a" * 22, "import.album"),
        ("https://open.spotify.com/artist/" + "a" * 22, "import.other"),
        ("https://open.spotify.com/show/" + "a" * 22, "import.other"),
        ("https://spotify.link/abcDEF", "import.short"),
        ("https://music.apple.com/us/playlist/x/pl.1", "import.other"),
        ("https://open.spotify.com/playlist/" + "z" * 22, "import.dead"),
        (f"spotify:playlist:{OTHER}", "import.closed"),
        ("spotify:playlist:" + "e" * 22, "import.empty"),
    ],
)
async def test_what_cannot_be_imported_is_told_with_what_was_typed(
    house: House, words: str, fault: str
) -> None:
    episode = await house.episode()
    house.library.playlists = {OTHER: songs(3), "e" * 22: []}
    house.library.closed.add(OTHER)
    with pytest.raises(InvalidInput) as refusal:
        await begin(house, episode, f" {words} ")
    assert (refusal.value.what, refusal.value.given.strip()) == (fault, words)
    assert await house.store.read.imports.running(house.room.id) == ()
    assert await waiting(house) == [(0,)]


@pytest.mark.parametrize(
    ("status", "kind"), [(403, InvalidInput), (401, SpotifyRefused), (451, SpotifyRefused)]
)
async def test_a_refusal_of_the_facts_is_told_apart(
    house: House, status: int, kind: type[Exception]
) -> None:
    episode = await house.episode()
    house.library.trouble = [SpotifyRefused("look up a playlist", status, "No")]
    with pytest.raises(kind):
        await begin(house, episode)


async def test_a_refusal_that_is_not_about_the_playlist_is_waited_out(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(3)
    house.library.trouble = [None, SpotifyRefused("read a playlist", 401, "No")]
    view = await begin(house, episode)
    await house.work_off()
    assert (await current(house, view.import_.id)).state is ImportState.RUNNING
    house.clock.move(3700)
    await house.work_off()
    assert (await current(house, view.import_.id)).added == 3


async def test_one_import_for_an_episode_at_a_time(house: House) -> None:
    episode, other = await house.episode(), await house.episode("105")
    house.library.playlists = {ID: songs(120), OTHER: songs(3)}
    house.library.trouble = [None, RateLimited(house.clock.now() + 100)]
    await begin(house, episode)
    await house.work_off()
    for link in (LINK, f"spotify:playlist:{OTHER}"):
        with pytest.raises(InvalidInput) as refusal:
            await begin(house, episode, link)
        assert refusal.value.what == "import.running"
        assert refusal.value.facts == {"done": 0, "total": 120}
    assert len(house.library.asked) == 2
    await begin(house, other, f"spotify:playlist:{OTHER}")
    status = await house.services.rooms.status(house.room)
    assert [view.episode.number for view in status.imports] == ["104", "105"]
    house.clock.move(200)
    await house.work_off()
    assert (await house.services.rooms.status(house.room)).imports == ()
    again = await begin(house, episode)
    await house.work_off()
    end = await current(house, again.import_.id)
    assert (end.added, end.present) == (0, 120)


async def test_only_the_showrunner_imports(house: House) -> None:
    episode = await house.episode()
    with pytest.raises(NotAllowed):
        await house.services.imports.begin(person(7), house.room, episode, LINK)
    assert house.library.asked == []


async def test_rooms_cannot_see_each_others_imports(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(1)
    mine = (await begin(house, episode)).import_
    other = await house.services.rooms.setup(
        person(8, manages=True), GuildId(6), ChannelId(20), title="Rivals", timezone="UTC"
    )
    assert (await house.services.imports.of_room(house.room, mine.id)).import_.id == mine.id
    with pytest.raises(NotFound):
        await house.services.imports.of_room(other, mine.id)
    for missing in (house.services.imports.view(5), house.services.imports.read_page(5, 1)):
        with pytest.raises(NotFound):
            await missing


async def test_a_message_that_may_have_been_said_is_looked_for(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(1)
    house.announcer.trouble = [SpotifyUnavailable("anything")]
    view = await begin(house, episode)
    await house.work_off()
    house.clock.move(60)
    await house.work_off()
    assert house.announcer.deliveries[0].retry
    assert (await current(house, view.import_.id)).message_id is not None
    assert await house.store.read.outbox.state_of(EffectKind.SHOW_IMPORT, view.import_.id) == "done"


async def test_imported_songs_are_offered_while_typing(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(3)
    await begin(house, episode)
    await house.work_off()
    known = await house.services.songs.known(house.room, "song 2")
    assert [song.title for song in known] == ["Song 2"]
