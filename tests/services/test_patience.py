"""Waits that fit their cause: short at first, and what is done is saved in the end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import StorageError
from bot.services.patience import FIRST, MOST, MOST_TO_SAVE, saved, wait_after


@given(st.integers(1, 10_000))
def test_each_wait_is_twice_the_last_up_to_a_minute(failures: int) -> None:
    assert wait_after(1) == FIRST
    assert wait_after(failures + 1) == min(MOST, 2 * wait_after(failures))


class Database:
    """Refuses for some attempts."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals
        self.waits: list[float] = []

    async def save(self) -> str:
        if self.refusals:
            self.refusals -= 1
            raise StorageError("database is locked")
        return "saved"

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)


@pytest.mark.parametrize("refusals", [0, 1, 4, 50])
async def test_what_is_done_is_saved_however_long_that_takes(refusals: int) -> None:
    database = Database(refusals)
    assert await saved(database.save, "it", database.wait) == "saved"
    assert database.waits == [wait_after(n, MOST_TO_SAVE) for n in range(1, refusals + 1)]


async def test_unless_somebody_waits_for_an_answer() -> None:
    database = Database(100)
    with pytest.raises(StorageError):
        await saved(database.save, "it", database.wait, seconds=10)
    assert 5 < sum(database.waits) <= 10


async def test_what_is_no_fault_of_the_database_is_not_tried_again() -> None:
    async def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await saved(broken, "it", Database(0).wait)
