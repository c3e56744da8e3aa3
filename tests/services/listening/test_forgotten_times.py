"""When a line came is forgotten with its writer: whoever did something just then wrote it."""

import pytest

from bot.domain.model import RoundId
from bot.services.listening.due import WRITERS_KEPT_FOR
from bot.services.listening.sessions import Move
from storage.ids import made_at
from tests.backends import ONLY_POSTGRES, ONLY_SQLITE
from tests.builders import person
from tests.services.conftest import House
from tests.services.listening.sessions import ANN, BEN, Session, shown
from tests.services.rounds.star_lines import say, star

NEWCOMER = person(777)
POSTED = {"outbox"}
"""What was posted and edited is known for a week, as everybody in the room has seen it."""


async def traces(house: House, instant: int) -> set[str]:
    """Return the tables, and the places of their columns, that tell what was done in a second."""
    found = set()
    for table in set(await house.tables()) - POSTED:
        for row in await house.rows(f"SELECT * FROM {table}"):  # noqa: S608 - the schema's names
            for place, value in enumerate(row):
                if isinstance(value, int) and instant in (value, int(made_at(value))):
                    found.add(f"{table} {place}")
    return found


async def scheduled(session: Session) -> RoundId:
    """Have the session end, and a vote on its songs scheduled, which opens at once."""
    house = session.house
    if not (await session.now()).over:
        await session.move(Move.END)
    view = await house.services.rounds.schedule(
        house.boss, house.room, session.episode, closes="in 2 hours", seats=2
    )
    await house.outbox.idle()
    return view.round.id


async def late(house: House) -> tuple[Session, int]:
    """Have a newcomer write about a song whose lines are shown; return when (UTC seconds)."""
    session = await shown(house)
    await house.outbox.idle()
    house.clock.move(77)
    instant = int(house.clock.now())
    await session.write(NEWCOMER, 1, "Rain")
    assert await traces(house, instant)
    await house.outbox.idle()
    house.clock.move(77)
    return session, instant


async def test_the_close_forgets_when_a_newcomer_wrote(house: House) -> None:
    session, instant = await late(house)
    await scheduled(session)
    await house.close(session.episode)
    assert await traces(house, instant) == set()
    assert sorted(await session.said(1)) == ["Cold", "Heat", "Rain"]


async def test_without_a_vote_it_is_forgotten_in_time(house: House) -> None:
    _, instant = await late(house)
    house.clock.move(WRITERS_KEPT_FOR)
    for _ in range(2):
        await house.services.due.sweep()
        house.clock.move(12 * 3600)
    await house.services.due.sweep()
    assert await house.rows("SELECT DISTINCT user_id FROM notes WHERE drawn > 0") == [(0,)]
    assert len(await house.rows("SELECT DISTINCT at FROM notes WHERE drawn > 0")) == 1
    assert await traces(house, instant) == set()


@pytest.mark.parametrize("text", ["Colder", ""])
async def test_the_close_forgets_when_a_line_was_changed_or_taken_back(
    house: House, text: str
) -> None:
    session = await shown(house)
    await scheduled(session)
    house.clock.move(77)
    instant = int(house.clock.now())
    await session.write(BEN, 1, text)
    await house.outbox.idle()
    house.clock.move(77)
    await house.close(session.episode)
    assert await traces(house, instant) == set()
    assert sorted(await session.said(1)) == [*filter(None, [text]), "Heat"]


async def test_nothing_tells_when_somebody_said_why_a_song_has_a_star(house: House) -> None:
    _, round_id = await house.opened(songs=4, seats=2)
    for who in (1, 2, 3):
        await house.vote(round_id, who, 1, 2)
        await star(house, round_id, who, 2)
    for who, line in ((2, "It is the last night"), (3, "Rain"), (3, "")):
        house.clock.move(77)
        await say(house, round_id, who, 2, line)
        await house.outbox.idle()
        assert await traces(house, int(house.clock.now())) == set()


@ONLY_SQLITE
async def test_a_file_keeps_lines_in_the_order_drawn(house: House) -> None:
    session, _ = await late(house)
    await scheduled(session)
    await house.close(session.episode)
    rows = await house.rows("SELECT drawn FROM notes WHERE drawn > 0 ORDER BY rowid")
    assert rows == sorted(rows)


@ONLY_POSTGRES
async def test_a_server_says_of_no_line_when_it_was_written(house: House) -> None:
    session, _ = await late(house)
    await scheduled(session)
    await session.write(ANN, 1, "More heat")
    await house.close(session.episode)
    rows = await house.rows("SELECT xmin::text FROM notes WHERE drawn > 0")
    cards = await house.rows("SELECT xmin::text FROM listening_cards")
    joined = await house.rows("SELECT xmin::text FROM roster")
    assert len(rows) == 3
    assert len({*rows, *cards, *joined}) == 1
