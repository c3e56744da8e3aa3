"""A database that version 0.4.0 left in the middle of a season opens, and the season goes on.

`tests/data/databases/0.4.0.sql` is what that version wrote: episode 101 is closed and on its board,
and 102, 103 and 104 are open by approval, points and ranking, each with ballots and an abstention.
"""

import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.ballot_forms.form import Change
from bot.domain.ballot_forms.picks import ChosenPicks, PickSongs
from bot.domain.ballot_forms.points import ChosenPoints, GivePoints
from bot.domain.ballot_forms.ranking import ChosenRanking, RankSong
from bot.domain.model import Episode, Recording, Round, RoundState, SongId
from storage.database import database_at
from tests.backends import ONLY_SQLITE
from tests.builders import person
from tests.fakes import FakeClock
from tests.services.conftest import House, housed

DUMP = Path(__file__).parents[1] / "data" / "databases" / "0.4.0.sql"
WRITTEN_AT = 1_800_007_200
HOURS = 3600
BALLOTS = "SELECT round_id, voter_id, choices, receipt, cast_at FROM ballots"


@pytest.fixture
async def old_house(tmp_path: Path) -> AsyncIterator[House]:
    """The room of the old database, an hour after the other version was stopped."""
    path = tmp_path / "needledrop.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(DUMP.read_text(encoding="utf-8"))
    clock = FakeClock()
    clock.move(WRITTEN_AT + HOURS - clock.now())
    store = database_at(f"sqlite:///{path}", clock.now)
    await store.open()
    async with housed(store, clock, path) as house:
        yield house
    await store.close()


async def round_of(house: House, number: str) -> tuple[Episode, Round]:
    episode = await house.services.episodes.find(house.room, number)
    round_id = await house.services.rounds.latest(house.room, episode)
    return episode, (await house.services.rounds.view(round_id)).round


async def test_a_copy_is_kept_and_nothing_is_lost(old_house: House) -> None:
    assert list(old_house.path.parent.glob("*.before-*"))
    with contextlib.closing(sqlite3.connect(":memory:")) as before:
        before.executescript(DUMP.read_text(encoding="utf-8"))
        ballots = before.execute(BALLOTS).fetchall()
    assert ballots
    with contextlib.closing(sqlite3.connect(old_house.path)) as after:
        assert set(after.execute(BALLOTS)) >= set(ballots)


async def test_the_board_and_the_results_of_before_are_shown(old_house: House) -> None:
    episode, round_ = await round_of(old_house, "101")
    results = await old_house.services.results.results_of(round_.id)
    assert results.outcome.ballots == 6
    assert not results.altered
    board = (await old_house.services.boards.view(old_house.room, episode)).board
    assert [entry.beat for entry in board.entries] == ["On the roof", ""]


@ONLY_SQLITE
async def test_what_was_folded_otherwise_is_found(house: House) -> None:
    by_hand, path, room = Recording("ガラス", ("椎名林檎",)), house.path, house.room
    async with house.store.transaction(None) as unit:
        song = await unit.proposals.remember(room.id, by_hand)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE songs SET recording_key = 'カラス / 椎名林檎'")
        connection.execute("UPDATE songs SET isrc = 'gb-um7-10-29604', search_key = ''")
        connection.execute("DELETE FROM facts WHERE name = 'folding'")
    newer = database_at(f"sqlite:///{path}", house.clock.now)
    await newer.open()
    await newer.close()
    assert await house.store.read.proposals.known(room.id, "ガラス", 5)
    async with house.store.transaction(None) as unit:
        assert (await unit.proposals.remember(room.id, by_hand)).id == song.id
    kept = await house.rows("SELECT isrc, isrc_key FROM songs")
    assert [tuple(row) for row in kept] == [("gb-um7-10-29604", "GBUM71029604")]


@pytest.mark.parametrize("number", ["102", "103", "104"])
async def test_an_open_round_of_before_takes_a_vote_and_closes(
    old_house: House, number: str
) -> None:
    _, round_ = await round_of(old_house, number)
    songs = [candidate.song.id for candidate in round_.candidates]
    voting = old_house.services.voting
    cast = (await voting.ballot(person(1), old_house.room, round_.id)).ballot
    assert cast is not None
    assert cast.choices == chosen_before(songs)[number]
    assert len(cast.receipt) == 8
    abstention = (await voting.ballot(person(9), old_house.room, round_.id)).ballot
    assert abstention is not None
    assert abstention.abstained
    rows = await old_house.rows("SELECT round_id FROM ballots")
    await old_house.change(round_.id, 7, another_vote(songs)[number])
    old_house.clock.move(HOURS)
    await old_house.look(round_.id)
    results = await old_house.services.results.results_of(round_.id)
    assert results.round.state is RoundState.CLOSED
    assert results.outcome.ballots == rows.count((round_.id,)) + 1
    assert len(results.outcome.seats) == 2


def chosen_before(songs: list[SongId]) -> dict[str, object]:
    """Return what writer 1 had chosen in each round."""
    return {
        "102": ChosenPicks((songs[0], songs[1]), (songs[1],)),
        "103": ChosenPoints(((songs[0], 5), (songs[2], 2))),
        "104": ChosenRanking((songs[3], songs[0], songs[2])),
    }


def another_vote(songs: list[SongId]) -> dict[str, Change]:
    return {
        "102": PickSongs((songs[3],)),
        "103": GivePoints(((songs[3], 4),)),
        "104": RankSong(songs[1], 1),
    }
