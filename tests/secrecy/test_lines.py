"""Whoever reads all that is shown, logged and kept after the close names nobody's line."""

import logging
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.domain.model import Person
from bot.services.ports.listening_message import ListeningMessage
from cogs.ui.listening.cards import card_message
from storage.database import Database
from tests.builders import person
from tests.fakes import FakeClock
from tests.services.conftest import House, housed
from tests.services.listening.sessions import Session, begun
from tests.wire.shapes import text_of

SONGS = 20
WRITERS = [person(7_000_001 + n) for n in range(5)]
"""They write in this order about every song: the attacker saw them type."""
BY_CHANCE = SONGS
"""How many lines somebody names who guesses: one in five of five a song."""


@pytest.fixture
async def house(store: Database, clock: FakeClock, tmp_path: Path) -> AsyncIterator[House]:
    async with housed(store, clock, tmp_path / "needledrop.db") as opened:
        yield opened


def line(who: Person, place: int) -> str:
    """Return what somebody writes about a song, from which nothing can be told."""
    return f"{hash((who.user_id * 31, place)) % 10**9:09} on {place}"


def text_on(message: ListeningMessage) -> str:
    """Return all text on a card, but for whom the first one calls: all who are on the roster."""
    card: Any = card_message(message.view, 1)
    return text_of({"content": "", "components": card.to_components()})


async def heard(house: House, *, named: bool = False) -> Session:
    """Have the room hear all songs, everybody writing in the same order each time."""
    session = await begun(house, SONGS, minutes=0, named=named)
    await session.come(*WRITERS)
    for place in range(1, SONGS + 1):
        await session.next()
        for who in WRITERS:
            await session.write(who, place, line(who, place))
        await session.shown()
    await session.next()
    return session


async def closed(house: House, session: Session) -> None:
    """Have the vote over the songs opened and closed."""
    await house.services.rounds.schedule(
        house.boss, house.room, session.episode, closes="in 2 hours", seats=3
    )
    await house.close(session.episode)
    await house.outbox.idle()


def hits(orders: Sequence[Sequence[str]]) -> int:
    """Return how many lines are named by taking each order for that of writing."""
    return sum(
        text == line(who, place)
        for place, order in enumerate(orders, 1)
        for who, text in zip(WRITERS, order, strict=True)
    )


async def test_after_the_close_the_database_names_no_writer_of_a_line(house: House) -> None:
    session = await heard(house)
    assert await _named_in_database(house) == {who.user_id for who in WRITERS}
    await closed(house, session)
    assert await _named_in_database(house) == set()
    for table in ("listeners", "nothing_to_add", "waiting_lines"):
        assert await house.rows(f"SELECT * FROM {table}") == []  # noqa: S608 - of a list above


async def test_where_the_room_wants_names_the_database_keeps_them(house: House) -> None:
    session = await heard(house, named=True)
    await closed(house, session)
    assert await _named_in_database(house) == {who.user_id for who in WRITERS}


@pytest.mark.parametrize("by", ["drawn", "id", "at, id"])
async def test_no_order_that_is_shown_or_kept_is_that_of_writing(house: House, by: str) -> None:
    session = await heard(house)
    await closed(house, session)
    orders = []
    for card in (await session.cards())[1:-1]:
        rows = await house.rows(
            f"SELECT text FROM notes WHERE drawn > 0 AND proposal_id = {card.proposal_id}"  # noqa: S608
            f" ORDER BY {by}"
        )
        orders.append([str(text) for (text,) in rows])
    # Some are right by chance; five times as many, all of them, if the order were that of writing.
    assert hits(orders) <= 3 * BY_CHANCE
    written = [[line(who, place) for who in WRITERS] for place in range(1, SONGS + 1)]
    assert hits(written) == 5 * BY_CHANCE


async def test_when_lines_were_written_is_not_kept(house: House) -> None:
    session = await begun(house, 2, minutes=0)
    await session.come(*WRITERS)
    await session.next()
    for who in WRITERS:
        await house.outbox.idle()
        house.clock.move(60)
        await session.write(who, 1, line(who, 1))
    assert len(await house.rows("SELECT DISTINCT at FROM notes WHERE drawn > 0")) == 1


async def test_no_card_and_no_log_names_a_writer(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    session = await heard(house)
    await closed(house, session)
    ids = [str(who.user_id) for who in WRITERS]
    cards = house.announcer.of_type(ListeningMessage)
    assert len(cards) > 2 * SONGS
    for message in cards:
        assert not [one for one in ids if one in text_on(message)]
    assert not [one for one in (*ids, line(WRITERS[0], 1)) if one in caplog.text]


async def test_a_hidden_line_is_on_no_card(house: House) -> None:
    session = await begun(house, 2, minutes=0)
    await session.come(*WRITERS)
    await session.next()
    for who in WRITERS[:-1]:
        await session.write(who, 1, line(who, 1))
        message = await session.shown()
        text = text_on(message)
        assert line(who, 1) not in text
    await session.write(WRITERS[-1], 1, line(WRITERS[-1], 1))
    message = await session.shown()
    text = text_on(message)
    assert all(line(who, 1) in text for who in WRITERS)


async def _named_in_database(house: House) -> set[int]:
    """Return whom any row with a line names."""
    found = set[int]()
    for table in await house.tables():
        for row in await house.rows(f"SELECT * FROM {table}"):  # noqa: S608 - its own tables
            if any(line(who, 1) in str(one) for who in WRITERS for one in row):
                found |= {who.user_id for who in WRITERS if who.user_id in row}
    return found
