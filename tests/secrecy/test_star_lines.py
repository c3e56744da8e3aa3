"""Whoever reads all that is shown, logged and kept after the close names nobody who said why."""

import logging
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.domain.counting.record import to_bytes
from bot.domain.model import Episode, Person, RoundId
from bot.export.sheet_files import sheet_json
from bot.export.sheet_page import sheet_page
from bot.export.sheet_tables import sheet_csv
from bot.services.ports.announcements import BallotMessage, ResultsMessage
from cogs.ui.ballots.post import ballot_message
from cogs.ui.rounds.results import results_message
from storage.database import Database
from tests.builders import person
from tests.fakes import FakeClock
from tests.services.conftest import House, housed
from tests.services.rounds.star_lines import say, star, starred
from tests.wire.shapes import text_of

WRITERS = [person(7_000_001 + n) for n in range(5)]
"""They write in this order about every song: the attacker saw them type."""
CROWD = 20
"""How many write, where it is about the order."""


@pytest.fixture
async def house(store: Database, clock: FakeClock, tmp_path: Path) -> AsyncIterator[House]:
    async with housed(store, clock, tmp_path / "needledrop.db") as opened:
        yield opened


def line(who: Person, place: int) -> str:
    """Return what somebody writes about a song, from which nothing can be told."""
    return f"{Random(who.user_id * 100 + place).getrandbits(30):09} on {place}"


async def written(house: House) -> tuple[Episode, RoundId]:
    """Return a vote in which everybody has starred song 1 and said why, in order."""
    episode, round_id = await house.opened(songs=4, seats=2)
    for who in WRITERS:
        await starred(house, round_id, who.user_id, 1, line(who, 1))
        await house.outbox.idle()
        house.clock.move(60)
    return episode, round_id


def named_in(text: str) -> list[int]:
    return [who.user_id for who in WRITERS if str(who.user_id) in text]


def lines_in(text: str) -> list[str]:
    return [line(who, 1) for who in WRITERS if line(who, 1) in text]


async def test_after_the_close_no_row_names_a_writer_beside_a_line(house: House) -> None:
    episode, _ = await written(house)
    assert await _named_in_database(house) == {who.user_id for who in WRITERS}
    await house.close(episode)
    await house.outbox.idle()
    assert await _named_in_database(house) == set()
    assert await house.rows("SELECT * FROM ballots WHERE lines <> ''") == []
    found = await house.rows("SELECT user_id, at FROM notes WHERE drawn > 0")
    # Nobody's, and all from the moment of the close.
    assert len(found) == len(WRITERS)
    assert {who for who, _ in found} == {0}
    assert len({at for _, at in found}) == 1


async def test_what_is_kept_of_ballots_does_not_tell_who_wrote(house: House) -> None:
    """Of two writers who do the same, one of whom says why, the rows are alike."""
    episode, round_id = await house.opened(songs=4, seats=2)
    quiet, wrote = WRITERS[:2]
    for who in (quiet, wrote):
        await house.vote(round_id, who.user_id, 1, 2)
        await star(house, round_id, who.user_id, 1)
    await house.outbox.idle()
    house.clock.move(600)
    for _ in range(3):
        await say(house, round_id, wrote.user_id, 1, line(wrote, 1))
    await house.close(episode)
    for table, columns in (
        ("ballots", "choices, cast_at, lines"),
        ("ballot_log", "choices, cast_at"),
    ):
        kept = [
            sorted(
                await house.rows(
                    f"SELECT {columns} FROM {table} WHERE voter_id = {who.user_id}"  # noqa: S608 - a number
                )
            )
            for who in (quiet, wrote)
        ]
        assert kept[0] == kept[1]
        assert kept[0]


@pytest.mark.parametrize("by", ["drawn", "id", "at, id"])
async def test_no_order_that_is_shown_or_kept_is_that_of_writing(house: House, by: str) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    writers = [person(7_000_001 + n) for n in range(CROWD)]
    for who in writers:
        await house.vote(round_id, who.user_id, 1, 2)
        await star(house, round_id, who.user_id, 1, 2)
        for place in (1, 2):
            await say(house, round_id, who.user_id, place, line(who, place))
    await house.close(episode)
    hits = 0
    for place in (1, 2):
        rows = await house.rows(
            f"SELECT text FROM notes WHERE drawn > 0 AND text LIKE '%on {place}'"  # noqa: S608 - a number
            f" ORDER BY {by}"
        )
        texts = [str(text) for (text,) in rows]
        assert len(texts) == CROWD
        hits += sum(text == line(who, place) for who, text in zip(writers, texts, strict=True))
    # Two are right by chance; all of them, if the order were that of writing.
    assert hits <= 8


async def test_before_the_close_no_message_and_no_log_has_a_line(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await written(house)
    await house.turnout_shown()
    for message in house.announcer.of_type(BallotMessage):
        shown: Any = ballot_message(message.view, message.mention)
        assert lines_in(text_of({"content": "", "components": shown.to_components()})) == []
    assert lines_in(repr(house.announcer.notices)) == []
    assert lines_in(caplog.text) == []


async def test_after_the_close_what_has_the_lines_names_no_writer(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    episode, _ = await written(house)
    await house.close(episode)
    await house.outbox.idle()
    shown = [_text(results_message(one.view)) for one in house.announcer.of_type(ResultsMessage)]
    sheet = await house.services.sheets.make(house.boss, house.room, episode)
    exports = [sheet_json(sheet), sheet_csv(sheet), sheet_page(sheet)]
    told: Sequence[str] = [*shown, *(one.decode() for one in exports)]
    assert shown
    for text in told:
        assert sorted(lines_in(text)) == sorted(line(who, 1) for who in WRITERS)
        assert named_in(text) == []
    assert lines_in(caplog.text) == []
    record = await house.services.results.record(house.boss, house.room, episode)
    assert record.document is not None
    assert lines_in(to_bytes(record.document).decode()) == []


def _text(view: Any) -> str:
    return text_of({"content": "", "components": view.to_components()})


async def _named_in_database(house: House) -> set[int]:
    """Return whom any row with a line names."""
    found = set[int]()
    for table in await house.tables():
        for row in await house.rows(f"SELECT * FROM {table}"):  # noqa: S608 - its own tables
            if lines_in(repr(row)):
                found |= {who.user_id for who in WRITERS if str(who.user_id) in repr(row)}
    return found
