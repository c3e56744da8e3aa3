"""The picture of a round's results shows everything, whatever it is made of."""

import asyncio
import io
from fractions import Fraction

import pytest
from discord import ui
from hypothesis import given, settings
from PIL import Image

from bot.domain.counting import METHODS
from bot.domain.counting.outcome import Number
from bot.domain.model import SongId
from bot.domain.structs import replace
from bot.services.drawings import Drawings
from bot.services.ports.read_models import Results
from cogs.ui.rounds import results as results_screen
from cogs.ui.rounds import results_rows
from cogs.ui.rounds.results_image import alt_text, results_picture
from tests.cogs import view_shapes
from tests.cogs.results_shown import LONG, RANDOM, WIDTH, height, results, size, titles
from tests.fakes import FakeClock, FakeCovers, FakePictures


async def test_it_is_as_wide_as_ever_and_grows_with_the_songs() -> None:
    sizes = [
        await size(results(titles(songs), seats))
        for songs, seats in ((2, 1), (12, 6), (25, 1), (25, 24))
    ]
    assert {width for width, _ in sizes} == {WIDTH}
    heights = [height for _, height in sizes]
    assert heights == sorted(set(heights))


@pytest.mark.parametrize("title", LONG.values(), ids=LONG.keys())
async def test_a_long_title_takes_two_lines(title: str) -> None:
    two_lines = await height("A title that needs two lines on a phone", "b")
    assert await height(title[:300], "b") == two_lines
    assert await height("b", title[:300]) == await height(
        "b", "A title that needs two lines on a phone"
    )


@pytest.mark.parametrize("artist", LONG.values(), ids=LONG.keys())
async def test_long_artists_take_one_line(artist: str) -> None:
    assert await height("a", "b", artist=artist[:300]) == await height("a", "b")


@pytest.mark.parametrize(
    ("title", "longer"), [("W" * 15, "W" * 17), ("e" + "\u0301" * 20, "e" + "\u0301" * 40)]
)
async def test_nothing_reaches_beyond_its_place(title: str, longer: str) -> None:
    """A long word ends where the figures begin, and marks that pile up at the line above."""
    view = results([title, "b"], 1)
    assert await results_picture(view, {}) == await results_picture(results([longer, "b"], 1), {})


SHORT = [
    "夜に駆ける",
    "月亮代表我的心",
    "봄날",
    "شمس",
    "ירושלים (2)",
    "तुझे देखा",
    "แสงสุดท้าย",
    "👩‍👩‍👧‍👦👍🏽🇺🇳",
    "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
    "\x00\x1b[31m\u202eb\u202c\u2028",
    "",
    " ",
    "\u200b",
    "\\",
    '"',
    "#panic()",
    '#import "x"',
    "*b* _i_ $x$",
    "<label> @ref",
    "// /* `raw`",
    "\U00013000 \ue000 \ufdd0",
]


@pytest.mark.parametrize("title", SHORT)
async def test_a_short_title_takes_one_line_whatever_it_is_made_of(title: str) -> None:
    assert await height(title, "b") == await height("a", "b")


async def test_nothing_typed_is_taken_for_markup() -> None:
    """Not in the places of room, episode and artists, either."""
    plain, markup = results(titles(2), 1), '#panic() *b* "'
    typed = replace(
        results(titles(2), 1, artist=markup),
        room=replace(plain.room, title=markup),
        episode=replace(plain.episode, number=markup, title=markup),
    )
    assert await size(typed) == await size(plain)


@settings(RANDOM, max_examples=15)
@given(view_shapes.results())
async def test_it_can_be_drawn_of_anything(view: Results) -> None:
    assert (await size(view))[0] == WIDTH


@pytest.mark.parametrize("method", METHODS)
async def test_it_can_be_drawn_for_every_method_and_reason(method: str) -> None:
    reasons = list(METHODS[method].reasons)
    numbers: list[Number] = [Fraction(7, 2), Fraction(1231, 512), 0, 1]
    counted = [
        tuple((name, numbers[n % 4]) for name in METHODS[method].figures)
        for n in range(len(reasons) + 2)
    ]
    view = results(
        titles(len(counted)), len(reasons), counted=counted, reasons=reasons, method=method
    )
    assert (await size(view))[0] == WIDTH
    told = alt_text(view).casefold()
    assert all(reason.casefold() in told for reason in METHODS[method].reasons.values())


async def test_it_can_be_drawn_without_any_figures() -> None:
    view = results(titles(3), 3, counted=[()] * 3, reasons=["unopposed"] * 3)
    without = await size(view)
    assert without[1] < (await size(results(titles(3), 3)))[1], "there are no bars"
    assert "(" not in alt_text(view)


async def test_empty_seats_ties_and_vetoes_are_shown() -> None:
    view = results(titles(6), 2)
    heights = [(await size(view))[1]]
    empty = replace(view, outcome=replace(view.outcome, empty_seats=2))
    assert "2 seats stay empty" in alt_text(empty)
    tied = replace(
        view,
        outcome=replace(view.outcome, tied=("s3", "s4"), open_seats=1, runners_up=("s5", "s6")),
    )
    assert "Tied for 1 seat, awaiting the showrunner's casting vote: Song 3" in alt_text(tied)
    vetoed = replace(
        view,
        round=replace(view.round, vetoed={SongId(6): "rights\nare gone"}),
        outcome=replace(view.outcome, runners_up=("s3", "s4", "s5")),
    )
    told = alt_text(vetoed)
    assert "Vetoed by the showrunner: Song 6 by Artist (1 pick, 1 star, vetoed: rights are" in told
    heights += [(await size(one))[1] for one in (empty, tied, vetoed)]
    assert all(one > heights[0] for one in heights[1:])


async def test_nobody_left_out_means_no_cut_line() -> None:
    assert [part.kind for part in results_rows.parts(results(titles(2), 2))] == ["seated"]
    assert [part.kind for part in results_rows.parts(results(titles(2), 1))] == [
        "seated",
        "cut",
        "waiting",
    ]


def drawn(kind: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (30, 60), "red").save(written, kind)
    return written.getvalue()


async def test_covers_are_shown_where_there_are_any() -> None:
    address = "https://i.scdn.co/image/1"
    view = results(titles(2), 1, cover=address)
    without = await results_picture(view, {})
    for kind in ("JPEG", "PNG"):
        shown = await results_picture(view, {address: drawn(kind)})
        assert shown != without
        picture = Image.open(io.BytesIO(shown)).convert("RGB")
        column = picture.crop((150, 0, 151, picture.height)).tobytes()
        assert any(
            red > 250 and green < 5 for red, green in zip(column[::3], column[1::3], strict=True)
        )
    assert await size(view, {address: drawn("PNG")}) == await size(view)


@pytest.mark.parametrize("damaged", [b"", b"<html>", drawn("PNG")[:50], drawn("JPEG")[:99]])
async def test_a_damaged_cover_looks_like_a_missing_one(damaged: bytes) -> None:
    address = "https://i.scdn.co/image/1"
    view = results(titles(2), 1, cover=address)
    assert await results_picture(view, {address: damaged}) == await results_picture(view, {})


async def test_a_picture_that_takes_too_long_is_done_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def never(*_: object) -> bytes:
        await asyncio.Event().wait()
        return b""

    monkeypatch.setattr("cogs.ui.rounds.results_image.results_picture", never)
    monkeypatch.setattr(results_screen, "DRAWING_MAX", 0.01)
    message, files = await results_screen.results_with_picture(
        results(titles(3), 2), Drawings(FakeClock(), FakeCovers(), FakePictures())
    )
    assert files == []
    assert not [item for item in message.walk_children() if isinstance(item, ui.MediaGallery)]
