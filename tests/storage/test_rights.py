"""What is kept of rights: holders, steps, and the clearances of before."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.domain.board import Clearance
from bot.domain.model import Episode, Room, RoomId, Song, SongId, UserId
from bot.domain.rights import Holder, Money, Side, Stage
from bot.domain.structs import replace
from bot.services.ports.repositories.rights import StoredStep
from storage import migrate
from storage.database import Database, database_at
from tests import behind
from tests.builders import NOW, make_episode, make_proposals, make_room, recording
from tests.domain.rights_known import holder
from tests.postgres import server

BOSS = UserId(1)
FEE = Money(1_250_000, "USD")


async def kept_song(store: Database) -> tuple[Room, Episode, Song]:
    room = await make_room(store)
    episode = await make_episode(store, room)
    [proposal] = await make_proposals(store, room, episode, 1)
    return room, episode, proposal.song


def step_of(store: Database, one: Holder, stage: Stage, episode: Episode) -> StoredStep:
    return StoredStep(
        store.new_id(),
        one.song.id,
        stage,
        BOSS,
        NOW,
        episode_id=episode.id,
        number=episode.number,
        holder_id=one.id,
        fee=one.fee,
        answer_by=one.answer_by,
        note=f"now {stage}",
    )


async def new_holder(
    store: Database, room: Room, episode: Episode, song: Song, side: Side = Side.SONG
) -> tuple[Holder, StoredStep]:
    made = replace(holder(store.new_id(), side, song=song), contact="sync@here.example")
    step = step_of(store, made, Stage.TO_ASK, episode)
    made = replace(made, step=step.id, at=NOW, episode_id=episode.id, number=episode.number)
    async with store.transaction(room.id) as unit:
        await unit.rights.add(room.id, made, step)
    return made, step


async def test_a_holder_is_read_as_they_stand_after_the_latest_step(store: Database) -> None:
    room, episode, song = await kept_song(store)
    made, first = await new_holder(store, room, episode, song)
    assert (await store.read.rights.of_room(room.id)).about(song).holders == (made,)
    quoting = replace(made, fee=FEE, answer_by=NOW + 60, stage=Stage.QUOTED)
    second = step_of(store, quoting, Stage.QUOTED, episode)
    renamed = replace(quoting, name="Another", share=3_333, most_favored=True, step=second.id)
    async with store.transaction(room.id) as unit:
        assert await unit.rights.advance(room.id, second, first.id)
        assert await unit.rights.change(room.id, renamed)
    assert (await store.read.rights.of_room(room.id)).about(song).holders == (renamed,)
    assert await store.read.rights.steps(room.id, song.id) == (first, second)


async def test_of_two_who_advance_a_holder_at_once_one_is_told(store: Database) -> None:
    room, episode, song = await kept_song(store)
    made, first = await new_holder(store, room, episode, song)
    asked, cleared = (
        step_of(store, made, stage, episode) for stage in (Stage.ASKED, Stage.CLEARED)
    )
    async with store.transaction(room.id) as unit:
        assert await unit.rights.advance(room.id, asked, first.id)
        assert not await unit.rights.advance(room.id, cleared, first.id)
    assert await store.read.rights.steps(room.id, song.id) == (first, asked)


async def test_a_deleted_holder_leaves_nothing_and_the_others_alone(store: Database) -> None:
    room, episode, song = await kept_song(store)
    made, _ = await new_holder(store, room, episode, song)
    other, step = await new_holder(store, room, episode, song)
    async with store.transaction(room.id) as unit:
        assert await unit.rights.delete(room.id, made.id)
        assert not await unit.rights.delete(room.id, made.id)
    assert (await store.read.rights.of_room(room.id)).about(song).holders == (other,)
    assert await store.read.rights.steps(room.id, song.id) == (step,)


async def test_no_room_reaches_the_rights_of_another(store: Database) -> None:
    room, episode, song = await kept_song(store)
    other = await make_room(store, channel=11)
    made, first = await new_holder(store, room, episode, song)
    step = step_of(store, made, Stage.REFUSED, episode)
    async with store.transaction(other.id) as unit:
        assert not await unit.rights.advance(other.id, step, first.id)
        assert not await unit.rights.change(other.id, replace(made, name="Mine"))
        assert not await unit.rights.delete(other.id, made.id)
        assert await unit.rights.steps(other.id, song.id) == ()
        assert not (await unit.rights.of_room(other.id)).about(song).holders
    assert (await store.read.rights.of_room(room.id)).about(song).holders == (made,)


async def test_the_latest_word_on_a_side_being_whole_counts(store: Database) -> None:
    room, _, song = await kept_song(store)

    async def say(side: Side, whole: bool) -> None:
        step = StoredStep(store.new_id(), song.id, whole, BOSS, NOW, side=side)
        async with store.transaction(room.id) as unit:
            await unit.rights.say(room.id, step)

    for side, whole in ((Side.SONG, True), (Side.RECORDING, True), (Side.SONG, False)):
        await say(side, whole)
    assert (await store.read.rights.of_room(room.id)).about(song).whole == {Side.RECORDING}
    steps = await store.read.rights.steps(room.id, song.id)
    assert [(one.side, one.status) for one in steps] == [
        (Side.SONG, True),
        (Side.RECORDING, True),
        (Side.SONG, False),
    ]


async def test_a_word_on_the_whole_song_and_a_holder_are_in_the_order_they_came(
    store: Database,
) -> None:
    room, episode, song = await kept_song(store)

    async def say(status: Clearance) -> None:
        step = StoredStep(store.new_id(), song.id, status, BOSS, NOW, episode_id=episode.id)
        async with store.transaction(room.id) as unit:
            await unit.rights.say(room.id, step)

    async def at_a_glance() -> Clearance:
        return (await store.read.rights.of_room(room.id)).about(song).clearance

    await say(Clearance.DENIED)
    made, first = await new_holder(store, room, episode, song)
    assert await at_a_glance() is Clearance.DENIED
    async with store.transaction(room.id) as unit:
        asked = step_of(store, made, Stage.ASKED, episode)
        assert await unit.rights.advance(room.id, asked, first.id)
    assert await at_a_glance() is Clearance.PENDING
    await say(Clearance.CLEARED)
    assert await at_a_glance() is Clearance.CLEARED


async def test_who_is_forgotten_took_no_step(store: Database) -> None:
    room, episode, song = await kept_song(store)
    await new_holder(store, room, episode, song)
    nobody = UserId(-5)
    async with store.transaction(room.id) as unit:
        await unit.privacy.forget(room.id, BOSS, nobody)
    assert [one.user_id for one in await store.read.rights.steps(room.id, song.id)] == [nobody]


async def of_sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'older.db'}"


async def of_postgres(_folder: Path) -> str:
    return server().new_database()


NOTES = ["", "No, says the estate", 'He said "no"', r"C:\songs\"x\\", '/ \\/ \\" é 歌 }', "\\"]
OLDER = (
    (
        "INSERT INTO rooms (id, guild_id, channel_id, title, timezone, showrunner_id, settings,"
        " created_at) VALUES (1, 1, 1, 'Room', 'UTC', 1, '{}', 0)"
    ),
    (
        "INSERT INTO episodes (id, room_id, number, folded, title, state, created_at)"
        " VALUES (2, 1, '102', '102', '', 'active', 0)"
    ),
    (
        "INSERT INTO songs (id, uri, isrc, title, artists, album, duration_ms, cover_url,"
        " recording_key, search_key)"
        " VALUES (3, 'spotify:track:0000000000000000000001', 'USXXX2600001', 'Song 1',"
        " '[\"Artist 1\"]', '', 0, '', '', '')"
    ),
)
"""A room, an episode and a song as they were before there were holders."""
SAID = [(status, note) for note in NOTES for status in Clearance]


def logged(number: int) -> str:
    """Return the statement that logs a clearance as it was logged before."""
    status, note = SAID[number]
    details = json.dumps({"status": status.value, "note": note}, ensure_ascii=False)
    said = details.replace("'", "''")
    return (
        "INSERT INTO board_log (id, episode_id, revision, song_id, what, said, user_id, at)"  # noqa: S608 - the test's own words
        f" VALUES ({100 + number}, 2, 1, 3, 'clearance', '{said}', 7, {number})"
    )


@asynccontextmanager
async def opened(address: str) -> AsyncIterator[Database]:
    store = database_at(address, lambda: 0.0)
    await store.open()
    try:
        yield store
    finally:
        await store.close()


@pytest.mark.parametrize("made", [of_sqlite, of_postgres])
async def test_every_clearance_of_before_becomes_a_step_that_names_no_holder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[Path], Awaitable[str]]
) -> None:
    address, every = await made(tmp_path), migrate.load_migrations()
    monkeypatch.setattr(migrate, "load_migrations", lambda: every[:21])
    async with opened(address) as older:
        for statement in (*OLDER, *map(logged, range(len(SAID)))):
            await behind.rows(older, statement)
    monkeypatch.setattr(migrate, "load_migrations", lambda: every)
    async with opened(address) as newer:
        steps = await newer.read.rights.steps(RoomId(1), SongId(3))
        rights = await newer.read.rights.of_room(RoomId(1))
    assert [(one.status, one.note) for one in steps] == SAID
    assert {(one.user_id, one.number, one.holder_id, one.side) for one in steps} == {
        (7, "102", None, None)
    }
    assert [one.at for one in steps] == list(range(len(SAID)))
    refused = rights.about(Song(SongId(3), recording(1)))
    assert (refused.clearance, refused.holders) == (SAID[-1][0], ())


ASKED_BEFORE = (
    (
        "INSERT INTO rights_holders (id, room_id, song_id, side, name, contact, last_step)"
        " VALUES (5, 1, 3, 'song', 'Waits', '', 7), (6, 1, 3, 'song', 'Quoted', '', 8)"
    ),
    (
        "INSERT INTO rights_steps (id, room_id, song_id, holder_id, status, answer_by, user_id, at)"
        " VALUES (7, 1, 3, 5, 'asked', 60, 7, 1), (8, 1, 3, 6, 'quoted', 50, 7, 1)"
    ),
)


@pytest.mark.parametrize("made", [of_sqlite, of_postgres])
async def test_dates_of_before_are_brought_up_if_somebody_was_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[Path], Awaitable[str]]
) -> None:
    address, every = await made(tmp_path), migrate.load_migrations()
    monkeypatch.setattr(migrate, "load_migrations", lambda: every[:22])
    async with opened(address) as older:
        for statement in (*OLDER, *ASKED_BEFORE):
            await behind.rows(older, statement)
    monkeypatch.setattr(migrate, "load_migrations", lambda: every)
    async with opened(address) as newer:
        assert await newer.read.rights.rooms_overdue(59, 10) == ()
        assert await newer.read.rights.rooms_overdue(60, 10) == (1,)
        async with newer.transaction(RoomId(1)) as unit:
            assert await unit.rights.bring_up(RoomId(1), 60, 9)
            assert not await unit.rights.bring_up(RoomId(1), 60, 10)
        [waits] = await newer.read.rights.brought_up(RoomId(1), 9)
    assert (waits.name, waits.answer_by) == ("Waits", 60)
