"""Who wrote lines: nothing that a database tells of its rows says so after the close."""

import pytest

from bot.domain.model import Episode
from tests.backends import ONLY_POSTGRES, ONLY_SQLITE, sqlite_of
from tests.services.conftest import House
from tests.services.rounds.star_lines import say, star

VOTERS = (1, 2, 3, 4, 5, 6)
LINE = "It is the last night of them all, and nobody sees it coming"


async def voted(house: House, *wrote: int) -> Episode:
    """Have six people vote, and some of them say why, one after the other."""
    episode, round_id = await house.opened(songs=4, seats=2)
    for who in VOTERS:
        await house.vote(round_id, who, 1, 2)
        await star(house, round_id, who, 2)
        house.clock.move(1)
    for who in wrote:
        await say(house, round_id, who, 2, LINE)
    return episode


@ONLY_POSTGRES
async def test_a_server_says_of_no_row_when_it_was_written(house: House) -> None:
    await house.rows("TRUNCATE ballots")  # so that no row is where an earlier one was
    episode = await voted(house, 5, 2)
    await house.close(episode)
    rows = await house.rows("SELECT receipt, xmin::text, lines FROM ballots ORDER BY ctid")
    assert len(rows) == len(VOTERS)
    assert len({(written, lines) for _, written, lines in rows}) == 1
    assert rows == sorted(rows)


@ONLY_SQLITE
@pytest.mark.parametrize("wrote", [(3,), (5, 2)])
async def test_a_file_says_of_no_row_when_it_was_written(
    house: House, wrote: tuple[int, ...]
) -> None:
    await house.close(await voted(house, *wrote))
    await house.services.upkeep.sweep()
    rows = await house.rows("SELECT receipt FROM ballots ORDER BY rowid")
    receipts = [str(receipt) for (receipt,) in rows]
    assert receipts == sorted(receipts)
    # A page is filled from its end: what was written to it last stands first.
    page = sqlite_of(house.store)._path.read_bytes()
    places = [page.index(receipt.encode()) for receipt in receipts]
    assert places == sorted(places, reverse=True)
