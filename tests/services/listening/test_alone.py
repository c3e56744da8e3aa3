"""A shortlist that somebody listens to alone: one page a song, each read at once."""

from bot.domain.listening import Stage
from bot.services.listening.sessions import Move
from storage.sqlite import SqliteBackend
from storage.sqlite_thread import in_thread
from tests.backends import ONLY_SQLITE
from tests.services.conftest import House
from tests.services.listening.sessions import ANN, CLEO, alone, begun, shown

pytestmark = ONLY_SQLITE


async def asked(house: House, songs: int) -> int:
    """Return how often the database is read for a page of a shortlist of so many songs."""
    session = await begun(house, songs, number=str(200 + songs))
    for place in range(1, songs + 1):
        await session.write(CLEO, place, f"Line {place}")
    await house.outbox.idle()
    backend, statements = house.store._backend, list[str]()
    assert isinstance(backend, SqliteBackend)
    assert backend._reader is not None
    await in_thread(backend._reader, lambda raw: raw.set_trace_callback(statements.append))
    page = await alone(house, session.episode)
    await in_thread(backend._reader, lambda raw: raw.set_trace_callback(None))
    assert [line.text for line in page.lines.values()] == [f"Line {n + 1}" for n in range(songs)]
    return len(statements)


async def test_twelve_songs_are_read_as_few_times_as_two(house: House) -> None:
    few, many = await asked(house, 2), await asked(house, 12)
    assert few == many <= 14


async def test_each_song_says_what_is_so_of_it(house: House) -> None:
    session = await shown(house)  # the first song is shown
    await session.next()
    await session.write(CLEO, 1, "Late")
    await session.write(CLEO, 3, "Ahead")
    page = await alone(house, session.episode)
    found = [(one.text, one.shown, one.open) for one in page.lines.values()]
    assert found == [("Late", True, True), ("", False, True), ("Ahead", False, True)]


async def test_a_new_session_hides_again_what_an_earlier_one_has_shown(house: House) -> None:
    first = await shown(house)
    await first.move(Move.END)
    page = await alone(house, first.episode)
    assert [one.shown for one in page.lines.values()] == [True, False, False]
    await house.services.listenings.begin(house.boss, house.room, first.episode)
    page = await alone(house, first.episode)
    assert [one.shown for one in page.lines.values()] == [False, False, False]


async def test_only_the_own_line_is_on_the_page(house: House) -> None:
    session = await begun(house)
    await session.next()
    await session.write(ANN, 1, "Ann's alone")
    page = await alone(house, session.episode)
    assert {one.text for one in page.lines.values()} == {""}
    assert (await session.now()).stage is Stage.HIDDEN
