"""What takes a while to draw is drawn once, however many ask for it at once or later."""

import asyncio
from collections.abc import Mapping

import pytest

from bot.domain.model import RoundId
from bot.services.drawings import FRESH_FOR, Drawings, MadeOnce
from tests.fakes import FakeClock, FakeCovers, FakePictures

ROUND = RoundId(1)
COVER = "https://covers/1"


class Maker:
    """Makes what it is told to, once it may."""

    def __init__(self) -> None:
        self.asked, self.may = asyncio.Event(), asyncio.Event()
        self.made = 0
        self.error: Exception | None = None

    async def __call__(self) -> int:
        self.made += 1
        self.asked.set()
        await self.may.wait()
        if self.error is not None:
            raise self.error
        return self.made


@pytest.fixture
def maker() -> Maker:
    return Maker()


def always(_: object) -> bool:
    return True


async def test_all_who_ask_at_once_wait_for_one(maker: Maker) -> None:
    things = MadeOnce[int](FakeClock(), 2, always)
    asked = [asyncio.create_task(things.get("a", maker)) for _ in range(3)]
    await maker.asked.wait()
    asked[0].cancel()
    await asyncio.sleep(0)
    maker.may.set()
    assert await asyncio.gather(*asked[1:]) == [1, 1]
    assert asked[0].cancelled()
    assert await things.get("a", maker) == 1


async def test_what_nobody_asked_for_longest_is_forgotten(maker: Maker) -> None:
    things = MadeOnce[int](FakeClock(), 2, always)
    maker.may.set()
    for key in ("a", "b", "a", "c", "a"):
        await things.get(key, maker)
    assert maker.made == 3
    await things.get("b", maker)
    assert maker.made == 4


async def test_what_does_not_last_is_made_again_after_a_while(
    maker: Maker, clock: FakeClock
) -> None:
    things = MadeOnce[int](clock, 2, lambda made: made > 1)
    maker.may.set()
    assert [await things.get("a", maker) for _ in range(3)] == [1, 1, 1]
    clock.instant += FRESH_FOR
    assert await things.get("a", maker) == 2
    clock.instant += FRESH_FOR
    assert await things.get("a", maker) == 2


@pytest.mark.parametrize("later", [FRESH_FOR, -1])
async def test_what_failed_is_tried_again_after_a_while(
    maker: Maker, clock: FakeClock, later: int
) -> None:
    things = MadeOnce[int](clock, 2, always)
    maker.may.set()
    maker.error = ZeroDivisionError("no")
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            await things.get("a", maker)
    assert maker.made == 1
    maker.error = None
    clock.instant += later
    assert await things.get("a", maker) == 2


async def test_a_picture_outlives_the_bot_and_gives_way_to_one_that_shows_something_else(
    clock: FakeClock,
) -> None:
    drawn: list[Mapping[str, bytes]] = []

    async def draw(covers: Mapping[str, bytes]) -> bytes:
        drawn.append(covers)
        return f"picture {len(drawn)}".encode()

    covers, store = FakeCovers({COVER: b"cover"}), FakePictures()
    for shows, picture in (("x", 1), ("x", 1), ("y", 2), ("x", 3)):
        fresh = Drawings(clock, covers, store)
        shown = await fresh.of_results(ROUND, shows, [COVER], draw)
        assert shown == f"picture {picture}".encode()
    assert drawn == [{COVER: b"cover"}] * 3


async def test_a_picture_without_all_covers_is_kept_for_a_while_only(clock: FakeClock) -> None:
    async def draw(covers: Mapping[str, bytes]) -> bytes:
        return b"".join(covers.values())

    covers, store = FakeCovers(), FakePictures()
    drawings = Drawings(clock, covers, store)
    for _ in range(2):
        assert await drawings.of_results(ROUND, "x", [COVER], draw) == b""
    assert covers.asked == [COVER]
    assert store.kept == {}
    covers.covers[COVER] = b"cover"
    clock.instant += FRESH_FOR
    assert await drawings.of_results(ROUND, "x", [COVER], draw) == b"cover"
    assert store.kept == {str(ROUND): ("x", b"cover")}
