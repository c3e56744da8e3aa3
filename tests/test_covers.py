"""Covers are fetched from the given hosts only, in time, or not at all."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from bot.covers import CACHE_BYTES_MAX, COVER_BYTES_MAX, COVERS_MAX, UnfitCover, WebCovers, download

PNG = b"\x89PNG\r\n\x1a\n and so on"
JPEG = b"\xff\xd8\xff and so on"


class Shelf:
    """Stands in for the web: what is asked for is written down."""

    def __init__(self, answer: Callable[[URL], bytes] = lambda _: PNG) -> None:
        self.asked: list[str] = []
        self._answer = answer

    async def get(self, session: aiohttp.ClientSession, address: URL) -> bytes:
        self.asked.append(str(address))
        return self._answer(address)


def addresses(*numbers: int) -> list[str]:
    return [f"https://i.scdn.co/image/{number}" for number in numbers]


async def fetched(shelf: Shelf, urls: Sequence[str]) -> dict[str, bytes]:
    covers = WebCovers(get=shelf.get)
    try:
        return dict(await covers.fetch(urls))
    finally:
        await covers.close()


async def test_each_cover_is_asked_for_once() -> None:
    shelf = Shelf(lambda address: PNG + address.path.encode())
    one, two = addresses(1, 2)
    assert await fetched(shelf, [one, two, one]) == {
        one: PNG + b"/image/1",
        two: PNG + b"/image/2",
    }
    assert sorted(shelf.asked) == [one, two]


@pytest.mark.parametrize(
    "url",
    [
        "https://i.scdn.co/image/a",
        "https://mosaic.scdn.co/300/a",
        "https://image-cdn-ak.spotifycdn.com/image/a",
    ],
)
async def test_covers_of_spotify_are_fetched(url: str) -> None:
    assert await fetched(Shelf(), [url]) == {url: PNG}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://i.scdn.co/a",
        "https://evil.example/i.scdn.co",
        "https://scdn.co.evil.example/a",
        "https://notscdn.co/a",
        "https://i.scdn.co:8443/a",
        "https://user@i.scdn.co/a",
        "https://i.scdn.co\\@evil.example/a",
        "https://[",
        "https://i.scdn.co:99999/",
        "//i.scdn.co/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "\x00",
    ],
)
async def test_nothing_else_is_asked(url: str) -> None:
    shelf = Shelf()
    assert await fetched(shelf, [url]) == {}
    assert shelf.asked == []


async def test_no_more_are_asked_for_than_a_round_has() -> None:
    shelf = Shelf()
    assert len(await fetched(shelf, addresses(*range(COVERS_MAX + 9)))) == COVERS_MAX
    assert len(shelf.asked) == COVERS_MAX


@pytest.mark.parametrize(
    "fault",
    [UnfitCover("too large"), aiohttp.ClientPayloadError(), TimeoutError(), ConnectionResetError()],
)
async def test_a_cover_that_cannot_be_had_is_left_out(fault: Exception) -> None:
    def answer(address: URL) -> bytes:
        if address.name == "1":
            raise fault
        return PNG

    assert list(await fetched(Shelf(answer), addresses(1, 2))) == addresses(2)


async def test_what_is_late_is_left_out_and_stopped() -> None:
    stopped = asyncio.Event()

    async def get(session: aiohttp.ClientSession, address: URL) -> bytes:
        if address.name == "1":
            return PNG
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        return PNG

    covers = WebCovers(seconds=0.05, get=get)
    assert list(await covers.fetch(addresses(1, 2))) == addresses(1)
    assert stopped.is_set()
    await covers.close()


async def test_the_covers_used_last_are_kept() -> None:
    kept = CACHE_BYTES_MAX // COVER_BYTES_MAX
    shelf = Shelf(lambda _: PNG.ljust(COVER_BYTES_MAX, b"x"))
    covers = WebCovers(get=shelf.get)
    first = addresses(0)
    for number in range(kept):
        await covers.fetch(addresses(number))
    await covers.fetch(first)
    assert len(shelf.asked) == kept
    await covers.fetch(addresses(kept))  # drops number 1, the one not used for longest
    await covers.fetch(first)
    assert len(shelf.asked) == kept + 1
    await covers.fetch(addresses(1))
    assert len(shelf.asked) == kept + 2
    await covers.close()


async def test_small_covers_are_all_kept_and_large_ones_do_not_pile_up() -> None:
    sizes = {str(n): COVER_BYTES_MAX if n < COVERS_MAX else 50_000 for n in range(10 * COVERS_MAX)}
    shelf = Shelf(lambda address: PNG.ljust(sizes[address.name], b"x"))
    covers = WebCovers(get=shelf.get)
    for start in range(0, 10 * COVERS_MAX, COVERS_MAX):
        await covers.fetch(addresses(*range(start, start + COVERS_MAX)))
    asked = len(shelf.asked)
    for start in range(COVERS_MAX, 10 * COVERS_MAX, COVERS_MAX):  # 11 MB
        await covers.fetch(addresses(*range(start, start + COVERS_MAX)))
    assert len(shelf.asked) == asked
    found = await covers.fetch(addresses(*range(COVERS_MAX)))  # 25 MB: all given, not all kept
    assert len(found) == COVERS_MAX
    await covers.fetch(addresses(*range(COVERS_MAX)))
    assert len(shelf.asked) > asked + COVERS_MAX
    await covers.close()


async def test_what_could_not_be_had_is_asked_for_again() -> None:
    def refuse(_: URL) -> bytes:
        raise UnfitCover("status 503")

    shelf = Shelf(refuse)
    covers = WebCovers(get=shelf.get)
    await covers.fetch(addresses(1))
    await covers.fetch(addresses(1))
    assert len(shelf.asked) == 2
    await covers.close()
    await covers.close()


@pytest.fixture
async def root() -> AsyncIterator[URL]:
    """A web server on loopback with good and bad covers."""

    def answering(body: bytes, status: int = 200, **headers: str) -> Callable[..., object]:
        async def handle(_: web.Request) -> web.Response:
            return web.Response(body=body, status=status, headers=headers)

        return handle

    app = web.Application()
    for path, handler in {
        "/png": answering(PNG),
        "/jpeg": answering(JPEG),
        "/large": answering(PNG.ljust(COVER_BYTES_MAX, b"x")),
        "/too-large": answering(PNG.ljust(COVER_BYTES_MAX + 1, b"x")),
        "/gif": answering(b"GIF89a"),
        "/empty": answering(b""),
        "/html": answering(b"<html>"),
        "/gone": answering(PNG, 404),
        "/moved": answering(PNG, 302, Location="/png"),
    }.items():
        app.router.add_get(path, handler)  # type: ignore[arg-type]
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield URL.build(scheme="http", host="127.0.0.1", port=runner.addresses[0][1])
    await runner.cleanup()


@pytest.mark.parametrize(
    ("path", "length"), [("png", 18), ("jpeg", 13), ("large", COVER_BYTES_MAX)]
)
async def test_a_cover_is_downloaded(root: URL, path: str, length: int) -> None:
    async with aiohttp.ClientSession() as session:
        assert len(await download(session, root / path)) == length


@pytest.mark.parametrize("path", ["too-large", "gif", "empty", "html", "gone", "moved"])
async def test_what_is_no_cover_is_refused(root: URL, path: str) -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(UnfitCover):
            await download(session, root / path)
