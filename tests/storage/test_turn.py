"""Turns at a connection: one at a time, in order, and nobody waits beyond their patience."""

import asyncio

import pytest

from bot.domain.errors import StorageError
from storage.turn import Turn


async def test_one_goes_on_at_a_time_in_the_order_in_which_they_asked() -> None:
    turn, seen = Turn(None), list[str]()

    async def work(name: str) -> None:
        async with turn:
            seen.append(f"{name} begins")
            await asyncio.sleep(0)
            seen.append(f"{name} ends")

    await asyncio.gather(*map(work, "abc"))
    assert seen == [f"{name} {what}" for name in "abc" for what in ("begins", "ends")]


async def test_whoever_has_no_patience_is_told_that_the_database_is_busy() -> None:
    turn = Turn(0)
    async with turn:
        with pytest.raises(StorageError, match="busy"):
            async with turn:
                pytest.fail("there were two at a time")
    async with turn:
        pass  # whoever gave up has left no trace


async def test_a_turn_that_was_just_let_go_of_belongs_to_whoever_waits_for_it() -> None:
    turn, seen = Turn(None), list[str]()
    go_on = asyncio.Event()

    async def second() -> None:
        async with turn:
            seen.append("second")
            await go_on.wait()

    async with turn:
        waiting = asyncio.create_task(second())
        await asyncio.sleep(0)
    turn.patience = 0
    with pytest.raises(StorageError, match="busy"):
        async with turn:  # in the same turn of the loop, before the second has gone on
            seen.append("pushed in")
    go_on.set()
    await waiting
    assert seen == ["second"]


async def test_an_error_lets_the_next_one_go_on() -> None:
    turn = Turn(0)
    with pytest.raises(ValueError, match="wrong"):
        async with turn:
            raise ValueError("wrong")
    async with turn:
        pass
