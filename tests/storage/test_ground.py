"""The file of an open database is taken away: nobody is told that anything is saved."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.ballots import Abstain
from bot.domain.errors import DatabaseGone
from bot.domain.voting import Vote
from storage.database import Database
from tests.backends import ONLY_SQLITE
from tests.builders import NOW, make_episode, make_room, make_round, person

pytestmark = ONLY_SQLITE


def file_of(folder: Path, suffix: str = "") -> Path:
    return folder / f"needledrop.db{suffix}"


def deleted(folder: Path) -> None:
    file_of(folder).unlink()


def renamed(folder: Path) -> None:
    file_of(folder).rename(folder / "elsewhere.db")


def replaced(folder: Path) -> None:
    copy = folder / "copy.db"
    copy.write_bytes(file_of(folder).read_bytes())
    copy.replace(file_of(folder))


def folder_moved(folder: Path) -> None:
    folder.rename(folder.with_name(f"{folder.name}-moved"))


def folder_is_a_file(folder: Path) -> None:
    folder_moved(folder)
    folder.write_text("no folder")


def latest_deleted(folder: Path) -> None:
    file_of(folder, "-wal").unlink()


def index_deleted(folder: Path) -> None:
    file_of(folder, "-shm").unlink()


WAYS = [deleted, renamed, replaced, folder_moved, folder_is_a_file, latest_deleted, index_deleted]


@pytest.mark.parametrize("taken", WAYS)
async def test_nothing_is_said_to_be_saved_that_nobody_finds_again(
    store: Database, tmp_path: Path, taken: Callable[[Path], None]
) -> None:
    room = await make_room(store)
    round_ = await make_round(store, room, await make_episode(store, room))
    ballot = Vote(room.id, round_.id, person(1), Abstain(), NOW + 1.0)
    await store.cast(ballot)
    taken(tmp_path)
    with pytest.raises(DatabaseGone, match=r"needledrop\.db"):
        await store.cast(Vote(room.id, round_.id, person(2), Abstain(), NOW + 1.0))
    with pytest.raises(DatabaseGone):
        await store.facts.set("one", "x")
    assert (await store.read.rounds.turnout(round_)).voted == 1, "nothing is half there"


async def test_what_is_put_back_is_used_again(store: Database, tmp_path: Path) -> None:
    renamed(tmp_path)
    with pytest.raises(DatabaseGone):
        await store.facts.set("one", "x")
    (tmp_path / "elsewhere.db").rename(file_of(tmp_path))
    await store.facts.set("one", "y")
    assert await store.facts.get("one") == "y"
